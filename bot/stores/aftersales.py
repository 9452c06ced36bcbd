"""After-sales cases: what a shopper may see of them, and the photos kept with them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, Optional, Union, overload

from sqlalchemy import bindparam, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.clock import Clock
from bot.stores.columns import clean, key
from bot.stores.database import reading
from bot.stores.loading import case_of
from bot.stores.records import AfterSale, Order, Written
from bot.stores.tables import aftersales, orders, photos
from bot.stores.writing import Change, write

_NEWEST_FIRST = (aftersales.c.applied_at.desc(), aftersales.c.number.desc())


def _reads(*conditions: ColumnElement) -> tuple[Any, Any]:
    his = orders.c.shopper == bindparam("shopper")
    cases = select(aftersales).join_from(aftersales, orders).where(his, *conditions).order_by(*_NEWEST_FIRST)
    pictures = select(photos).join_from(photos, orders).where(his, photos.c.aftersale_number.is_not(None))
    return cases, pictures.order_by(photos.c.id)


_OF_SHOPPER = _reads()
_BY_NUMBER = _reads(aftersales.c.number == bindparam("number"))
_BY_TRACKING = _reads(aftersales.c.return_tracking == bindparam("tracking"))


class AfterSales:
    """The after-sales cases of the shop, one shopper at a time."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @overload
    def of(self, shopper: str) -> list[AfterSale]: ...

    @overload
    def of(self, shopper: str, number: str) -> Optional[AfterSale]: ...

    def of(self, shopper: str, number: Optional[str] = None) -> Union[list[AfterSale], Optional[AfterSale]]:
        """All cases of this shopper, newest first; or, with a case number, that case or None."""
        if number is None:
            return self._load(_OF_SHOPPER, shopper=key(shopper))
        found = self._load(_BY_NUMBER, shopper=key(shopper), number=key(number))
        return found[0] if found else None

    def by_tracking(self, shopper: str, tracking: str) -> Optional[AfterSale]:
        """This shopper's case whose return parcel has that number, or None. Case does not matter."""
        found = self._load(_BY_TRACKING, shopper=key(shopper), tracking=key(tracking) and key(tracking).upper())
        return found[0] if found else None

    def attach_photo(self, shopper: str, number: str, url: str, *, request_id: str) -> Written:
        """Keeps a photo with the order's newest open case (`Written.case`), else with the order: done, unchanged, not_found."""
        kept = clean(url)

        def change(connection: Connection, order: Order, now: datetime) -> Change:
            case = order.open_case
            if not kept or kept in (case.photos if case else order.photos):
                return Change("unchanged", case and case.number)
            row = {"order_number": order.number, "aftersale_number": case and case.number, "url": kept, "at": now}
            connection.execute(insert(photos).values(**row))
            return Change("done", case and case.number)

        operation = f"photo {sha256(kept.encode()).hexdigest()[:16]}"
        return write(
            self._engine, self._clock, shopper, number, operation=operation, request_id=request_id, change=change
        )

    def _load(self, queries: tuple[Any, Any], **values: Optional[str]) -> list[AfterSale]:
        if None in values.values():
            return []
        with reading(self._engine) as connection:
            rows = connection.execute(queries[0], values).mappings().all()
            if not rows:
                return []
            pictures = list(connection.execute(queries[1], {"shopper": values["shopper"]}).mappings())
        return [case_of(row, pictures) for row in rows]
