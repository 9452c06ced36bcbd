"""What a turn does to the request for a person: opens it, makes it more pressing, calls it off, rates it, keeps a contact.

Within the turn's own transaction, behind the conversation's lock (bot.handoff.locking).
"""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.clock import Clock
from bot.handoff import changes
from bot.handoff.messages import Conversation, Handover, Rating, TurnResult
from bot.handoff.tables import tickets

LONGEST_CONTACT = 400  # characters; the newest count


class AskedFor:
    """The ticket's side of a turn."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def settle(self, db: Connection, conversation: Conversation, result: TurnResult) -> None:
        """Does what the turn decided, in the order in which it happened."""
        if result.release:
            self._release(db, conversation.id, result.memory.get("promised"))
        if result.called_off:
            self._call_off(db, conversation.id)
        if result.rating:
            self._rate(db, conversation.id, result.rating)
        if result.contact:
            self._keep_contact(db, conversation.id, result.contact)
        if result.handover:
            self._open_ticket(db, conversation, result.handover)

    def _open_ticket(self, db: Connection, conversation: Conversation, handover: Handover) -> None:
        """One open ticket a conversation: asking again does not queue twice."""
        now, triage, open_one = self._clock.now(), handover.triage, self._open_one(db, conversation.id)
        if open_one is not None:
            if handover.wait and conversation.holder == "bot":  # promised a call back last night, but here again now
                db.execute(update(tickets).where(tickets.c.id == open_one).values(
                    promised=None, told_at=None, offered_to=handover.offered_to, offered_until=handover.offered_until))
                changes.note(db, now, changes.RETURNED, changes.SHOPPER, conversation.id, open_one, reason=handover.reason)
            if conversation.holder == "bot" or not handover.wait:
                self._press(db, conversation.id, open_one, handover)
            return
        opened = db.execute(tickets.insert().values(
            conversation=conversation.id, state="open", reason=handover.reason, intent=handover.intent, confidence=handover.confidence,
            topic=triage.topic, team=triage.team, priority=triage.priority, because=triage.because or None, facts=handover.facts or None,
            offered_to=handover.offered_to, offered_until=handover.offered_until, opened_at=now, promised=handover.promised))
        changes.note(db, now, changes.OPENED, changes.BOT, conversation.id, opened.inserted_primary_key[0], reason=handover.reason,
                     team=triage.team, priority=triage.priority, because=triage.because)

    def _press(self, db: Connection, conversation: str, ticket: int, handover: Handover) -> None:
        """Who was promised a call back and is angry or threatens meanwhile comes sooner, with the reasons of it; nobody comes later."""
        triage = handover.triage
        pressed = db.execute(update(tickets).where(tickets.c.id == ticket, tickets.c.priority < triage.priority).values(
            team=triage.team, priority=triage.priority, because=triage.because or None)).rowcount
        if pressed:
            changes.note(db, self._clock.now(), changes.PRESSED, changes.BOT, conversation, ticket, reason=handover.reason,
                         team=triage.team, priority=triage.priority, because=triage.because)

    @staticmethod
    def _open_one(db: Connection, conversation: str) -> Optional[int]:
        return db.execute(select(tickets.c.id).where(tickets.c.conversation == conversation, tickets.c.state != "closed")).scalar()

    def _release(self, db: Connection, conversation: str, promised: Optional[str]) -> None:
        """The shopper wrote to a shop that has closed, before the clock looked at them."""
        now, id = self._clock.now(), self._open_one(db, conversation)
        if id is not None:
            until = datetime.fromisoformat(promised) if promised else None
            db.execute(update(tickets).where(tickets.c.id == id).values(promised=until, told_at=now))
            changes.note(db, now, changes.RELEASED, changes.BOT, conversation, id)

    def _call_off(self, db: Connection, conversation: str) -> None:
        now, id = self._clock.now(), self._open_one(db, conversation)
        if id is not None:
            db.execute(update(tickets).where(tickets.c.id == id).values(state="closed", closed_at=now, result="called_off"))
            changes.note(db, now, changes.CALLED_OFF, changes.SHOPPER, conversation, id)

    def _rate(self, db: Connection, conversation: str, rating: Rating) -> None:
        """What was asked is kept, once: the first grade, and the first reason."""
        mine = (tickets.c.id == rating.ticket) & (tickets.c.conversation == conversation) & tickets.c.asked_at.is_not(None)
        kept = {}
        for column, name, said in ((tickets.c.satisfaction, "grade", rating.grade), (tickets.c.satisfaction_why, "why", rating.why)):
            if said and db.execute(update(tickets).where(mine, column.is_(None)).values({column: said})).rowcount:
                kept[name] = said
        if kept:
            changes.note(db, self._clock.now(), changes.RATED, changes.SHOPPER, conversation, rating.ticket, grade=kept.get("grade"), why=kept.get("why"))

    def _keep_contact(self, db: Connection, conversation: str, contact: str) -> None:
        """A chat name and then a number are both kept."""
        id = self._open_one(db, conversation)
        if id is not None:
            before = db.execute(select(tickets.c.contact).where(tickets.c.id == id)).scalar()
            both = before if before and contact in before else "；".join(filter(None, (before, contact)))
            db.execute(update(tickets).where(tickets.c.id == id).values(contact=both[-LONGEST_CONTACT:]))
            changes.note(db, self._clock.now(), changes.CONTACT, changes.SHOPPER, conversation, id)
