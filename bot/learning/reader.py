"""A trained model that reads single messages, for `parse` and `evaluate`: the same parts the server uses, without a conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot import no_tensorflow
from bot.understanding.calibration import least_confidence

NOT_FOR_THE_BOT = ("out_of_scope",)


class Reader:
    """Understands one text at a time. `allowed` is the shop's budget, wrong answers in a hundred."""

    def __init__(self, model: Path, allowed: float) -> None:
        no_tensorflow.install()
        from rasa.core.agent import Agent

        from bot.dialogue.memory import TurnTrackerStore

        self._agent = Agent(tracker_store=TurnTrackerStore())
        self._agent.load_model(str(model))
        self._allowed = allowed

    def read(self, text: str) -> dict[str, Any]:
        """The `parse` object of interfaces.md."""
        from bot.dialogue.rasa_call import shown_to_rasa

        parse = asyncio.run(self._agent.parse_message(shown_to_rasa(text)))
        intent, least = parse["intent"], least_confidence(parse["error_budget"], self._allowed)
        entities: dict[str, Any] = {}
        for entity in parse["entities"]:
            entities.setdefault(entity["entity"], entity["value"])
        return {
            "text": text, "intent": intent["name"], "confidence": round(intent["confidence"], 4),
            "answer": intent["confidence"] >= least and intent["name"] not in NOT_FOR_THE_BOT,
            "ranking": [{"intent": r["name"], "confidence": round(r["confidence"], 4)} for r in parse["intent_ranking"][:5]],
            "intents": [q["intent"]["name"] for q in parse["questions"]], "entities": entities,
        }
