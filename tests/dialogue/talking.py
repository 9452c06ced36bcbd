"""A shopper talking with the dialogue: a scripted agent, a real transcript in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from bot.channels.storage import AtOnce
from bot.dialogue.own_questions import OwnQuestions
from bot.dialogue.people import People
from bot.dialogue.triaging import Triaging
from bot.dialogue.turn import Dialogue
from bot.faq import Book
from bot.handoff import HumanSide, Incoming, Outcome, Transcript
from bot.stores import Stores, connect, metadata

from .fakes import TUESDAY, FixedClock, ScriptedAgent, shop, wording
from .hearing import heard

HELD = "web:buyer"


def said(text: str, id: str = "m-1", **more: Any) -> Incoming:
    return Incoming(id, "buyer", more.pop("kind", "text"), text, **more)


class Talk:
    """A conversation of one shopper with the dialogue; every text is one turn. `faq`: the folder of the shop's own questions."""

    def __init__(self, hour: int = 10, faq: Path = Path("no such folder")) -> None:
        self.engine: Engine = connect("sqlite://")
        metadata.create_all(self.engine)
        self.clock, self.shop, self.agent = FixedClock(TUESDAY.replace(hour=hour)), shop(), ScriptedAgent()
        self.transcript = Transcript(self.engine, self.clock)
        words = wording(self.shop)
        stores = Stores(self.engine, self.clock)
        self.human = HumanSide.over(self.engine, self.clock, self.transcript, lambda: self.shop.content.settings.desk)
        triaging = Triaging(self.shop, self.clock, self.transcript, AtOnce(), stores, self.human)
        people = People(self.shop, self.clock, words, AtOnce(), triaging, self.human)
        self.book = Book(faq)
        own = OwnQuestions(self.book, self.shop, self.clock, AtOnce())
        self.dialogue = Dialogue(self.agent, self.shop, people, words, self.transcript, AtOnce(), stores, own)
        self.count = 0

    async def __call__(self, text: str, intent: str = "nothing", confidence: float = 0.9, *parts: tuple[str, str], **message: Any) -> Outcome:
        self.count += 1
        self.agent.hears[text] = heard(text, intent, confidence, *parts)
        return await self.turn(said(text, f"m-{self.count}", **message))

    async def turn(self, *messages: Incoming) -> Outcome:
        for one in messages:
            self.transcript.record("web", one)
        return await self.dialogue.answer(HELD, list(messages))

    @property
    def memory(self) -> dict[str, Any]:
        return self.transcript.conversation(HELD).memory

    def asks(self, intent: str, what: str, text: str = "问", buttons: Any = (), **data: Any) -> None:
        """This intent's action asks for something, until it is told."""
        def act(question: dict[str, Any]) -> tuple[list, dict]:
            if question["awaiting"] or question["measures"]:
                return [{"text": f"答{intent}"}], {}
            return [{"text": text, "buttons": list(buttons)}], {"awaiting": {"what": what, "data": data}}
        self.agent.acts[intent] = act


def texts(outcome: Outcome) -> list[str]:
    return [spoken.text for spoken in outcome.replies]
