"""Every message is answered by one turn, and by no second one."""

from __future__ import annotations

import pytest

from .hearing import heard
from .talking import HELD, Talk, said, texts


async def test_fragments_get_one_answer_and_the_others_point_to_it(talk: Talk) -> None:
    talk.agent.hears["这件，会起球吗"] = heard("这件，会起球吗", "ask_pilling", 0.9)
    outcome = await talk.turn(said("这件", "a"), said("会起球吗", "b"))
    assert texts(outcome) == ["答ask_pilling"]
    merged = talk.transcript.outcome(HELD, "a")
    assert (merged.merged_into, merged.replies) == ("b", [])


async def test_a_message_answered_by_another_turn_is_not_answered_twice(talk: Talk) -> None:
    first = await talk("会起球吗", "ask_pilling")
    again = await talk.dialogue.answer(HELD, [said("会起球吗", "m-1")])
    assert [s.id for s in again.replies] == [s.id for s in first.replies]
    assert len([r for r in talk.transcript.history(HELD) if r["author"] == "bot"]) == 1


@pytest.mark.parametrize("first", ["a", "b"])
async def test_of_messages_left_over_only_those_nobody_answered_meanwhile_are_answered(talk: Talk, first: str) -> None:
    left = [said("会起球吗", "a"), said("多少钱", "b")]
    for one, intent in zip(left, ("ask_pilling", "ask_price")):
        talk.agent.hears[one.text] = heard(one.text, intent, 0.9)
        talk.transcript.record("web", one)
    await talk.dialogue.answer(HELD, [one for one in left if one.id == first])
    outcome = await talk.dialogue.answer(HELD, left)
    assert texts(outcome) == ["答ask_price"]
    assert texts(talk.transcript.outcome(HELD, "a")) == ["答ask_pilling"]
    assert talk.transcript.unanswered() == {} and len([r for r in talk.transcript.history(HELD) if r["author"] == "bot"]) == 2
