"""The queue: which conversations want a person, in the order in which they should get one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, Sequence

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.handoff.tables import conversations, messages, tickets
from bot.stores.database import reading

OPEN, TAKEN, CLOSED = "open", "taken", "closed"


@dataclass(frozen=True)
class Ticket:
    """One request for a person. `waiting_since`: since when the shopper has been waiting, now; `promised`: the opening time
    a shopper was told who came when the shop was closed; `unread`: what the shopper said after anybody answered."""

    id: int
    conversation: str
    shopper: str
    state: str
    reason: str
    intent: Optional[str]
    confidence: Optional[float]
    opened_at: datetime
    promised: Optional[datetime]
    agent: Optional[str]
    holder: str
    last_said: str
    topic: Optional[str] = None
    team: Optional[str] = None
    priority: int = 0
    because: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    contact: Optional[str] = None
    waiting_since: Optional[datetime] = None
    offered_to: Optional[str] = None
    offered_until: Optional[datetime] = None
    taken_at: Optional[datetime] = None
    first_reply_at: Optional[datetime] = None
    closed_at: Optional[datetime] = None
    result: Optional[str] = None
    satisfaction: Optional[str] = None
    satisfaction_why: Optional[str] = None
    unread: int = 0

    @property
    def live(self) -> bool:
        """Whether the shopper is waiting in front of the screen, and not, with the bot for company, for the shop to open."""
        return self.state == OPEN and self.holder == "waiting"

    def due(self, now: datetime) -> bool:
        """Whether somebody was promised by now and nobody came: they wait like those in front of the screen."""
        return self.state == OPEN and not self.live and self.promised is not None and self.promised <= now

    def offered_elsewhere(self, agent: str, now: datetime) -> bool:
        """Whether another agent has a head start on it."""
        return bool(self.offered_to and self.offered_to != agent and self.offered_until and self.offered_until > now)


class Queue:
    """Reads tickets. `settings` gives the `desk` part of shop.yml as it stands."""

    def __init__(self, engine: Engine, clock: Clock, settings: Callable[[], Any]) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings

    def all(self) -> list[Ticket]:
        """Open and taken tickets, the next to be taken first."""
        return sorted(self._read(tickets.c.state.in_((OPEN, TAKEN))), key=self._order)

    def waiting(self) -> list[Ticket]:
        """Those that nobody has taken, the next first."""
        return sorted(self._read(tickets.c.state == OPEN), key=self._order)

    def one(self, id: int) -> Optional[Ticket]:
        """One ticket, closed ones too; None when there is none with this id."""
        return next(iter(self._read(tickets.c.id == id)), None)

    def current(self, conversation: str) -> Optional[Ticket]:
        """The ticket of this conversation that is not closed, or None."""
        return next(iter(self._read((tickets.c.conversation == conversation) & (tickets.c.state != CLOSED))), None)

    def earlier(self, conversation: str, limit: int = 10) -> list[Ticket]:
        """Closed tickets of this conversation, newest first."""
        found = self._read((tickets.c.conversation == conversation) & (tickets.c.state == CLOSED))
        return sorted(found, key=lambda ticket: ticket.id, reverse=True)[:limit]

    def place(self, conversation: str) -> Optional[int]:
        """How many come before this shopper; None when it waits for nobody."""
        line = self.line()
        return line.index(conversation) if conversation in line else None

    def line(self) -> list[str]:
        """The conversations in the order in which agents take them: those in front of the screen, and promises that are due."""
        return [ticket.conversation for ticket in self._now_waiting()]

    def ahead(self, conversation: str, priority: int) -> int:
        """How many would come before this conversation if it began to wait now, with so many points."""
        mine = self._weight(self._clock.now(), priority)
        return sum(self._order(ticket)[1] <= mine for ticket in self._now_waiting() if ticket.conversation != conversation)

    def _now_waiting(self) -> list[Ticket]:
        now = self._clock.now()
        return [ticket for ticket in self.waiting() if ticket.live or ticket.due(now)]

    def _order(self, ticket: Ticket) -> tuple:
        """Who is waiting now, in front of the screen or since a promise is due, comes before whose promise is still to come; among
        the first, points count as seconds of waiting, among the second they decide."""
        due = ticket.due(self._clock.now())
        if ticket.state == OPEN and not ticket.live and not due:
            return (1, -ticket.priority, ticket.opened_at.timestamp(), ticket.id)
        since = ticket.promised if due else ticket.waiting_since or ticket.opened_at
        return (0, self._weight(since, ticket.priority), 0, ticket.id)

    def _weight(self, since: datetime, priority: int) -> float:
        return since.timestamp() - priority * self._settings().priority.seconds_per_point

    def _read(self, wanted: Any) -> list[Ticket]:
        with reading(self._engine) as db:
            rows = db.execute(_query().where(wanted).order_by(tickets.c.id)).mappings().all()
        return [_ticket(row) for row in rows]


def _query() -> Any:
    """Tickets with their conversation, the shopper's last words, and how much of what they said nobody answered."""
    mine = messages.c.conversation == tickets.c.conversation
    last = select(messages.c.text).where(mine, messages.c.author == "shopper").order_by(messages.c.seq.desc()).limit(1)
    answered = select(func.coalesce(func.max(messages.c.seq), 0)).where(mine, messages.c.author.in_(("agent", "bot"))).correlate(tickets)
    unread = select(func.count()).where(mine, messages.c.author == "shopper", messages.c.seq > answered.scalar_subquery())
    return select(
        tickets, conversations.c.shopper, conversations.c.holder, conversations.c.waiting_since,
        last.correlate(tickets).scalar_subquery().label("last_said"), unread.correlate(tickets).scalar_subquery().label("unread"),
    ).join(conversations)  # fmt: skip


def _ticket(r: Any) -> Ticket:
    return Ticket(
        r["id"], r["conversation"], r["shopper"], r["state"], r["reason"], r["intent"], r["confidence"], r["opened_at"], r["promised"],
        r["agent"], r["holder"], r["last_said"] or "", r["topic"], r["team"], r["priority"], r["because"] or (), r["facts"] or {},
        r["contact"], r["waiting_since"], r["offered_to"], r["offered_until"], r["taken_at"], r["first_reply_at"], r["closed_at"],
        r["result"], r["satisfaction"], r["satisfaction_why"], r["unread"])
