"""The rows of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

from bot.desk.views.words import percent_of
from bot.handoff import Ticket


@dataclass(frozen=True)
class QueueRow:
    """A ticket in the list; `waited` is in seconds, `since` in milliseconds of the shop's clock, for the page to go on counting;
    both None when nobody waits; of a broken promise, since it was due. `colour` is 0–3 by the shop's limits. `kept_for`: another
    agent has a head start. `overdue`: they were promised an answer by now."""

    ticket: Ticket
    waited: Optional[int]
    since: Optional[int]
    colour: int
    title: str
    percent: Optional[int]
    kept_for: str
    overdue: bool


@dataclass(frozen=True)
class QueueGroups:
    """The queue as one agent sees it, each part in the order of the queue. `promised`: who left word while the shop was closed,
    until the promised time comes."""

    waiting: list[QueueRow]
    promised: list[QueueRow]
    mine: list[QueueRow]
    others: list[QueueRow]


def queue_groups(tickets: Sequence[Ticket], agent: str, now: datetime, limits: tuple[int, ...], titles: Mapping[str, str]) -> QueueGroups:
    """Who waits, who is mine, who is a colleague's."""
    groups = QueueGroups([], [], [], [])
    for ticket in tickets:
        if ticket.state == "open":
            group = groups.promised if ticket.promised and not ticket.due(now) else groups.waiting
        else:
            group = groups.mine if ticket.agent == agent else groups.others
        group.append(_row(ticket, agent, now, limits, titles))
    return groups


def _row(ticket: Ticket, agent: str, now: datetime, limits: tuple[int, ...], titles: Mapping[str, str]) -> QueueRow:
    overdue = ticket.due(now)
    since = ticket.promised if overdue else ticket.waiting_since or (ticket.opened_at if ticket.state == "open" else None)
    waited = max(0, int((now - since).total_seconds())) if since else None
    colour = len(limits) if overdue else 0 if waited is None or ticket.promised else sum(waited >= limit for limit in limits)
    kept_for = (ticket.offered_to or "") if ticket.offered_elsewhere(agent, now) else ""
    title = titles.get(ticket.intent or "", ticket.intent or "")
    return QueueRow(ticket, waited, _ms(since), colour, title, percent_of(ticket.confidence), kept_for, overdue)


def _ms(at: Optional[datetime]) -> Any:
    return int(at.timestamp() * 1000) if at else None
