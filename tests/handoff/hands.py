"""Agents who are there, and a shop's clock work, for tests in one line."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, Optional, Sequence

from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.handoff import OpeningNow, Queue, Timers, Transcript
from bot.handoff.tables import agents
from bot.stores import writing
from tests.stores.fakes import NOON, FixedClock

OPENS = NOON.replace(day=23, hour=9)
WORDS = {
    "utter_still_waiting": "还要等，前面 {ahead} 位", "utter_still_waiting_next": "还要等，下一位就是您",
    "utter_agent_reading": "{agent} 正在看", "utter_promise_late": "没有忘记您", "utter_passed_on": "换一位同事", "utter_closed_meanwhile": "下班了，{reopens} 再来",
}  # fmt: skip


def say(name: str, **values: Any) -> Optional[str]:
    return WORDS[name].format(**values)


def hire(engine: Engine, name: str, teams: Sequence[str] = (), parallel: Optional[int] = None, *, role: str = "agent", status: str = "online",
         seen: Optional[datetime] = None) -> None:
    """An agent whose desk is open now, unless `seen` says when it was."""
    with writing(engine) as db:
        db.execute(agents.insert().values(
            name=name, password="-", role=role, teams=list(teams), parallel=parallel, status=status,
            seen_at=seen or datetime.now(SHANGHAI), created_at=NOON))


class Shift:
    """Timers of a shop that is open until `close` is called."""

    def __init__(self, engine: Engine, clock: FixedClock, transcript: Transcript, queue: Queue, settings: Callable[[], Any]) -> None:
        self.hours = OpeningNow(True)
        self.clock = clock
        self.words: Callable[..., Optional[str]] = say
        self._parts = (engine, clock, transcript, queue, settings)

    def worker(self) -> Timers:
        """The timers of one server process."""
        return Timers(*self._parts, lambda: self.hours, lambda name, **values: self.words(name, **values))

    def close(self) -> None:
        self.hours = OpeningNow(False, OPENS, "明天 09:00")

    def open(self) -> None:
        self.hours = OpeningNow(True)

    def after(self, **time: float) -> None:
        """Lets time pass, and ticks."""
        self.clock.advance(**time)
        self.worker().tick()
