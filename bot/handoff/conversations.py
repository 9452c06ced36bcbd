"""All conversations, the latest first: what a supervisor looks over, those the bot holds included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.handoff.tables import conversations, messages, tickets
from bot.handoff.tickets import CLOSED
from bot.stores.database import reading


@dataclass(frozen=True)
class Glance:
    """One conversation in a list. `last` is its last message's number, by which the list goes on; `ticket` the open one, if any."""

    id: str
    channel: str
    shopper: str
    holder: str
    agent: Optional[str]
    last: int
    at: datetime
    author: str
    text: str
    kind: str
    ticket: Optional[int]
    reason: Optional[str]
    team: Optional[str]


class Conversations:
    """Reads the list."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recent(self, limit: int = 50, before: Optional[int] = None, holder: Optional[str] = None) -> list[Glance]:
        """Those in which something was said last; with `before`, those whose last message has a smaller number."""
        last = select(messages.c.conversation, func.max(messages.c.seq).label("last")).group_by(messages.c.conversation).subquery()
        query = self._glance().join(last, last.c.conversation == conversations.c.id).join(messages, messages.c.seq == last.c.last)
        if before is not None:
            query = query.where(last.c.last < before)
        if holder is not None:
            query = query.where(conversations.c.holder == holder)
        with reading(self._engine) as db:
            return [Glance(*row) for row in db.execute(query.order_by(last.c.last.desc()).limit(limit))]

    @staticmethod
    def _glance() -> Any:
        ticket = (tickets.c.conversation == conversations.c.id) & (tickets.c.state != CLOSED)
        return select(
            conversations.c.id, conversations.c.channel, conversations.c.shopper, conversations.c.holder, conversations.c.agent,
            messages.c.seq, messages.c.at, messages.c.author, messages.c.text, messages.c.kind,
            tickets.c.id, tickets.c.reason, tickets.c.team,
        ).select_from(conversations).outerjoin(tickets, ticket)  # fmt: skip
