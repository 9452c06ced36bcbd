"""When records or the bot itself fail, the shopper is told so and a person is fetched."""

from __future__ import annotations

import pytest

from .talking import Talk, said, texts


async def test_when_the_action_says_nothing_there_is_an_honest_sentence_and_the_question_stays_open(talk: Talk) -> None:
    talk.asks("ask_size", "measures", missing=["height", "weight"])
    await talk("穿多大", "ask_size")
    talk.agent.acts["ask_size"] = lambda q: ([], {})
    outcome = await talk("175 130", "nothing", 0.1)
    assert texts(outcome) == ["utter_trouble_open_next"] and outcome.holder == "waiting"
    assert talk.memory["awaiting"]["what"] == "measures", "the same words work when the records are back"


async def test_a_mistake_of_ours_is_admitted_and_a_person_fetched(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    await talk("会起球吗", "ask_pilling", product="P1006", kind="product")
    remembered = talk.memory
    talk.agent.hears["哎"] = {"questions": [{"intent": None}]}
    outcome = await talk.turn(said("哎", "m-2"))
    assert texts(outcome) == ["utter_trouble_open_next"] and outcome.holder == "waiting"
    assert {name: talk.memory[name] for name in ("asked", "product")} == {name: remembered[name] for name in ("asked", "product")}
    assert talk.transcript.unanswered() == {} and "m-2 of web:buyer" in caplog.text
