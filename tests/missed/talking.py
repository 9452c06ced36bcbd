"""Conversations in one-line steps through the real transcript and desk; the clock is moved by hand."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any, Optional

from sqlalchemy.engine import Engine

from bot.handoff import Handover, HumanSide, Incoming, Spoken, Transcript, TurnResult
from bot.handoff.changes import Changes
from bot.missed.collecting import Collector
from bot.missed.missed import Missed
from bot.missed.turns import talks
from bot.shop.settings import Desk as DeskSettings
from tests.stores.fakes import FixedClock


class Talking:
    """Every step is a minute after the one before."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = FixedClock()
        self.transcript = Transcript(engine, self.clock)
        self.human = HumanSide.over(engine, self.clock, self.transcript, DeskSettings)
        self.changes = Changes(engine, self.clock)
        self._ids = count()

    def says(self, shopper: str, text: str, **fields: Any) -> Incoming:
        """Nobody has answered yet."""
        self.clock.advance(minutes=1)
        incoming = Incoming(f"m{next(self._ids)}", shopper, text=text, **fields)
        self.transcript.record("web", incoming)
        return incoming

    def asks(self, shopper: str, text: str, reply: str, intent: Optional[str] = "ask_size", sure: float = 0.9, said: str = "按尺码表拍就可以",
             buttons: tuple[tuple[str, str], ...] = (), handover: Optional[Handover] = None, before: tuple[Incoming, ...] = (), **fields: Any) -> str:
        """A message that the bot answers; the id of its bubble."""
        incoming = self.says(shopper, text, **fields)
        made = [{"title": title, "payload": title, "means": {"intent": meant}} for title, meant in buttons]
        spoken = Spoken(said, buttons=made, intent=intent, confidence=sure, reply=reply)
        now = self.transcript.conversation(f"web:{shopper}")
        self.transcript.commit(now, [*before, incoming], TurnResult([spoken] if reply else [], now.memory, handover))
        return spoken.id

    def asked_back(self, shopper: str, text: str, intent: str = "ask_size", sure: float = 0.3, **more: Any) -> str:
        return self.asks(shopper, text, "utter_ask_back", intent, sure, "您是想问……吗？", **more)

    def wants_person(self, shopper: str, text: str = "转人工") -> None:
        self.asks(shopper, text, "utter_handover_open_next", "ask_human", 0.98, "正在为您转接", handover=Handover("asked", "ask_human", 0.98))

    def takes(self, shopper: str, agent: str = "小棉") -> None:
        self.clock.advance(minutes=1)
        self.human.desk.take(f"web:{shopper}", agent)

    def replies(self, shopper: str, text: str, agent: str = "小棉") -> None:
        self.clock.advance(minutes=1)
        self.human.desk.reply(f"web:{shopper}", agent, text)

    def ends(self, shopper: str, agent: str = "小棉") -> None:
        self.clock.advance(minutes=1)
        self.human.desk.end(f"web:{shopper}", agent, "solved")

    def missed(self) -> list[Missed]:
        """Everything of the last month."""
        collector = Collector(timedelta(minutes=30), lambda text: "聊天记录" in text)
        found = [one for talk in talks(self.engine, self.clock.now() - timedelta(days=30)) for one in collector.missed(talk)]
        return sorted(found, key=lambda one: one.seq)

    def told(self) -> list[tuple[str, str]]:
        """(text, kind) of each."""
        return [(one.text, one.kind) for one in self.missed()]
