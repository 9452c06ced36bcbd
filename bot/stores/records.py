"""What the stores hand out: frozen records, with the judgements that need nothing but the record and the time.

Times are aware (+08:00), money is Decimal yuan with two places. Codes, never wording: wording is content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Optional

from bot.stores.parcel import Parcel

OrderStatus = Literal["unpaid", "paid", "shipped", "signed", "cancelled", "refunded"]
CaseKind = Literal["refund_only", "return_goods", "exchange"]
CaseStatus = Literal["applied", "approved", "returning", "received", "refunded", "exchanged", "rejected", "withdrawn"]

ORDER_STATUSES = OrderStatus.__args__
CASE_KINDS = CaseKind.__args__
CASE_STATUSES = CaseStatus.__args__
OPEN_CASE = ("applied", "approved", "returning", "received")


@dataclass(frozen=True)
class OrderLine:
    """One line of an order; `line` counts from 1. `tracking` is its parcel's number once it has left."""

    line: int
    sku: str
    product: str
    title: str
    colour: str
    size: str
    quantity: int
    price: Decimal
    tracking: Optional[str] = None


@dataclass(frozen=True)
class AfterSale:
    """One after-sales case. `line` is the order line it is about, None for the whole order.

    For an exchange `exchange_sku` is what is wanted instead and `replacement_tracking` its parcel (among the order's).
    """

    number: str
    order: str
    kind: CaseKind
    status: CaseStatus
    reason: str
    amount: Decimal
    applied_at: datetime
    line: Optional[int] = None
    decided_at: Optional[datetime] = None
    return_carrier: Optional[str] = None
    return_tracking: Optional[str] = None
    received_at: Optional[datetime] = None
    refunded_at: Optional[datetime] = None
    refund_to: Optional[str] = None
    reject_reason: Optional[str] = None
    exchange_sku: Optional[str] = None
    replacement_tracking: Optional[str] = None
    closed_at: Optional[datetime] = None
    photos: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Somebody still has to do something."""
        return self.status in OPEN_CASE


@dataclass(frozen=True)
class Order:
    """One order with all that belongs to it. `cases` newest first; `photos` are those that belong to no case."""

    number: str
    shopper: str
    status: OrderStatus
    created_at: datetime
    total: Decimal
    freight: Decimal
    receiver: str
    phone: str
    address: str
    paid_at: Optional[datetime] = None
    ship_by: Optional[datetime] = None
    presale_date: Optional[date] = None
    shipped_at: Optional[datetime] = None
    signed_at: Optional[datetime] = None
    closed_at: Optional[datetime] = None
    closed_reason: Optional[str] = None
    paid_with: Optional[str] = None
    note: Optional[str] = None
    lines: tuple[OrderLine, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    cases: tuple[AfterSale, ...] = ()
    photos: tuple[str, ...] = ()

    @property
    def changeable(self) -> bool:
        """Nothing has left yet and it is not over: address, line and note can change, it can be cancelled."""
        return self.status in ("unpaid", "paid") and not self.parcels

    @property
    def closed(self) -> bool:
        """Cancelled or refunded as a whole."""
        return self.status in ("cancelled", "refunded")

    @property
    def open_case(self) -> Optional[AfterSale]:
        """The newest case that is not finished."""
        return next((case for case in self.cases if case.open), None)

    @property
    def unsent_lines(self) -> tuple[OrderLine, ...]:
        """Lines that are in no parcel yet."""
        return tuple(line for line in self.lines if line.tracking is None)

    @property
    def replacements(self) -> tuple[Parcel, ...]:
        """Parcels with goods sent in exchange."""
        numbers = {case.replacement_tracking for case in self.cases}
        return tuple(parcel for parcel in self.parcels if parcel.tracking in numbers)

    @property
    def masked_phone(self) -> str:
        """The phone as it may be shown in a chat: 138****5678."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 11 else "****"

    def overdue(self, now: datetime) -> bool:
        """Paid, nothing has left, and the promised dispatch time has passed."""
        return self.status == "paid" and not self.parcels and self.ship_by is not None and now > self.ship_by

    def line(self, number: int) -> Optional[OrderLine]:
        """The line counted from 1."""
        return next((line for line in self.lines if line.line == number), None)

    def contents(self, parcel: Parcel) -> tuple[OrderLine, ...]:
        """The lines that travel in this parcel."""
        return tuple(line for line in self.lines if line.tracking == parcel.tracking)

    def stalled_parcels(self, now: datetime, after: timedelta = timedelta(days=3)) -> tuple[Parcel, ...]:
        """Parcels under way that have been silent for longer than `after`."""
        return tuple(parcel for parcel in self.parcels if parcel.stalled(now, after))

    def last_return_day(self, days: int = 7) -> Optional[date]:
        """The last day for a return without a reason: signing day + `days`; None when not signed."""
        return self.signed_at.date() + timedelta(days=days) if self.signed_at else None

    def return_days_left(self, now: datetime, days: int = 7) -> Optional[int]:
        """Days until that day: 0 on the day itself, negative afterwards, None when not signed."""
        last = self.last_return_day(days)
        return (last - now.date()).days if last else None


@dataclass(frozen=True)
class DemoShopper:
    """Somebody the demonstration page can sign you in as; `about` says in one line what there is to find."""

    id: str
    name: str
    about: str


Outcome = Literal["done", "unchanged", "not_found", "too_late", "no_such_line", "other_product", "no_stock", "price_differs"]


@dataclass(frozen=True)
class Written:
    """What came of a write. `order` is the order as it now stands (None only for not_found); `case` its new or touched case.

    done · unchanged (nothing to do: it was so already) · not_found (no such order, or somebody else's) · too_late (the order's
    state no longer allows it; `order` says why) · no_such_line · other_product, no_stock, price_differs (change_line only)
    """

    outcome: Outcome
    order: Optional[Order] = None
    case: Optional[str] = None

    @property
    def done(self) -> bool:
        """It was written, now or when the same request came before."""
        return self.outcome == "done"
