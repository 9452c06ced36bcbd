"""A person is fetched for whoever wants one or needs one, and for nobody else."""

from __future__ import annotations

import pytest


from .talking import Talk, texts


async def test_an_action_may_want_a_person_as_well(talk: Talk) -> None:
    talk.agent.acts["quality_problem"] = lambda q: ([{"text": "抱歉"}], {"hand_over": "quality"})
    outcome = await talk("开线了", "quality_problem")
    assert texts(outcome) == ["抱歉", "utter_follow_up_open_next"] and outcome.holder == "waiting"
    assert talk.human.queue.all()[0].reason == "quality"
    assert not talk.memory.get("hand_over"), "a reason is used once"


@pytest.mark.parametrize("intent, words", [("ask_human", "utter_handover"), ("complain", "utter_complaint")])
async def test_who_wants_a_person_gets_one_at_once_even_half_understood(talk: Talk, intent: str, words: str) -> None:
    outcome = await talk("这叫什么事啊", intent, 0.46)
    assert texts(outcome) == [f"{words}_open_next"] and outcome.holder == "waiting"
    assert talk.agent.questions == [], "a handover needs no action"


@pytest.mark.parametrize("text", ["人工 订单号:330262285517743617", "转人工！！", "找人工客服啊", "快点，人工"])
async def test_a_clause_that_asks_for_a_person_is_heard_beside_anything(talk: Talk, text: str) -> None:
    outcome = await talk(text, "order_status", 0.96)
    assert outcome.replies[0].intent == "ask_human" and outcome.replies[0].reply.startswith("utter_handover")


@pytest.mark.parametrize("text", ["不用转人工 我就问问", "先不转人工了"])
async def test_who_wants_no_person_gets_none(talk: Talk, text: str) -> None:
    outcome = await talk(text, "ask_human", 0.9)
    assert outcome.holder == "bot" and not any((r.reply or "").startswith("utter_handover") for r in outcome.replies)
