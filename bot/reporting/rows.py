"""What the report reads: the day's messages, and of conversations that wanted a person also what came before and after."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Iterable, Mapping, Optional

from sqlalchemy import String, Text, or_, select, type_coerce
from sqlalchemy.engine import Connection, Engine

from bot.clock import SHANGHAI
from bot.handoff import changes as kinds
from bot.handoff.tables import changes, messages, tickets
from bot.stores.database import reading

MARGIN = timedelta(days=12)  # how far around the day is looked; longer than the shop is closed at Spring Festival
_KINDS = (kinds.OPENED, kinds.TAKEN, kinds.TRANSFERRED, kinds.GIVEN_BACK, kinds.ENDED, kinds.RATED, kinds.TAKEN_BACK, kinds.RELEASED, kinds.RETURNED,
          kinds.CALLED_OFF)


@dataclass(frozen=True)
class Said:
    """A message of either side, without its words. `id` is a shopper's own, `answers` the message a bubble answers."""

    seq: int
    conversation: str
    author: str
    at: datetime
    id: Optional[str] = None
    answers: Optional[str] = None
    intent: Optional[str] = None
    reply: Optional[str] = None
    by: Optional[str] = None


@dataclass(frozen=True)
class Happened:
    """A line of the log of changes."""

    id: int
    at: datetime
    kind: str
    conversation: str
    ticket: Optional[int]
    by: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A ticket: once that a person was wanted."""

    id: int
    conversation: str
    state: str
    reason: str
    opened_at: datetime
    topic: Optional[str] = None
    team: Optional[str] = None
    priority: int = 0
    promised: Optional[datetime] = None
    contact: Optional[str] = None
    agent: Optional[str] = None
    taken_at: Optional[datetime] = None
    first_reply_at: Optional[datetime] = None
    closed_at: Optional[datetime] = None
    result: Optional[str] = None
    asked_at: Optional[datetime] = None
    grade: Optional[str] = None
    why: Optional[str] = None


@dataclass
class Rows:
    """Messages and changes by conversation, oldest first; tickets by id. `unreadable`: rows left out because they make no sense."""

    said: dict[str, list[Said]] = field(default_factory=dict)
    happened: dict[str, list[Happened]] = field(default_factory=dict)
    tickets: dict[int, Asked] = field(default_factory=dict)
    unreadable: int = 0

    def tickets_of(self) -> dict[str, list[Asked]]:
        """Tickets by conversation, oldest first."""
        found: dict[str, list[Asked]] = defaultdict(list)
        for id in sorted(self.tickets):
            found[self.tickets[id].conversation].append(self.tickets[id])
        return found


def read_rows(engine: Engine, start: datetime, end: datetime) -> Rows:
    """All that a report from `start` until before `end` needs, as of one moment."""
    rows = Rows()
    with reading(engine) as db:
        for ticket in _all(db, rows, _tickets(start, end), _ticket):
            rows.tickets[ticket.id] = ticket
        said: dict[str, list[Said]] = defaultdict(list)
        for message in _all(db, rows, _messages(start, end), _message):
            said[message.conversation].append(message)
        happened: dict[str, list[Happened]] = defaultdict(list)
        for change in _all(db, rows, _changes(start, end), _change):
            happened[change.conversation].append(change)
    rows.said, rows.happened = dict(said), dict(happened)
    return rows


def _plain(column: Any, kind: Any = String) -> Any:
    # As the driver gives it: one spoilt cell must cost its row, not the report.
    return type_coerce(column, kind).label(column.name)


def _messages(start: datetime, end: datetime) -> Any:
    m, t = messages.c, tickets.c
    person_wanted = select(t.conversation).where(t.opened_at < end, or_(t.closed_at.is_(None), t.closed_at >= start))
    around = (m.at >= start - MARGIN) & (m.at < end + MARGIN) & m.conversation.in_(person_wanted)
    columns = (m.seq, m.conversation, m.author, _plain(m.at), m.external_id, m.answers, m.intent, m.reply, m.said_by)
    return select(*columns).where(or_((m.at >= start) & (m.at < end), around)).order_by(m.seq)


def _tickets(start: datetime, end: datetime) -> Any:
    t = tickets.c
    moments = [_plain(column) for column in (t.opened_at, t.promised, t.taken_at, t.first_reply_at, t.closed_at, t.asked_at)]
    others = (t.id, t.conversation, t.state, t.reason, t.topic, t.team, t.priority, t.contact, t.agent, t.result, t.satisfaction, t.satisfaction_why)
    return select(*others, *moments).where(t.opened_at < end, or_(t.closed_at.is_(None), t.closed_at >= start - MARGIN)).order_by(t.id)


def _changes(start: datetime, end: datetime) -> Any:
    c = changes.c
    columns = (c.id, _plain(c.at), c.kind, c.conversation, c.ticket, c.by, _plain(c.detail, Text))
    return select(*columns).where(c.at >= start - MARGIN, c.at < end + MARGIN, c.kind.in_(_KINDS), c.conversation.is_not(None)).order_by(c.id)


def _all(db: Connection, rows: Rows, query: Any, made: Callable[[Any], Any]) -> Iterable[Any]:
    for row in db.execute(query):
        try:
            yield made(row)
        except (ValueError, TypeError, AttributeError):
            rows.unreadable += 1


def _message(row: Any) -> Said:
    return Said(row.seq, row.conversation, row.author, _must(row.at), row.external_id, row.answers, row.intent, row.reply, row.said_by)


def _ticket(row: Any) -> Asked:
    opened, promised, taken, replied, closed, asked = map(_moment, (
        row.opened_at, row.promised, row.taken_at, row.first_reply_at, row.closed_at, row.asked_at))
    return Asked(
        row.id, row.conversation, row.state, row.reason, _must(opened), row.topic, row.team, row.priority or 0, promised, row.contact, row.agent,
        taken, replied, closed, row.result, asked, row.satisfaction, row.satisfaction_why)


def _change(row: Any) -> Happened:
    detail = json.loads(row.detail) if isinstance(row.detail, str) else row.detail
    return Happened(row.id, _must(row.at), row.kind, row.conversation, row.ticket, row.by, detail if isinstance(detail, dict) else {})


def _must(value: Any) -> datetime:
    found = _moment(value)
    if found is None:
        raise ValueError("a row without its time")
    return found


def _moment(value: Any) -> Optional[datetime]:
    """SQLite keeps UTC as text without saying so, PostgreSQL gives aware times."""
    if value is None:
        return None
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (at.replace(tzinfo=timezone.utc) if at.tzinfo is None else at).astimezone(SHANGHAI)
