"""In which state an order is, seen from the shopper: one word for wording, cards and buttons."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Optional

from bot.shop import Content
from bot.stores import Order, OrderLine, Parcel


def state_of(order: Order, content: Content, now: datetime) -> str:
    """unpaid paid presale overdue partly shipped stalled delivering problem returned signed case cancelled refunded."""
    if order.closed or order.status == "unpaid":
        return order.status
    if order.open_case:
        return "case"
    if waiting(order):
        if now > ship_by(order, content):
            return "overdue"
        return "presale" if order.presale_date else "paid"
    return "signed" if order.status == "signed" else _on_the_way(order, content, now)


def _on_the_way(order: Order, content: Content, now: datetime) -> str:
    if order.stalled_parcels(now, stalled_after(content)):
        return "stalled"
    statuses = {parcel.status for parcel in order.parcels}
    worst = next((status for status in ("problem", "returned") if status in statuses), None)
    if worst:
        return worst
    if order.unsent_lines:
        return "partly"
    return "delivering" if "delivering" in statuses else "shipped"


def waiting(order: Order) -> bool:
    """Paid, and nothing of it has left."""
    return order.status == "paid" and not order.parcels


def to_be_sent(order: Order) -> bool:
    """Paid, not closed, and something of it has not left yet."""
    return waiting(order) or (order.status == "shipped" and bool(order.unsent_lines))


def under_way(order: Order) -> bool:
    """A parcel of it is on its way to the shopper."""
    return not order.closed and any(parcel.under_way for parcel in order.parcels)


def arrived(order: Order) -> bool:
    """Some of it has been handed over, by the carrier's account."""
    return not order.closed and arrived_at(order) is not None


def arrived_at(order: Order) -> Optional[datetime]:
    """When (the last of) what has arrived was signed for."""
    if order.signed_at:
        return order.signed_at
    signed = [parcel.signed_at for parcel in order.parcels if parcel.signed_at]
    return max(signed) if signed else None


def arrived_lines(order: Order) -> tuple[OrderLine, ...]:
    """The lines that have been handed over; all of them when none can be told apart."""
    signed = {parcel.tracking for parcel in order.parcels if parcel.status == "signed"}
    there = tuple(line for line in order.lines if line.tracking in signed)
    return there if there and order.status == "shipped" else order.lines


def last_day(order: Order, content: Content, what: str = "returns") -> Optional[date]:
    """The last day for `what` (returns or exchange) without a reason; None when nothing has arrived."""
    signed = arrived_at(order)
    return signed.date() + timedelta(days=content.policies[what]["days"]) if signed else None


def days_left(order: Order, content: Content, now: datetime, what: str = "returns") -> Optional[int]:
    """Days until `last_day`: 0 on the day itself, negative afterwards."""
    last = last_day(order, content, what)
    return (last - now.date()).days if last else None


def ship_by(order: Order, content: Content) -> datetime:
    """Until when it must leave: the record's promise, else payment plus the policy's hours."""
    promised = timedelta(hours=content.policies["shipping"]["dispatch_hours"])
    return order.ship_by or (order.paid_at or order.created_at) + promised


def stalled_after(content: Content) -> timedelta:
    """How long a parcel may be silent."""
    return timedelta(days=content.policies["shipping"]["stalled_days"])


def moving_parcel(order: Order) -> Parcel:
    """Of the parcels under way (there must be one) that which reported last."""
    return newest_parcel(tuple(parcel for parcel in order.parcels if parcel.under_way))


def newest_parcel(parcels: tuple[Parcel, ...]) -> Optional[Parcel]:
    """The parcel that reported last."""
    heard = [parcel for parcel in parcels if parcel.last]
    return max(heard, key=lambda parcel: parcel.last.at) if heard else next(iter(parcels), None)
