"""The queue for people, and what a person does with a conversation: take, speak, give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.handoff.messages import Spoken
from bot.handoff.tables import conversations, messages, tickets
from bot.handoff.transcript import Transcript
from bot.stores.database import reading, writing


class NotYours(Exception):
    """This conversation is not held by this agent (somebody else took it, or it went back to the bot)."""


@dataclass(frozen=True)
class Ticket:
    """One row of the queue, longest wait first."""

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


class Desk:
    """What the agents' page calls. Every change raises the conversation's version, so a reply being computed is dropped."""

    def __init__(self, engine: Engine, clock: Clock, transcript: Transcript) -> None:
        self._engine = engine
        self._clock = clock
        self._transcript = transcript

    def queue(self) -> list[Ticket]:
        """Open and taken tickets, longest wait first, each with the shopper's last words."""
        return self._tickets(tickets.c.state != "closed")

    def ticket(self, id: int) -> Optional[Ticket]:
        """One ticket, closed ones too; None when there is none with this id."""
        return next(iter(self._tickets(tickets.c.id == id)), None)

    def _tickets(self, wanted: Any) -> list[Ticket]:
        last = select(messages.c.text).where(
            messages.c.conversation == tickets.c.conversation, messages.c.author == "shopper",
        ).order_by(messages.c.seq.desc()).limit(1).correlate(tickets).scalar_subquery()
        query = select(tickets, conversations.c.shopper, conversations.c.holder, last.label("last_said")).join(conversations).where(
            wanted).order_by(tickets.c.opened_at, tickets.c.id)
        with reading(self._engine) as db:
            rows = db.execute(query).mappings().all()
        return [Ticket(r["id"], r["conversation"], r["shopper"], r["state"], r["reason"], r["intent"], r["confidence"], r["opened_at"],
                       r["promised"], r["agent"], r["holder"], r["last_said"] or "") for r in rows]

    def take(self, conversation: str, agent: str) -> None:
        """This agent holds the conversation from now on. Raises NotYours when another agent does, or nobody is wanted any more."""
        with writing(self._engine) as db:
            self._change(db, conversation, agent, expect=(None, agent), holder="agent", agent=agent)
            # Without a ticket nobody would see that a person holds it, and the bot would be silent for ever.
            claimed = db.execute(update(tickets).where(tickets.c.conversation == conversation, tickets.c.state != "closed").values(
                state="taken", agent=agent, taken_at=func.coalesce(tickets.c.taken_at, self._clock.now())))
            if not claimed.rowcount:
                raise NotYours(f"会话 {conversation} 已经结束，不用再接入；请刷新队列。")

    def reply(self, conversation: str, agent: str, text: str) -> Spoken:
        """Says something to the shopper. Raises NotYours unless this agent holds the conversation."""
        spoken = Spoken(text, author="agent")
        with writing(self._engine) as db:
            held = db.execute(update(conversations).where(
                conversations.c.id == conversation, conversations.c.holder == "agent", conversations.c.agent == agent,
            ).values(agent=agent))
            if not held.rowcount:
                raise NotYours(f"会话 {conversation} 现在不在 {agent} 手里，消息没有发出；请先接入。")
            self._transcript.say(db, conversation, [spoken])
            db.execute(update(messages).where(messages.c.seq == int(spoken.id)).values(said_by=agent))
        return spoken

    def give_back(self, conversation: str, agent: str, notice: str) -> None:
        """The bot speaks again; the ticket is closed and the shopper told by `notice`, when there is one."""
        with writing(self._engine) as db:
            self._change(db, conversation, agent, expect=(agent,), holder="bot", agent=None)
            db.execute(update(tickets).where(tickets.c.conversation == conversation, tickets.c.state != "closed").values(
                state="closed", closed_at=self._clock.now()))
            if notice:
                self._transcript.say(db, conversation, [Spoken(notice, author="notice")])

    def _change(self, db: Connection, conversation: str, by: str, *, expect: tuple[Optional[str], ...], **values: Any) -> None:
        row = db.execute(select(conversations.c.agent, conversations.c.version).where(conversations.c.id == conversation)).first()
        if row is None or row.agent not in expect:
            raise NotYours(f"会话 {conversation} 正由 {row.agent if row and row.agent else '机器人'} 负责，{by} 不能这样操作；请刷新队列。")
        changed = db.execute(update(conversations).where(
            conversations.c.id == conversation, conversations.c.version == row.version,
        ).values(version=row.version + 1, waiting_since=None, **values))
        if not changed.rowcount:
            raise NotYours(f"会话 {conversation} 刚刚被别人接走了；请刷新队列。")
