"""What a person does with a conversation: take, speak, note, transfer, give back, end.

Every change of holder raises the conversation's version, so a reply being computed at that moment is dropped.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Callable, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.handoff import changes
from bot.handoff.locking import lock_agent, lock_conversation
from bot.handoff.messages import Spoken
from bot.handoff.presence import Colleague, Presence
from bot.handoff.tables import conversations, messages, notes, tickets
from bot.handoff.tickets import CLOSED, OPEN, TAKEN, Queue, Ticket
from bot.handoff.transcript import PENDING, Transcript
from bot.stores.database import reading, writing

SUPERVISOR = "supervisor"


class NotYours(Exception):
    """This conversation is not held by this agent (somebody else took it, or it went back to the bot)."""


class NoRoom(NotYours):
    """The agent holds as many conversations as they may."""


class Desk:
    """What the agents' page changes. `settings` gives the `desk` part of shop.yml as it stands."""

    def __init__(self, engine: Engine, clock: Clock, transcript: Transcript, queue: Queue, presence: Presence, settings: Callable[[], Any]) -> None:
        self._engine = engine
        self._clock = clock
        self._transcript = transcript
        self._queue = queue
        self._presence = presence
        self._settings = settings

    def take(self, conversation: str, agent: str) -> None:
        """This agent holds the conversation from now on. Raises NotYours when another agent does, or nobody is wanted any more."""
        with writing(self._engine) as db:
            held, ticket = lock_conversation(db, conversation), self._ticket(db, conversation)
            if ticket is None:  # without a ticket nobody would see that a person holds it, and the bot would be silent for ever
                raise NotYours(f"会话 {conversation} 已经结束，不用再接入；请刷新队列。")
            if held.agent == agent:
                return
            if held.agent is not None:
                raise NotYours(f"会话 {conversation} 正由 {held.agent} 负责，{agent} 不能这样操作；请刷新队列。")
            lock_agent(db, agent)
            self._check_room(self._presence.within(db, agent))
            self._hold(db, conversation, agent)
            now = self._clock.now()
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(
                state=TAKEN, agent=agent, taken_at=now, offered_to=None, offered_until=None))
            changes.note(db, now, changes.TAKEN, agent, conversation, ticket.id, waited=_seconds(now, _since(held, ticket, now)))

    def take_next(self, agent: str) -> Optional[Ticket]:
        """Takes the first of the queue that is this agent's to take; None when there is none. Raises NoRoom."""
        me = self._presence.one(agent)
        self._check_room(me)
        for ticket in self._mine_to_take(me, agent):
            try:
                self.take(ticket.conversation, agent)
            except NoRoom:
                raise
            except NotYours:
                continue  # a colleague was quicker; the next one, then
            return self._queue.one(ticket.id)
        return None

    def _mine_to_take(self, me: Optional[Colleague], agent: str) -> list[Ticket]:
        """Their teams' first; then those of others whose people are all busy or away, or who have waited too long for them."""
        now, waiting, settings = self._clock.now(), self._queue.waiting(), self._settings()
        colleagues = [one for one in self._presence.colleagues() if one.name != agent]
        long_ago = now - timedelta(seconds=settings.tell_after_seconds)

        def theirs(ticket: Ticket) -> bool:
            # A colleague may ask them for what is not their team's; a team that was renamed away is nobody's, and so everybody's.
            return me is None or me.serves(ticket.team) or ticket.offered_to == agent or ticket.team not in settings.teams

        def nobodys(ticket: Ticket) -> bool:
            return (ticket.waiting_since or ticket.opened_at) < long_ago or not any(one.free and one.serves(ticket.team) for one in colleagues)

        free = [ticket for ticket in waiting if not ticket.offered_elsewhere(agent, now)]
        return [*filter(theirs, free), *(ticket for ticket in free if not theirs(ticket) and nobodys(ticket))]

    def take_over(self, conversation: str, supervisor: str, cause: str = "") -> None:
        """A supervisor takes a conversation from whoever has it, the bot included. Raises NotYours when there is no such conversation."""
        with writing(self._engine) as db:
            held, now, ticket = self._known(db, conversation), self._clock.now(), self._ticket(db, conversation)
            if held.agent == supervisor:
                return
            self._hold(db, conversation, supervisor)
            if ticket is None:
                ticket_id = db.execute(tickets.insert().values(
                    conversation=conversation, state=TAKEN, reason="supervisor", opened_at=now, agent=supervisor, taken_at=now,
                )).inserted_primary_key[0]
                changes.note(db, now, changes.OPENED, supervisor, conversation, ticket_id, reason="supervisor")
            else:
                ticket_id = ticket.id
                db.execute(update(tickets).where(tickets.c.id == ticket_id).values(
                    state=TAKEN, agent=supervisor, taken_at=now, offered_to=None, offered_until=None))
            changes.note(db, now, changes.TAKEN, supervisor, conversation, ticket_id, over=held.agent, cause=cause)

    def reply(self, conversation: str, agent: str, text: str, *, image_url: Optional[str] = None, suggested: Optional[str] = None,
              id: Optional[str] = None) -> Spoken:
        """Says something to the shopper, or shows a picture. Raises NotYours unless this agent holds the conversation.

        `suggested` is the suggestion the agent began with, kept beside what they made of it. The same `id` again says nothing twice:
        a page that heard no answer may ask again."""
        spoken = Spoken(text, author="agent", image_url=image_url, said_by=agent)
        with writing(self._engine) as db:
            held, said = lock_conversation(db, conversation), self._said(db, conversation, agent, id)
            if said:
                spoken.id = str(said)
                return spoken
            if held is None or held.holder != "agent" or held.agent != agent:
                raise NotYours(f"会话 {conversation} 现在不在 {agent} 手里，消息没有发出；请先接入。")
            db.execute(update(conversations).where(conversations.c.id == conversation).values(waiting_since=None))
            self._transcript.say(db, conversation, [spoken])
            if suggested or id:
                db.execute(update(messages).where(messages.c.seq == int(spoken.id)).values(suggested=suggested, external_id=id))
            self._first_reply(db, conversation, agent)
        return spoken

    @staticmethod
    def _said(db: Connection, conversation: str, agent: str, id: Optional[str]) -> Optional[int]:
        mine = (messages.c.conversation == conversation) & (messages.c.author == "agent") & (messages.c.said_by == agent)
        return db.execute(select(messages.c.seq).where(mine, messages.c.external_id == id)).scalar() if id else None

    def note(self, conversation: str, agent: str, text: str) -> None:
        """Words for colleagues, never shown to the shopper. Any agent may leave one. Raises NotYours when there is no such conversation."""
        with writing(self._engine) as db:
            self._known(db, conversation)
            now = self._clock.now()
            db.execute(notes.insert().values(conversation=conversation, by=agent, text=text, at=now))
            changes.note(db, now, changes.NOTED, agent, conversation)

    def notes(self, conversation: str) -> list[dict[str, Any]]:
        """What agents wrote to each other, oldest first: by, text, at."""
        with reading(self._engine) as db:
            rows = db.execute(select(notes.c.by, notes.c.text, notes.c.at).where(notes.c.conversation == conversation).order_by(notes.c.id))
            return [dict(row) for row in rows.mappings()]

    def transfer(self, conversation: str, agent: str, *, to: Optional[str] = None, team: Optional[str] = None, note: str = "",
                 supervisor: bool = False) -> None:
        """Puts the conversation back into the queue for a colleague or a team, with a word on why. The bot stays silent.

        A shopper whom nobody answered has waited since they wrote, not since the transfer. Raises NotYours unless this agent
        holds it (or `supervisor` says so)."""
        with writing(self._engine) as db:
            held, ticket = self._mine(db, conversation, agent, supervisor)
            now = self._clock.now()
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(
                state=OPEN, agent=None, promised=None, told_at=ticket.told_at if held.waiting_since else None, **({"team": team} if team else {}),
                offered_to=to, offered_until=now + timedelta(seconds=self._settings().take_back_seconds) if to else None))
            self._leave(db, held, holder="waiting", waiting_since=held.waiting_since or now)
            if note:
                db.execute(notes.insert().values(conversation=conversation, by=agent, text=note, at=now))
            changes.note(db, now, changes.TRANSFERRED, agent, conversation, ticket.id, to=to, team=team, note=note)

    def give_back(self, conversation: str, agent: str, notice: str, supervisor: bool = False) -> None:
        """The bot speaks again; the ticket is closed and the shopper told by `notice`, when there is one."""
        with writing(self._engine) as db:
            held, ticket = self._mine(db, conversation, agent, supervisor)
            self._close(db, ticket, agent, "given_back", changes.GIVEN_BACK)
            self._leave(db, held, holder="bot", given_back=True, promised=None)
            if notice:
                self._transcript.say(db, conversation, [Spoken(notice, author="notice")])

    def end(self, conversation: str, agent: str, result: str, question: Optional[Spoken] = None, supervisor: bool = False) -> None:
        """The conversation with a person is over, for `result` (a code of the desk's list); the bot answers what comes next.

        `question` asks the shopper what they thought of it, once a ticket."""
        with writing(self._engine) as db:
            held, ticket = self._mine(db, conversation, agent, supervisor)
            self._close(db, ticket, agent, result, changes.ENDED)
            self._leave(db, held, holder="bot", given_back=None, promised=None, rating=ticket.id if question else None)
            if question:
                db.execute(update(tickets).where(tickets.c.id == ticket.id).values(asked_at=self._clock.now()))
                self._transcript.say(db, conversation, [question])

    @staticmethod
    def _check_room(me: Optional[Colleague]) -> None:
        if me and me.holding >= me.parallel:
            raise NoRoom(f"您手上已经有 {me.holding} 位顾客，最多同时接 {me.parallel} 位；先结束或转走一位再接。")

    @staticmethod
    def _hold(db: Connection, conversation: str, agent: str) -> None:
        """The shopper's wait goes on until somebody says something; what the bot was about to answer is the agent's to answer now."""
        unanswered = select(func.min(messages.c.at)).where(messages.c.conversation == conversation, messages.c.state == PENDING).scalar_subquery()
        db.execute(update(conversations).where(conversations.c.id == conversation).values(
            version=conversations.c.version + 1, holder="agent", agent=agent, waiting_since=func.coalesce(conversations.c.waiting_since, unanswered)))

    @staticmethod
    def _leave(db: Connection, held: Any, *, holder: str, waiting_since: Optional[datetime] = None, **remember: Any) -> None:
        """Nobody holds it any more; what the bot must remember of it goes into its memory."""
        db.execute(update(conversations).where(conversations.c.id == held.id).values(
            version=held.version + 1, holder=holder, agent=None, waiting_since=waiting_since, memory={**(held.memory or {}), **remember}))

    @staticmethod
    def _known(db: Connection, conversation: str) -> Any:
        held = lock_conversation(db, conversation)
        if held is None:
            raise NotYours(f"没有会话 {conversation}；请刷新页面。")
        return held

    def _mine(self, db: Connection, conversation: str, agent: str, supervisor: bool) -> tuple[Any, Any]:
        """A conversation this agent may dispose of, and its open ticket. Raises NotYours."""
        held, ticket = lock_conversation(db, conversation), self._ticket(db, conversation)
        mine = ticket is not None and (supervisor or (ticket.state == TAKEN and ticket.agent == agent))
        if not mine:
            whose = ticket.agent if ticket is not None and ticket.agent else "机器人"
            raise NotYours(f"会话 {conversation} 正由 {whose} 负责，{agent} 不能这样操作；请刷新队列。")
        return held, ticket

    @staticmethod
    def _ticket(db: Connection, conversation: str) -> Any:
        return db.execute(select(tickets).where(tickets.c.conversation == conversation, tickets.c.state != CLOSED)).first()

    def _close(self, db: Connection, ticket: Any, by: str, result: str, kind: str) -> None:
        now = self._clock.now()
        db.execute(update(tickets).where(tickets.c.id == ticket.id).values(state=CLOSED, closed_at=now, result=result))
        changes.note(db, now, kind, by, ticket.conversation, ticket.id, result=result)

    def _first_reply(self, db: Connection, conversation: str, agent: str) -> None:
        now = self._clock.now()
        ticket = self._ticket(db, conversation)
        if ticket is not None and ticket.first_reply_at is None:
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(first_reply_at=now))
            changes.note(db, now, changes.FIRST_REPLY, agent, conversation, ticket.id, after=_seconds(now, ticket.opened_at))


def _seconds(now: datetime, since: datetime) -> int:
    return max(0, int((now - since).total_seconds()))


def _since(held: Any, ticket: Any, now: datetime) -> datetime:
    """Since when the shopper has been waiting, this time; who was promised a call back, since then."""
    due = ticket.promised is not None and ticket.promised <= now
    return held.waiting_since or (ticket.promised if due else ticket.opened_at)
