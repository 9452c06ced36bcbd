"""The human side in one piece: the queue, who is there, what they do, and the log of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.handoff.changes import Changes
from bot.handoff.customers import Customers
from bot.handoff.desk import Desk
from bot.handoff.presence import Presence
from bot.handoff.tickets import Queue
from bot.handoff.transcript import Transcript


@dataclass(frozen=True)
class HumanSide:
    """Everything over one database."""

    queue: Queue
    presence: Presence
    desk: Desk
    changes: Changes
    customers: Customers

    @classmethod
    def over(cls, engine: Engine, clock: Clock, transcript: Transcript, settings: Callable[[], Any]) -> "HumanSide":
        """`settings` gives the `desk` part of shop.yml as it stands."""
        queue, presence = Queue(engine, clock, settings), Presence(engine, clock, settings)
        desk = Desk(engine, clock, transcript, queue, presence, settings)
        return cls(queue, presence, desk, Changes(engine, clock), Customers(engine, clock))
