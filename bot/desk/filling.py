"""What a phrase's variables stand for in this talk: the order in question as it is now, its parcel, its refund."""

from __future__ import annotations

from typing import Any, Optional, Sequence

from bot.handoff import Ticket
from bot.stores import AfterSale, Order, OrderLine, Parcel


def current_order(ticket: Optional[Ticket], orders: Sequence[Order]) -> Optional[Order]:
    """The order the bot was asked about, else the newest that is not closed, else the newest."""
    wanted = ticket.facts.get("order") if ticket else None
    named = next((order for order in orders if order.number == wanted), None)
    return named or next((order for order in orders if not order.closed), None) or next(iter(orders), None)


def values_for(ticket: Optional[Ticket], orders: Sequence[Order], agent: str, content: Any, say: Any) -> dict[str, str]:
    """Every variable that is known. `say` gives the shop's word for a code (bot.replies.Wording.say)."""
    order = current_order(ticket, orders)
    parcel = _parcel(order)
    case = order.open_case or next(iter(order.cases), None) if order else None
    line = _line(order, case)
    product = content.product_of((ticket.facts.get("sku") or ticket.facts.get("product") or "") if ticket else "")
    found = {
        "order": order and order.number,
        "order_status": order and (say(f"utter_word_state_{order.status}") or order.status),
        "product": product.name if product else line and line.title,
        "colour": line and line.colour,
        "size": line and line.size,
        "carrier": parcel and parcel.carrier,
        "tracking": parcel and parcel.tracking,
        "parcel_last": parcel and parcel.last and parcel.last.text,
        "parcel_place": parcel and parcel.last and parcel.last.place,
        "refund_amount": case and f"{case.amount:.2f}",
        "refund_status": case and (say(f"utter_word_refund_{case.status}") or case.status),
        "agent": agent,
    }
    return {**content.variables, **{name: str(value) for name, value in found.items() if value}}


def _parcel(order: Optional[Order]) -> Optional[Parcel]:
    """The one still under way, else the last."""
    parcels = order.parcels if order else ()
    return next((parcel for parcel in parcels if parcel.under_way), None) or next(reversed(parcels), None)


def _line(order: Optional[Order], case: Optional[AfterSale]) -> Optional[OrderLine]:
    """The line a case is about, else the first."""
    if order is None:
        return None
    return (order.line(case.line) if case and case.line else None) or next(iter(order.lines), None)
