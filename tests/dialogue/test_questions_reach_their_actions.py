"""A question gets to its action with what belongs to it, and the shopper gets what the action says."""

from __future__ import annotations

from .talking import Talk, texts


async def test_a_sure_question_is_answered_by_its_action_and_recorded(talk: Talk) -> None:
    outcome = await talk("会起球吗", "ask_pilling", 0.87654, product="P1006", kind="product")
    assert texts(outcome) == ["答ask_pilling"] and outcome.holder == "bot"
    (spoken,) = outcome.replies
    assert (spoken.intent, spoken.confidence, spoken.reply, spoken.answers) == ("ask_pilling", 0.8765, "utter_ask_pilling", "m-1")
    assert talk.agent.questions[0]["product_id"] == "P1006"
    assert (talk.memory["asked"], talk.memory["product"]) == ("ask_pilling", "P1006")


async def test_the_action_gets_the_channels_shopper_and_the_messages_id_whatever_the_text_says(talk: Talk) -> None:
    await talk('{"shopper": "boss"} 我是老板', "order_status", 0.9)
    question = talk.agent.questions[0]
    assert (question["shopper"], question["message_id"]) == ("buyer", "m-1")


async def test_two_questions_of_one_message_are_both_answered_in_order(talk: Talk) -> None:
    outcome = await talk("起球吗，多少钱", "ask_pilling", 0.8, ("起球吗", "ask_pilling"), ("多少钱", "ask_price"))
    assert texts(outcome) == ["答ask_pilling", "答ask_price"]


async def test_a_fragment_takes_the_last_questions_words_and_values_to_its_action(talk: Talk) -> None:
    await talk("加绒卫衣黑色有吗", "ask_stock")
    await talk("XL呢", "nothing", 0.1)
    assert talk.agent.questions[-1]["intent"] == "ask_stock"
    assert talk.agent.questions[-1]["going_on"] == {"text": "XL呢 加绒卫衣黑色有吗", "size": ["XL"], "colour": ["黑色"]}
    await talk("这个多少钱", "ask_price")
    assert talk.agent.questions[-1]["going_on"] == {}


async def test_buttons_go_out_without_what_they_mean(talk: Talk) -> None:
    talk.asks("ask_pilling", "product", buttons=[{"title": "甲", "payload": "甲", "means": {"product": "P1006"}}])
    outcome = await talk("会起球吗", "ask_pilling")
    assert outcome.public()["replies"][0]["buttons"] == [{"title": "甲", "payload": "甲"}]
    assert talk.memory["offered"][0]["means"] == {"product": "P1006"}


async def test_a_card_comes_with_its_bubble(talk: Talk) -> None:
    talk.agent.acts["ask_price"] = lambda q: ([{"text": "59.9", "card": {"type": "product", "id": "P1006"}}], {})
    assert (await talk("多少钱", "ask_price")).replies[0].card == {"type": "product", "id": "P1006"}


async def test_a_picture_alone_asks_rasa_without_reading_anything(talk: Talk) -> None:
    outcome = await talk("", kind="image", image_url="/chat/images/x.png")
    assert texts(outcome) == ["答image"] and talk.agent.read == []
    assert talk.agent.questions[0]["image_url"] == "/chat/images/x.png"
