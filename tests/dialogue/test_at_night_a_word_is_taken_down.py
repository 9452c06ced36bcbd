"""Who is promised a call back may say where to reach them; elsewhere a number is just a number."""

from __future__ import annotations

from .hearing import heard
from .talking import HELD, Talk, said, texts


async def test_a_phone_number_is_kept_with_the_ticket() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    text, phone = "打我13812345678", "13812345678"
    found = {"entity": "phone", "value": phone, "start": 2, "end": 13}
    talk.agent.hears[text] = {**heard(text, "nothing", 0.1), "entities": [found]}
    assert texts(await talk.turn(said(text, "m-phone"))) == ["utter_contact_kept"]
    assert talk.human.queue.current(HELD).contact == text


async def test_a_chat_name_is_kept_with_the_ticket() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    outcome = await talk("微信 shop_12345", "nothing", 0.1)
    assert texts(outcome) == ["utter_contact_kept"]
    assert talk.human.queue.current(HELD).contact == "微信 shop_12345"


async def test_a_question_beside_the_number_is_answered_all_the_same() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    outcome = await talk("vx shop_12345 会起球吗", "ask_pilling")
    assert texts(outcome) == ["答ask_pilling"]
    assert talk.human.queue.current(HELD).contact == "vx shop_12345 会起球吗"


async def test_nobody_was_promised_anything_then_a_name_is_no_contact(talk: Talk) -> None:
    assert texts(await talk("vx shop_12345", "ask_pilling")) == ["答ask_pilling"]


async def test_a_number_is_a_contact_while_a_picture_is_waited_for_and_the_orders_own_while_an_address_is() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    talk.asks("quality_problem", "image", "请拍照")
    await talk("开线了", "quality_problem")
    assert texts(await talk("微信 shop_12345", "nothing", 0.1)) == ["utter_contact_kept"]
    assert talk.memory["awaiting"]["what"] == "image", "the picture is still waited for"
    talk.asks("change_address", "address", "改到哪")
    await talk("改地址", "change_address")
    await talk("杭州市西湖区文三路1号 13812345678", "nothing", 0.1)
    assert talk.human.queue.current(HELD).contact == "微信 shop_12345"


async def test_a_chat_name_and_a_number_are_both_kept() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    for text in ("微信 shop_12345", "qq 123456789", "微信 shop_12345"):
        await talk(text, "nothing", 0.1)
    assert talk.human.queue.current(HELD).contact == "微信 shop_12345；qq 123456789"


async def test_what_the_bot_does_not_understand_is_left_for_the_people_and_fetches_nobody_again() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    for _ in range(4):
        outcome = await talk("阿巴阿巴", "no_title", 0.1)
        assert texts(outcome) == ["utter_word_kept"] and outcome.replies[0].buttons == []
    outcome = await talk("那个毛毛的", "ask_pilling", 0.3)
    assert texts(outcome) == ["utter_word_kept_guess"] and [b["title"] for b in outcome.replies[0].buttons] == ["会不会起球"]
    assert texts(await talk("会不会起球", "nothing", 0.1)) == ["答ask_pilling"], "and the guess answers"


async def test_who_wants_nobody_any_more_at_night_is_taken_off_the_queue() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    assert texts(await talk("不用人工了", "deny")) == ["utter_called_off"]
    assert talk.human.queue.all() == [] and not talk.memory["promised"]
    assert texts(await talk("阿巴", "no_title", 0.1)) == ["utter_ask_again"], "nobody reads what is left for them now"
    assert texts(await talk("转人工", "ask_human")) == ["utter_handover_closed 明天 09:00", "utter_leave_word"]


async def test_nothing_but_what_was_called_off_is_asked_back_about() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    assert texts(await talk("不用人工了，问题解决了", "deny")) == ["utter_called_off"]


async def test_without_a_place_in_the_queue_nothing_is_called_off(talk: Talk) -> None:
    assert texts(await talk("不用人工了", "deny")) == ["答deny"]


async def test_in_the_morning_too_in_a_shop_where_people_answer_first() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    talk.shop.content.settings.mode = "night_only"
    talk.clock.advance(hours=11)
    outcome = await talk("不用人工了", "deny")
    assert texts(outcome) == ["utter_called_off"] and outcome.holder == "bot" and talk.human.queue.all() == []
    assert (await talk("会起球吗", "ask_pilling")).holder == "bot"
    talk.clock.advance(days=1)
    assert (await talk("会起球吗", "ask_pilling")).holder == "waiting", "another day, people answer first again"
