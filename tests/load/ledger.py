"""Who held which conversation when, read off the log of changes, and what does not go together in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable, Optional

from sqlalchemy import select

from bot.handoff.changes import CALLED_OFF, ENDED, GIVEN_BACK, OPENED, TAKEN, TAKEN_BACK, TRANSFERRED, Change
from bot.stores.database import reading
from bot.handoff.tables import changes
from tests.faults.records import Records

CLOSING, LEAVING = (GIVEN_BACK, ENDED, CALLED_OFF), (TRANSFERRED, TAKEN_BACK)


@dataclass
class Visit:
    """From a ticket's opening to its end; `held` are the stretches in which an agent had it."""

    conversation: str
    ticket: int
    opened: datetime
    by: str
    closed: Optional[datetime] = None
    held: list[tuple[str, datetime, Optional[datetime]]] = None  # type: ignore[assignment]

    def covers(self, at: datetime) -> bool:
        """Whether it was a person's, or waited for one, at this moment."""
        return self.opened <= at and (self.closed is None or at < self.closed)

    def holder(self, at: datetime) -> Optional[str]:
        """The agent who had it at this moment."""
        return next((agent for agent, begin, end in self.held if begin <= at and (end is None or at <= end)), None)


class Ledger:
    """The visits of every conversation. `wrong` is what cannot have happened in order: two holders, two tickets."""

    def __init__(self, records: Records) -> None:
        self.wrong: list[str] = []
        self.visits: dict[str, list[Visit]] = {}
        with reading(records.engine) as db:
            self.rows = [dict(row) for row in db.execute(select(changes).order_by(changes.c.id)).mappings()]
        self._follow(Change(**{**row, "detail": row["detail"] or {}}) for row in self.rows if row["conversation"])

    def of(self, conversation: str) -> list[Visit]:
        """A conversation's visits, the first first."""
        return self.visits.get(conversation, [])

    def at(self, conversation: str, at: datetime) -> Optional[Visit]:
        """The visit of this moment."""
        return next((one for one in self.of(conversation) if one.covers(at)), None)

    def count(self, *kinds: str) -> int:
        """How often something happened."""
        return sum(row["kind"] in kinds for row in self.rows)

    def _follow(self, log: Iterable[Change]) -> None:
        for change in log:
            visits = self.visits.setdefault(change.conversation, [])
            visit = visits[-1] if visits and visits[-1].closed is None else None
            if change.kind == OPENED:
                self._must(visit is None, change, "a second ticket was opened")
                visits.append(Visit(change.conversation, change.ticket, change.at, change.by, held=[]))
            elif change.kind in (TAKEN, *LEAVING, *CLOSING):
                self._must(visit is not None and visit.ticket == change.ticket, change, "no such ticket is open")
                if visit is not None:
                    self._hand(visit, change)

    def _hand(self, visit: Visit, change: Change) -> None:
        last = visit.held[-1] if visit.held and visit.held[-1][2] is None else None
        if change.kind == TAKEN:
            self._must(change.detail.get("over") == (last[0] if last else None), change, f"{last and last[0]} held it")
        elif change.kind in LEAVING:
            self._must(last is not None, change, "nobody held it")
        if last is not None:
            visit.held[-1] = (last[0], last[1], change.at)
        if change.kind == TAKEN:
            visit.held.append((change.by, change.at, None))
        if change.kind in CLOSING:
            visit.closed = change.at

    def _must(self, true: Any, change: Change, what: str) -> None:
        if not true:
            self.wrong.append(f"{change.kind} of {change.conversation} by {change.by} (change {change.id}): {what}")
