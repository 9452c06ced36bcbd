"""Orders: what a shopper may see of them, and what can still be changed before dispatch.

Every method takes the shopper's identity as the channel knows it. Somebody else's order is as absent as one that
does not exist.
"""

from __future__ import annotations

from typing import Optional, Union, overload

from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.stores import changes, loading
from bot.stores.columns import clean, key
from bot.stores.database import reading
from bot.stores.parcel import Parcel
from bot.stores.records import Order, Written
from bot.stores.writing import Changing, write


class Orders:
    """The orders of the shop, one shopper at a time."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @overload
    def of(self, shopper: str, *, limit: Optional[int] = None) -> list[Order]: ...

    @overload
    def of(self, shopper: str, number: str) -> Optional[Order]: ...

    def of(
        self, shopper: str, number: Optional[str] = None, *, limit: Optional[int] = None
    ) -> Union[list[Order], Optional[Order]]:
        """All orders of this shopper, newest first (at most `limit`); or, with a number, that order or None."""
        if number is not None:
            found = self._load(loading.BY_NUMBER, shopper=key(shopper), number=key(number))
            return found[0] if found else None
        if limit is not None:
            return self._load(loading.NEWEST_OF_SHOPPER, shopper=key(shopper), limit=limit)
        return self._load(loading.OF_SHOPPER, shopper=key(shopper))

    def by_tracking(self, shopper: str, tracking: str) -> Optional[tuple[Order, Parcel]]:
        """This shopper's order and parcel with that tracking number, or None. Case does not matter."""
        wanted = key(tracking) and key(tracking).upper()
        for order in self._load(loading.BY_TRACKING, shopper=key(shopper), tracking=wanted):
            return order, next(parcel for parcel in order.parcels if parcel.tracking == wanted)
        return None

    def change_address(
        self,
        shopper: str,
        number: str,
        *,
        receiver: Optional[str] = None,
        phone: Optional[str] = None,
        address: Optional[str] = None,
        request_id: str,
    ) -> Written:
        """Changes what is given, before dispatch: done, unchanged, too_late, not_found."""
        given = {"receiver": receiver, "phone": phone, "address": address}
        wanted = {name: clean(value) for name, value in given.items() if value and clean(value)}
        return self._write(shopper, number, "address", request_id, changes.address(wanted))

    def change_line(self, shopper: str, number: str, *, line: int, sku: str, request_id: str) -> Written:
        """Another colour or size of the same product for one line (counted from 1), before dispatch; stock moves with it.

        done, unchanged, too_late, not_found, no_such_line, other_product (also: unknown SKU), no_stock, or price_differs
        (already paid, and the other one costs more or less).
        """
        return self._write(shopper, number, f"line {line}", request_id, changes.line(line, key(sku) or ""))

    def cancel(self, shopper: str, number: str, *, reason: str, request_id: str) -> Written:
        """Cancels before dispatch; what was paid gets an approved refund case (`Written.case`), goods go back to stock.

        done, unchanged (closed already, or a refund is asked for already), too_late, not_found.
        """
        return self._write(shopper, number, "cancel", request_id, changes.cancel(clean(reason)))

    def add_note(self, shopper: str, number: str, note: str, *, request_id: str) -> Written:
        """Adds a line to the order's note, before dispatch: done, unchanged, too_late, not_found."""
        return self._write(shopper, number, "note", request_id, changes.note(clean(note)))

    def _load(self, queries: loading.Reads, **values: Optional[str | int]) -> list[Order]:
        if None in values.values():
            return []
        with reading(self._engine) as connection:
            return loading.load(connection, queries, **values)

    def _write(self, shopper: str, number: str, operation: str, request_id: str, change: Changing) -> Written:
        return write(
            self._engine, self._clock, shopper, number, operation=operation, request_id=request_id, change=change
        )
