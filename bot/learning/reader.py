"""A trained model that reads single messages, for `parse` and `evaluate`: the same parts the server uses, without a conversation."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from bot import no_tensorflow
from bot.understanding.calibration import least_confidence

NOT_FOR_THE_BOT = ("out_of_scope", "no_answer")
# The shop's own matters that nobody wrote an answer for are an intent of their own here, for the dialogue; to others they are
# what the bot does not answer.
REPORTED_AS = {"no_answer": "out_of_scope"}
IN_ONE_GO = 100  # messages; few enough to show progress, many enough to save a third of the time


@dataclass(frozen=True)
class Read:
    """What the model makes of one message: (intent, confidence) best first, the intents of all questions found, and whether the
    bot would answer by itself at the shop's budget and `at` others (wrong answers in a hundred)."""

    ranking: tuple[tuple[str, float], ...]
    found: tuple[str, ...]
    answers: bool
    at: Mapping[float, bool]


class Reader:
    """Understands single messages. `allowed` is the shop's budget, wrong answers in a hundred; `name` is the model's."""

    def __init__(self, model: Path, allowed: float) -> None:
        no_tensorflow.install()
        from rasa.core.agent import Agent

        from bot.dialogue.memory import TurnTrackerStore
        from bot.learning.loading import load

        self._agent = Agent(tracker_store=TurnTrackerStore())
        load(self._agent, model)
        self.allowed = allowed
        self.name = model.name.removesuffix(".tar.gz")

    def read(self, text: str) -> dict[str, Any]:
        """The `parse` object of interfaces.md."""
        from bot.dialogue.rasa_call import shown_to_rasa

        parse = asyncio.run(self._agent.parse_message(shown_to_rasa(text)))
        ranking = reported(parse["intent_ranking"])
        entities: dict[str, Any] = {}
        for entity in parse["entities"]:
            entities.setdefault(entity["entity"], entity["value"])
        return {
            "text": text, "intent": ranking[0][0], "confidence": round(ranking[0][1], 4), "answer": _answers(parse, self.allowed),
            "ranking": [{"intent": name, "confidence": round(sure, 4)} for name, sure in ranking[:5]],
            "intents": [REPORTED_AS.get(q["intent"]["name"], q["intent"]["name"]) for q in parse["questions"]], "entities": entities,
        }

    def read_all(self, texts: Sequence[str], budgets: Sequence[float] = ()) -> Iterator[Read]:
        """What `read` says of each text, in bulk: about a third faster."""
        for start in range(0, len(texts), IN_ONE_GO):
            for parse in self._parsed(texts[start : start + IN_ONE_GO]):
                ranking = reported(parse["intent_ranking"])
                found = tuple(REPORTED_AS.get(q["intent"]["name"], q["intent"]["name"]) for q in parse["questions"])
                yield Read(ranking, found, _answers(parse, self.allowed), {budget: _answers(parse, budget) for budget in budgets})

    def _parsed(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Rasa's own graph, asked for several messages at once; `Agent.parse_message` asks it for one."""
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        from bot.dialogue.rasa_call import shown_to_rasa

        processor, messages = self._agent.processor, [UserMessage(shown_to_rasa(text)) for text in texts]
        target = processor.model_metadata.nlu_target
        found = processor.graph_runner.run(inputs={PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}, targets=[target])
        return [message.as_dict(only_output_properties=True) for message in found[target]]


def reported(ranking: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, float], ...]:
    """(intent, confidence), the likeliest first, of Rasa's ranking, under names that others know: two that are reported as one stand where the likelier stood."""
    names: list[tuple[str, float]] = []
    for one in ranking:
        name = REPORTED_AS.get(one["name"], one["name"])
        if name not in (n for n, _ in names):
            names.append((name, one["confidence"]))
    return tuple(names)


def _answers(parse: Mapping[str, Any], allowed: float) -> bool:
    """Whether the bot answers this by itself when it may be wrong `allowed` times in a hundred."""
    intent = parse["intent"]
    return intent["confidence"] >= least_confidence(parse["error_budget"], allowed) and intent["name"] not in NOT_FOR_THE_BOT
