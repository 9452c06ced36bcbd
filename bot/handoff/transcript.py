"""The record of what was said: written before it is acknowledged, committed a whole turn at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.handoff.asked_for import AskedFor
from bot.handoff.locking import lock_conversation
from bot.handoff.messages import Conversation, Incoming, Outcome, Spoken, TurnResult
from bot.handoff.tables import conversations, messages, tickets
from bot.stores.database import reading, writing

PENDING, DONE = "pending", "done"  # a shopper's message
SAID, DUE, DELIVERED = "said", "due", "delivered"  # a reply: returned at once; owed to a callback; taken by it


class AlreadyAnswered(Exception):
    """Another turn answered this message first; its outcome stands."""


class Outdated(AlreadyAnswered):
    """The conversation changed hands and is the bot's again: what still waits for an answer wants a new turn."""


@dataclass(frozen=True)
class Recorded:
    """A message that is safely kept. `new` is False when this id was seen before."""

    conversation: str
    incoming: Incoming
    new: bool


class Transcript:
    """Conversations and their messages. Every method is one short transaction; callers run it off the event loop."""

    def __init__(self, engine: Engine, clock: Clock, callbacks: frozenset[str] = frozenset()) -> None:
        """`callbacks` names the channels that are owed what is said outside a request."""
        self._engine = engine
        self._clock = clock
        self._callbacks = callbacks
        self._known: set[str] = set()
        self._asked = AskedFor(clock)

    def record(self, channel: str, incoming: Incoming) -> Recorded:
        """Commits a shopper's message, or finds that its id was recorded before."""
        conversation = f"{channel}:{incoming.shopper}"
        try:
            with writing(self._engine) as db:
                self._ensure(db, conversation, channel, incoming.shopper)
                db.execute(messages.insert().values(
                    conversation=conversation, author="shopper", external_id=incoming.id, kind=incoming.kind, text=incoming.text,
                    product=incoming.product, order_number=incoming.order, image_url=incoming.image_url, sent_at=incoming.sent_at,
                    state=PENDING, at=self._clock.now(),
                ))
                # An agent who holds the conversation owes an answer from now on, unless one is owed already.
                db.execute(update(conversations).where(
                    conversations.c.id == conversation, conversations.c.holder == "agent", conversations.c.waiting_since.is_(None),
                ).values(waiting_since=self._clock.now()))
        except IntegrityError:
            return Recorded(conversation, incoming, new=False)
        self._known.add(conversation)
        return Recorded(conversation, incoming, new=True)

    def conversation(self, conversation: str) -> Optional[Conversation]:
        """The record as it stands now."""
        with reading(self._engine) as db:
            row = db.execute(select(conversations).where(conversations.c.id == conversation)).mappings().first()
        return _conversation(row) if row else None

    def commit(self, conversation: Conversation, answered: list[Incoming], result: TurnResult, *, owed: bool = False) -> Optional[Outcome]:
        """Keeps a turn: replies, memory, handover and the messages it answered, in one transaction.

        Returns None, and keeps nothing but the messages being done, when somebody took the conversation in the meantime:
        a person is speaking now, and a reply computed before must not talk over them. `owed` marks the replies for delivery
        by callback (nobody waits for them in a request). Raises AlreadyAnswered, and keeps nothing, when another turn was first
        for any of them: what it answered must not be answered again. Raises Outdated, and keeps nothing, when a person took the
        conversation and left it to the bot again: nobody else would answer."""
        last = answered[-1].id
        with writing(self._engine) as db:
            held = lock_conversation(db, conversation.id)
            if not self._mark_done(db, conversation.id, answered):
                raise AlreadyAnswered(last)
            if held.version != conversation.version:
                if held.holder == "bot":
                    raise Outdated(last)
                return None
            holder = self._advance(db, conversation, result)
            for spoken in result.replies:
                spoken.answers = last
            self._say(db, conversation.id, result.replies, DUE if owed else SAID)
        return Outcome(conversation.id, holder, None, result.replies)

    def still_waiting(self, conversation: str, answered: list[Incoming]) -> list[Incoming]:
        """Those of these messages that nobody has answered."""
        with reading(self._engine) as db:
            waiting = set(db.execute(select(messages.c.external_id).where(
                messages.c.conversation == conversation, messages.c.state == PENDING, messages.c.external_id.in_([m.id for m in answered]),
            )).scalars())
        return [m for m in answered if m.id in waiting]

    def outcome(self, conversation: str, external_id: str) -> Optional[Outcome]:
        """What a recorded message led to; None while it is still being answered or was never recorded."""
        with reading(self._engine) as db:
            row = db.execute(select(messages.c.state, messages.c.merged_into, conversations.c.holder).join(conversations).where(
                messages.c.conversation == conversation, messages.c.external_id == external_id)).first()
            if row is None or row.state != DONE:
                return None
            if row.merged_into:
                return Outcome(conversation, row.holder, row.merged_into, [])
            said = db.execute(select(messages).where(
                messages.c.conversation == conversation, messages.c.answers == external_id).order_by(messages.c.seq)).mappings().all()
        return Outcome(conversation, row.holder, None, [_spoken(r) for r in said])

    def unanswered(self, before: Optional[datetime] = None) -> dict[str, list[Incoming]]:
        """Messages that were acknowledged but not answered (a crash, a database away too long), by conversation.

        `before` leaves out younger ones, which may be in work."""
        waiting = select(messages, conversations.c.shopper).join(conversations).where(messages.c.state == PENDING)
        if before is not None:
            waiting = waiting.where(messages.c.at < before)
        with reading(self._engine) as db:
            rows = db.execute(waiting.order_by(messages.c.seq)).mappings().all()
        found: dict[str, list[Incoming]] = {}
        for row in rows:
            found.setdefault(row["conversation"], []).append(_incoming(row))
        return found

    def said_after(self, conversation: str, after: Optional[str]) -> Optional[list[Spoken]]:
        """What was said to the shopper after the bubble (or own message) with id `after`, oldest first; None: no such id."""
        with reading(self._engine) as db:
            start = self._seq(db, conversation, after) if after else 0
            if start is None:
                return None
            rows = db.execute(select(messages).where(
                messages.c.conversation == conversation, messages.c.author != "shopper", messages.c.seq > start,
            ).order_by(messages.c.seq).limit(200)).mappings().all()
        return [_spoken(r) for r in rows]

    def history(self, conversation: str, limit: int = 200, before: Optional[int] = None) -> list[dict[str, Any]]:
        """The latest messages of both sides, oldest first, as plain rows; with `before`, the latest with a smaller number (`seq`)."""
        mine = messages.c.conversation == conversation
        if before is not None:
            mine &= messages.c.seq < before
        with reading(self._engine) as db:
            rows = db.execute(select(messages).where(mine).order_by(messages.c.seq.desc()).limit(limit)).mappings().all()
        return [dict(r) for r in reversed(rows)]

    def owed(self, channel: str, limit: int = 50) -> list[tuple[str, Spoken]]:
        """Replies that a callback has yet to take, oldest first, with their shopper."""
        with reading(self._engine) as db:
            rows = db.execute(select(messages, conversations.c.shopper).join(conversations).where(
                messages.c.state == DUE, conversations.c.channel == channel).order_by(messages.c.seq).limit(limit)).mappings().all()
        return [(r["shopper"], _spoken(r)) for r in rows]

    def delivered(self, spoken_id: str) -> None:
        """A callback took this reply."""
        with writing(self._engine) as db:
            db.execute(update(messages).where(messages.c.seq == int(spoken_id)).values(state=DELIVERED))

    def say(self, db: Connection, conversation: str, spoken: list[Spoken]) -> None:
        """Adds bubbles of a person or a notice within the caller's transaction; they are owed to the callback."""
        self._say(db, conversation, spoken, DUE)

    def _ensure(self, db: Connection, conversation: str, channel: str, shopper: str) -> None:
        if conversation in self._known:
            return
        if db.execute(select(conversations.c.id).where(conversations.c.id == conversation)).first() is None:
            try:
                with db.begin_nested():
                    db.execute(conversations.insert().values(
                        id=conversation, channel=channel, shopper=shopper, holder="bot", version=0, memory={}, created_at=self._clock.now()))
            except IntegrityError:
                pass  # another first message of this shopper was quicker; the conversation is there

    def _advance(self, db: Connection, conversation: Conversation, result: TurnResult) -> str:
        """Writes memory, holder and what the turn did to the ticket; returns the new holder."""
        changed: dict[str, Any] = {"memory": result.memory}
        holder = conversation.holder
        if result.release or result.called_off:
            holder = "bot"
        self._asked.settle(db, conversation, result)
        if result.handover and result.handover.wait:
            holder = "waiting"
        if holder != conversation.holder:
            changed.update(holder=holder, version=conversation.version + 1)
            changed["waiting_since"] = self._clock.now() if holder == "waiting" else None
        db.execute(update(conversations).where(conversations.c.id == conversation.id).values(**changed))
        return holder

    @staticmethod
    def _mark_done(db: Connection, conversation: str, answered: list[Incoming]) -> bool:
        """False when one of them was answered before."""
        last = answered[-1].id
        waiting = update(messages).where(messages.c.conversation == conversation, messages.c.state == PENDING)
        first = db.execute(waiting.where(messages.c.external_id == last).values(state=DONE)).rowcount
        others = {m.id for m in answered} - {last}
        merge = waiting.where(messages.c.external_id.in_(others)).values(state=DONE, merged_into=last)
        return first + (db.execute(merge).rowcount if others else 0) == 1 + len(others)

    def _say(self, db: Connection, conversation: str, spoken: Iterable[Spoken], state: str) -> None:
        if conversation.partition(":")[0] not in self._callbacks:
            state = SAID
        for bubble in spoken:
            bubble.at = self._clock.now()
            seq = db.execute(messages.insert().values(
                conversation=conversation, author=bubble.author, text=bubble.text, state=state, answers=bubble.answers,
                buttons=bubble.buttons or None, card=bubble.card, intent=bubble.intent, confidence=bubble.confidence,
                reply=bubble.reply, image_url=bubble.image_url, said_by=bubble.said_by, at=bubble.at)).inserted_primary_key[0]
            bubble.id = str(seq)

    @staticmethod
    def _seq(db: Connection, conversation: str, after: str) -> Optional[int]:
        if after.isdecimal() and len(after) < 18:
            mine = db.execute(select(messages.c.seq).where(messages.c.conversation == conversation, messages.c.seq == int(after))).scalar()
            if mine is not None:
                return mine
        return db.execute(select(messages.c.seq).where(
            messages.c.conversation == conversation, messages.c.external_id == after)).scalar()

    def queue_length(self) -> int:
        """How many tickets wait for a person."""
        with reading(self._engine) as db:
            return db.execute(select(func.count()).select_from(tickets).where(tickets.c.state == "open")).scalar_one()


def _conversation(row: Any) -> Conversation:
    return Conversation(row["id"], row["channel"], row["shopper"], row["holder"], row["version"], row["agent"],
                        row["waiting_since"], dict(row["memory"] or {}))


def _incoming(row: Any) -> Incoming:
    return Incoming(row["external_id"], row["shopper"], row["kind"], row["text"], row["product"], row["order_number"],
                    row["image_url"], row["sent_at"])


def _spoken(row: Any) -> Spoken:
    return Spoken(row["text"], row["author"], row["buttons"] or [], row["card"], row["intent"], row["confidence"], row["reply"],
                  str(row["seq"]), row["answers"], row["at"], row["image_url"], row["said_by"])
