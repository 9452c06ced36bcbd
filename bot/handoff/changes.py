"""The log of what happened beside what was said: who held a conversation when, and why that changed.

The daily report counts from it, and the desk learns from it what to show anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.handoff.tables import changes, messages
from bot.stores.database import reading

STILL_WRITING = timedelta(seconds=1)  # a transaction of ours takes a few milliseconds
NEWEST = 100
# Who did it, when it was no agent.
BOT, SHOPPER, CLOCK = "bot", "shopper", "clock"
OPENED, TAKEN, FIRST_REPLY, TRANSFERRED, GIVEN_BACK, ENDED, RATED = "opened", "taken", "first_reply", "transferred", "given_back", "ended", "rated"
TAKEN_BACK, TOLD, RELEASED, CALLED_OFF, CONTACT = "taken_back", "told", "released", "called_off", "contact"
RETURNED = "returned"  # promised a call back, or released at closing time: back now, and waiting again
PRESSED = "pressed"  # promised a call back, and since then angrier or threatening
NOTED, TAGGED, STATUS = "noted", "tagged", "status"
MARKED_WRONG = "marked_wrong"  # an agent says that the bot's bubble `message` was no answer, or, with `wrong` false, that it was one after all


@dataclass(frozen=True)
class Change:
    """One line of the log."""

    id: int
    at: datetime
    kind: str
    conversation: Optional[str]
    ticket: Optional[int]
    by: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """How far somebody has read: the last message and the last change they know of."""

    message: int = 0
    change: int = 0

    def __str__(self) -> str:
        return f"{self.message}-{self.change}"

    @classmethod
    def read(cls, text: Optional[str]) -> Optional["Mark"]:
        """A mark from its text; None for anything else."""
        message, dash, change = (text or "").partition("-")
        whole = dash and all(number.isdecimal() and len(number) < 18 for number in (message, change))  # more than any database counts to
        return cls(int(message), int(change)) if whole else None


def note(db: Connection, at: datetime, kind: str, by: str, conversation: Optional[str] = None, ticket: Optional[int] = None, **detail: Any) -> None:
    """Adds a line within the caller's transaction, so that the log never says what did not happen."""
    db.execute(changes.insert().values(at=at, kind=kind, by=by, conversation=conversation, ticket=ticket, detail=detail or None))


class Changes:
    """Reads the log."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def latest(self) -> Mark:
        """The mark of now: whatever comes to light later has a larger number."""
        with reading(self._engine) as db:
            return Mark(self._last(db, messages.c.seq, messages.c.at), self._last(db, changes.c.id, changes.c.at))

    def _last(self, db: Connection, number: Any, at: Any) -> int:
        """PostgreSQL gives numbers out before they are committed. One that is missing among the newest may be another worker's,
        still writing; before it is known to have come to nothing, it is not passed over. (SQLite has one writer.)"""
        if db.dialect.name == "sqlite":
            return db.execute(select(func.max(number))).scalar() or 0
        newest = db.execute(select(number, at).order_by(number.desc()).limit(NEWEST)).all()
        last, settled = newest[0][0] if newest else 0, self._clock.now() - STILL_WRITING
        for (later, said_at), (earlier, _) in zip(newest, newest[1:]):
            if said_at < settled:
                break
            if later != earlier + 1:
                last = earlier
        return last

    def conversations_since(self, mark: Mark) -> set[str]:
        """The conversations in which something was said or happened after `mark`."""
        with reading(self._engine) as db:
            said = db.execute(select(messages.c.conversation).where(messages.c.seq > mark.message).distinct()).scalars().all()
            happened = db.execute(select(changes.c.conversation).where(changes.c.id > mark.change, changes.c.conversation.is_not(None)).distinct())
            return {*said, *happened.scalars()}

    def of(self, conversation: str, limit: int = 200) -> list[Change]:
        """What happened in a conversation, oldest first."""
        return self._read(changes.c.conversation == conversation, limit)

    def _read(self, wanted: Any, limit: int) -> list[Change]:
        query = select(changes).where(wanted).order_by(changes.c.id.desc()).limit(limit)
        with reading(self._engine) as db:
            return [_change(row) for row in reversed(db.execute(query).mappings().all())]


def _change(row: Any) -> Change:
    return Change(row["id"], row["at"], row["kind"], row["conversation"], row["ticket"], row["by"], row["detail"] or {})
