"""What an action asks back is waited for until it is told or something else is asked."""

from __future__ import annotations

import pytest

from .talking import Talk, texts


async def test_what_the_first_of_two_questions_asks_back_is_still_waited_for(talk: Talk) -> None:
    talk.asks("ask_size", "measures", missing=["height", "weight"])
    outcome = await talk("穿多大，包邮吗", "ask_size", 0.8, ("穿多大", "ask_size"), ("包邮吗", "ask_freight"))
    assert texts(outcome) == ["问", "答ask_freight"]
    outcome = await talk("175 130", "nothing", 0.1)
    assert texts(outcome) == ["答ask_size"] and talk.agent.questions[-1]["measures"] == {"height": 175, "weight": 65}
    assert not talk.memory["awaiting"]


async def test_two_questions_that_ask_back_the_same_ask_once_and_its_buttons_work(talk: Talk) -> None:
    button = {"title": "昨天的卫衣", "payload": "昨天的卫衣", "means": {"order": "26-1"}}
    which = ([{"text": "哪一单", "buttons": [button], "utter_action": "utter_which_order"}], {"awaiting": {"what": "order", "data": {}}})
    talk.agent.acts = {intent: lambda q: which for intent in ("track_parcel", "refund_progress")}
    outcome = await talk("到哪了，退款呢", "track_parcel", 0.8, ("到哪了", "track_parcel"), ("退款呢", "refund_progress"))
    assert texts(outcome) == ["哪一单"]
    await talk("昨天的卫衣", "nothing", 0.1)
    assert talk.agent.questions[-1]["order_number"] == "26-1"


@pytest.mark.parametrize("small", ["thank", "greet", "goodbye", "affirm", "ask_bot"])
async def test_small_talk_does_not_derail_what_was_asked(talk: Talk, small: str) -> None:
    button = {"title": "加绒连帽卫衣", "payload": "加绒连帽卫衣", "means": {"product": "P1006"}}
    talk.asks("ask_pilling", "product", buttons=[button], kept=1)
    await talk("会起球吗", "ask_pilling")
    await talk("好呢", small)
    assert talk.memory["awaiting"] == {"what": "product", "intent": "ask_pilling", "data": {"kept": 1}}
    assert texts(await talk("加绒连帽卫衣", "nothing", 0.1)) == ["答ask_pilling"]
    assert talk.agent.questions[-1]["awaiting"]["data"] == {"kept": 1} and talk.agent.questions[-1]["product_id"] == "P1006"


async def test_a_new_question_ends_what_was_asked_and_offered(talk: Talk) -> None:
    talk.asks("ask_pilling", "product", buttons=[{"title": "甲", "payload": "甲", "means": {"product": "P1006"}}])
    await talk("会起球吗", "ask_pilling")
    await talk("多少钱", "ask_price")
    assert not talk.memory["awaiting"] and not talk.memory["offered"]
