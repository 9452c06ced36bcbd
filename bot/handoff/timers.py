"""What the clock does to conversations: the truth for who waits, and no shopper left with somebody who is not there.

`tick` is called every second or so, by every worker; each step claims its row first, so nothing is said twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.handoff import changes
from bot.handoff.locking import lock_conversation
from bot.handoff.messages import Spoken
from bot.handoff.tables import conversations, messages, tickets
from bot.handoff.tickets import CLOSED, OPEN, TAKEN, Queue
from bot.handoff.transcript import Transcript
from bot.stores.database import reading, writing

log = logging.getLogger(__name__)
Say = Callable[..., Optional[str]]
Step = Callable[[str, "OpeningNow"], None]


@dataclass(frozen=True)
class OpeningNow:
    """What the timers need of the opening hours at this moment. `reopens` is the next opening in words, `opens_at` its time."""

    open: bool
    opens_at: Optional[datetime] = None
    reopens: str = ""


class Timers:
    """`settings` gives the `desk` part of shop.yml, `hours` whether people are there, `say` a sentence of the shop's by name."""

    def __init__(self, engine: Engine, clock: Clock, transcript: Transcript, queue: Queue, settings: Callable[[], Any],
                 hours: Callable[[], OpeningNow], say: Say) -> None:
        self._engine = engine
        self._clock = clock
        self._transcript = transcript
        self._queue = queue
        self._settings = settings
        self._hours = hours
        self._say = say

    def tick(self) -> None:
        """Does all that is due. One conversation's failure does not keep the others waiting."""
        hours = self._hours()
        for step in ((self._tell, self._take_back, self._apologise) if hours.open else (self._release,)):
            self._each(self._due(step), step, hours)
        self._each(self._silent(), self._end, hours)

    @staticmethod
    def _each(due: list[str], step: Step, hours: OpeningNow) -> None:
        for conversation in due:
            try:
                step(conversation, hours)
            except Exception:
                log.exception("timer %s failed for %s", step.__name__, conversation)

    def _due(self, step: Step) -> list[str]:
        now, settings = self._clock.now(), self._settings()
        waits = (conversations.c.holder == "waiting") & (tickets.c.state == OPEN)
        overdue = (conversations.c.holder == "agent") & (tickets.c.state == TAKEN)
        limit = now - timedelta(seconds=settings.take_back_seconds)
        unanswered = overdue & (conversations.c.waiting_since < limit) & (tickets.c.taken_at < limit)
        unheard = (waits | overdue & tickets.c.first_reply_at.is_(None)) & tickets.c.told_at.is_(None)
        wanted = {
            self._tell: unheard & (conversations.c.waiting_since < now - timedelta(seconds=settings.tell_after_seconds)),
            self._take_back: unanswered,
            self._apologise: (conversations.c.holder == "bot") & (tickets.c.state == OPEN) & self._promise_broken(),
            self._release: waits | unanswered,
        }[step]
        with reading(self._engine) as db:
            return list(db.execute(select(conversations.c.id).join(tickets).where(tickets.c.state != CLOSED, wanted)).scalars())

    def _tell(self, conversation: str, hours: OpeningNow) -> None:
        """Nobody has answered yet: how many are in front, or who has come and is reading. Once a wait."""
        place = self._queue.place(conversation)
        with writing(self._engine) as db:
            now, held = self._clock.now(), lock_conversation(db, conversation)
            ticket = self._open_one(db, conversation)
            if ticket is None or ticket.told_at is not None or held.waiting_since is None or held.holder == "bot":
                return
            if held.holder == "agent" and ticket.first_reply_at is not None:
                return
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(told_at=now))
            if held.holder == "agent":
                self._speak(db, conversation, "utter_agent_reading", agent=ticket.agent)
            else:
                self._speak(db, conversation, "utter_still_waiting" if place else "utter_still_waiting_next", ahead=place or 0)
            changes.note(db, now, changes.TOLD, changes.CLOCK, conversation, ticket.id, ahead=place, agent=ticket.agent)

    def _promise_broken(self) -> Any:
        """Promised for a while ago, and nothing said about it since."""
        late = self._clock.now() - timedelta(seconds=self._settings().tell_after_seconds)
        return (tickets.c.promised < late) & (tickets.c.told_at.is_(None) | (tickets.c.told_at < tickets.c.promised))

    def _apologise(self, conversation: str, hours: OpeningNow) -> None:
        """Somebody was promised by now and nobody has come: they are not forgotten. Once a promise."""
        with writing(self._engine) as db:
            now, held = self._clock.now(), lock_conversation(db, conversation)
            mine = (tickets.c.conversation == conversation) & (tickets.c.state == OPEN) & self._promise_broken()
            if held.holder == "bot" and db.execute(update(tickets).where(mine).values(told_at=now)).rowcount:
                self._speak(db, conversation, "utter_promise_late")
                changes.note(db, now, changes.TOLD, changes.CLOCK, conversation, self._open_one(db, conversation).id, late=True)

    def _take_back(self, conversation: str, hours: OpeningNow) -> None:
        """An agent who does not answer: the next free one shall."""
        with writing(self._engine) as db:
            now = self._clock.now()
            held, ticket = self._claim(db, conversation)
            if ticket is None or held.holder != "agent":
                return
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(
                state=OPEN, agent=None, promised=None, offered_to=None, offered_until=None, told_at=now))
            self._hand(db, held, "waiting", waiting_since=held.waiting_since)
            self._speak(db, conversation, "utter_passed_on")
            changes.note(db, now, changes.TAKEN_BACK, changes.CLOCK, conversation, ticket.id, agent=ticket.agent)

    def _release(self, conversation: str, hours: OpeningNow) -> None:
        """The shop has closed: the shopper hears when it opens, the ticket stays, the bot goes on."""
        with writing(self._engine) as db:
            now = self._clock.now()
            held, ticket = self._claim(db, conversation)
            if ticket is None:
                return
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(
                state=OPEN, agent=None, offered_to=None, offered_until=None, promised=hours.opens_at, told_at=now))
            self._hand(db, held, "bot", promised=hours.opens_at.isoformat() if hours.opens_at else None)
            self._speak(db, conversation, "utter_closed_meanwhile", reopens=hours.reopens)
            changes.note(db, now, changes.RELEASED, changes.CLOCK, conversation, ticket.id, agent=ticket.agent)

    def _silent(self) -> list[str]:
        """Taken conversations in which the agent spoke last, and long ago."""
        last = select(func.max(messages.c.seq)).where(messages.c.conversation == tickets.c.conversation).correlate(tickets).scalar_subquery()
        query = select(tickets.c.conversation).join(messages, messages.c.seq == last).where(
            tickets.c.state == TAKEN, messages.c.author == "agent", messages.c.at < self._silent_since())
        with reading(self._engine) as db:
            return list(db.execute(query).scalars())

    def _end(self, conversation: str, hours: OpeningNow) -> None:
        with writing(self._engine) as db:
            now, held = self._clock.now(), lock_conversation(db, conversation)
            ticket = db.execute(select(tickets).where(tickets.c.conversation == conversation, tickets.c.state == TAKEN)).first()
            spoke = db.execute(select(func.max(messages.c.at)).where(messages.c.conversation == conversation)).scalar()
            if ticket is None or spoke is None or spoke >= self._silent_since():
                return
            db.execute(update(tickets).where(tickets.c.id == ticket.id).values(state=CLOSED, closed_at=now, result="silent"))
            self._hand(db, held, "bot", given_back=None, promised=None)
            changes.note(db, now, changes.ENDED, changes.CLOCK, conversation, ticket.id, result="silent", agent=ticket.agent)

    def _claim(self, db: Connection, conversation: str) -> tuple[Any, Any]:
        """The locked conversation and its open ticket; no ticket when the shopper waits no more, or not yet too long for an agent.

        What was due a moment ago may have been done by another worker, answered or given away since."""
        limit = self._clock.now() - timedelta(seconds=self._settings().take_back_seconds)
        held = lock_conversation(db, conversation)
        ticket = self._open_one(db, conversation)
        if ticket is None or held.holder == "bot" or held.waiting_since is None:
            return held, None
        in_time = held.holder == "agent" and (held.waiting_since >= limit or ticket.taken_at >= limit)
        return held, None if in_time else ticket

    @staticmethod
    def _open_one(db: Connection, conversation: str) -> Any:
        return db.execute(select(tickets).where(tickets.c.conversation == conversation, tickets.c.state != CLOSED)).first()

    @staticmethod
    def _hand(db: Connection, held: Any, holder: str, waiting_since: Optional[datetime] = None, **remember: Any) -> None:
        db.execute(update(conversations).where(conversations.c.id == held.id).values(
            holder=holder, agent=None, version=held.version + 1, waiting_since=waiting_since, memory={**(held.memory or {}), **remember}))

    def _speak(self, db: Connection, conversation: str, name: str, **values: Any) -> None:
        text = self._say(name, **values)
        if text:
            self._transcript.say(db, conversation, [Spoken(text, author="notice", reply=name)])

    def _silent_since(self) -> datetime:
        return self._clock.now() - timedelta(minutes=self._settings().end_silent_minutes)
