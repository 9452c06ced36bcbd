"""Words that are unclear by themselves and clear to somebody who sees the shopper's records. Synchronous: it reads the stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Optional

from bot.dialogue.asking_back import LIKELY
from bot.dialogue.understood import Understood
from bot.stores import Order, Stores

AMONG = 3  # only what the model itself thinks likely is decided between
ABOUT_A_CASE = ("refund_progress", "change_return")
BEFORE_DISPATCH, ON_THE_WAY = "urge_shipping", "parcel_stalled"


def settled(question: Understood, memory: Mapping[str, Any], shopper: str, stores: Stores) -> Optional[Understood]:
    """The question with the meaning that the records leave it, or None."""
    likely = {r["name"]: r["confidence"] for r in question.ranking[:AMONG] if r["confidence"] >= LIKELY}
    intent = _about_a_case(likely, shopper, stores) or _in_a_hurry(likely, question.needed, memory, shopper, stores)
    return replace(question, intent=intent, sure=True) if intent else None


def _about_a_case(likely: Mapping[str, float], shopper: str, stores: Stores) -> Optional[str]:
    """为什么不给我退, 我换的到哪了: somebody has a case under way, refused, or its new goods in the post."""
    about = next((name for name in likely if name in ABOUT_A_CASE), None)
    if about is None:
        return None
    moving = {parcel.tracking for order in stores.orders.of(shopper) for parcel in order.replacements if parcel.under_way}
    cases = stores.aftersales.of(shopper)
    return about if any(case.open or case.status == "rejected" or case.replacement_tracking in moving for case in cases) else None


def _in_a_hurry(likely: Mapping[str, float], needed: float, memory: Mapping[str, Any], shopper: str, stores: Stores) -> Optional[str]:
    """能快点吗: before dispatch it means the warehouse, after it the carrier."""
    if likely.get(BEFORE_DISPATCH, 0) + likely.get(ON_THE_WAY, 0) < needed:
        return None
    order = _order_in_view(stores.orders.of(shopper), memory.get("order"))
    if order is None or order.status not in ("paid", "shipped"):
        return None
    return BEFORE_DISPATCH if order.status == "paid" else ON_THE_WAY


def _order_in_view(orders: list[Order], number: Optional[str]) -> Optional[Order]:
    """The order talked about, or the only one that is on its way to the shopper."""
    if number:
        return next((order for order in orders if order.number == number), None)
    coming = [order for order in orders if order.status in ("paid", "shipped")]
    return coming[0] if len(coming) == 1 else None
