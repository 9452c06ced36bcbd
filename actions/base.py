"""The frame every action shares: read the question, answer it off the event loop, hand the replies to Rasa."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.question import Question
from bot.stores import Rehearsed, rehearsal
from bot.wiring import World, world


class ShopAction(Action, ABC):
    """Base of all actions. Subclasses set `action` (the name in domain.yml) and write `answer`.

    Stores are synchronous, so `answer` runs in a thread: one slow query delays nobody else.
    """

    action: str

    def __init__(self, inside: World | None = None) -> None:
        # rasa_sdk creates every action without arguments; tests pass their own world.
        self._inside = inside

    @property
    def inside(self) -> World:
        """Stores, content and clock."""
        return self._inside or world()

    def name(self) -> str:
        return self.action

    @abstractmethod
    def answer(self, question: Question) -> Answer:
        """The answer to one question. Pure apart from the stores it reads and writes."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict]:
        """Called by rasa_sdk."""
        answer = await asyncio.to_thread(self._answer, tracker)
        for reply in answer.replies:
            extra = {"card": reply.card} if reply.card else {}
            dispatcher.utter_message(response=reply.name, buttons=reply.buttons, **reply.values, **extra)
        return [SlotSet(name, value) for name, value in answer.slots.items()]

    def _answer(self, tracker: Tracker) -> Answer:
        inside = self.inside
        question = Question.from_tracker(tracker, inside.stores, inside.shop.content, inside.clock.now())
        if question.rehearsal:
            return self._rehearsed(question)
        return self.answer(question)

    def _rehearsed(self, question: Question) -> Answer:
        """What would be said to a question, for an agent to look at; nothing when that would change a record."""
        try:
            with rehearsal():
                return self.answer(question)
        except Rehearsed:
            return Answer()
