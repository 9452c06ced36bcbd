"""What the right pane shows of a shopper: their orders with parcels and cases. Neither address nor phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Optional

from bot.stores import AfterSale, Order, Parcel


@dataclass(frozen=True)
class OrderView:
    """One order. `overdue`: the promised dispatch has passed; `current`: the one the talk is about."""

    number: str
    status: str
    total: Decimal
    placed: datetime
    goods: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    cases: tuple[AfterSale, ...]
    note: str
    ship_by: Optional[datetime]
    overdue: bool
    current: bool


def order_view(order: Order, now: datetime, current: Optional[str]) -> OrderView:
    """An order made ready for the page; the newest trace event first is the template's business."""
    goods = tuple(f"{line.title} {line.colour} {line.size} ×{line.quantity}" for line in order.lines)
    return OrderView(order.number, order.status, order.total, order.created_at, goods, order.parcels, order.cases, order.note or "",
                     order.ship_by if order.status == "paid" else None, order.overdue(now), order.number == current)
