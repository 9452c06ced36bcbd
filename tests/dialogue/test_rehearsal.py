"""What the bot would say, for the agent's eyes: nothing of it is said, kept or done."""

from __future__ import annotations

from typing import Any

from bot.dialogue.rehearsal import Rehearsal
from bot.handoff import Incoming

from .hearing import heard
from .talking import HELD, Talk


async def rehearsed(talk: Talk, text: str, intent: str, confidence: float = 0.9) -> list[tuple[str, str]]:
    talk.agent.hears[text] = heard(text, intent, confidence)
    return await Rehearsal(talk.dialogue, talk.shop).answers(talk.transcript.conversation(HELD), Incoming("s", "buyer", text=text))


async def test_an_answer_is_found_while_an_agent_holds_the_conversation(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    talk.human.desk.take(HELD, "小棉")
    assert await rehearsed(talk, "会起球吗", "ask_pilling") == [("ask_pilling", "答ask_pilling")]


async def test_nothing_is_kept_of_it(talk: Talk) -> None:
    await talk("多少钱", "ask_price")
    before, said = talk.transcript.conversation(HELD), talk.transcript.history(HELD)
    await rehearsed(talk, "会起球吗", "ask_pilling")
    assert (talk.transcript.conversation(HELD), talk.transcript.history(HELD)) == (before, said)


async def test_actions_are_told_that_it_is_a_rehearsal_and_a_turn_is_none(talk: Talk) -> None:
    await talk("多少钱", "ask_price")
    await rehearsed(talk, "会起球吗", "ask_pilling")
    assert [question["rehearsal"] for question in talk.agent.questions] == [False, True]


async def test_an_action_that_may_not_write_gives_no_suggestion(talk: Talk) -> None:
    await talk("多少钱", "ask_price")
    talk.agent.acts["cancel_order"] = lambda question: ([], {})
    assert await rehearsed(talk, "确认取消", "cancel_order") == []


async def test_wishes_for_people_and_other_worlds_suggest_nothing(talk: Talk) -> None:
    await talk("多少钱", "ask_price")
    found: list[Any] = [await rehearsed(talk, text, intent) for text, intent in (("转人工", "ask_human"), ("今天下雨吗", "out_of_scope"), ("在吗", "greet"))]
    assert found == [[], [], []]
