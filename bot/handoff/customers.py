"""What the shop's people remember about a shopper: tags and a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Sequence

from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.handoff import changes
from bot.handoff.tables import customers
from bot.stores.columns import clean
from bot.stores.database import reading, writing

MOST_TAGS, LONGEST_TAG, LONGEST_NOTE = 12, 12, 500


@dataclass(frozen=True)
class Customer:
    """A shopper as the agents describe them; `by` and `at` say who wrote last."""

    shopper: str
    tags: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    at: Optional[datetime] = None


class Customers:
    """Reads and keeps the descriptions."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, shopper: str) -> Customer:
        """An empty one for a shopper nobody described."""
        with reading(self._engine) as db:
            row = db.execute(select(customers).where(customers.c.shopper == shopper)).first()
        return Customer(row.shopper, tuple(row.tags), row.note, row.by, row.at) if row else Customer(shopper)

    def describe(self, shopper: str, by: str, tags: Sequence[str], note: str) -> Customer:
        """Replaces the description. Raises ValueError, in words for the agent, for too many or too long ones."""
        kept = tuple(dict.fromkeys(filter(None, map(clean, tags))))
        note = clean(note)
        long = next((tag for tag in kept if len(tag) > LONGEST_TAG), None)
        if long:
            raise ValueError(f"标签“{long}”有 {len(long)} 个字，最多 {LONGEST_TAG} 个字；请写短一点。")
        if len(kept) > MOST_TAGS or len(note) > LONGEST_NOTE:
            raise ValueError(f"标签 {len(kept)} 个、备注 {len(note)} 字，超过了 {MOST_TAGS} 个和 {LONGEST_NOTE} 字；请删掉一些。")
        values = {"tags": list(kept), "note": note, "by": by, "at": self._clock.now()}
        with writing(self._engine) as db:
            if not db.execute(update(customers).where(customers.c.shopper == shopper).values(**values)).rowcount:
                try:
                    with db.begin_nested():
                        db.execute(customers.insert().values(shopper=shopper, **values))
                except IntegrityError:  # a colleague was writing the first description too; the later one stands
                    db.execute(update(customers).where(customers.c.shopper == shopper).values(**values))
            changes.note(db, values["at"], changes.TAGGED, by, shopper=shopper)
        return self.of(shopper)
