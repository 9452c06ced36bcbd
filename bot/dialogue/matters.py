"""Which questions belong together: what a card, a value or the last question may go on with."""

from __future__ import annotations

from typing import Optional

from bot.dialogue.understood import MEASURES

SMALL_TALK = {"greet", "goodbye", "thank", "affirm", "deny", "ask_bot", "out_of_scope"}
PRODUCT_TALK = frozenset({
    "ask_size", "ask_measurements", "ask_fit", "ask_material", "ask_pilling", "ask_fading", "ask_shrink", "ask_care", "ask_thickness",
    "ask_smell", "ask_quality", "ask_colour", "ask_stock", "ask_price", "ask_warranty", "ask_usage", "ask_product", "ask_authentic", "ask_gift",
})
ORDER_TALK = frozenset({
    "order_status", "track_parcel", "parcel_stalled", "parcel_not_received", "urge_shipping", "ask_ship_time", "ask_delivery_time",
    "change_order", "change_address", "cancel_order", "return_goods", "refund_only", "exchange_goods", "refund_progress", "change_return",
    "price_protection",
})
MATTERS = (
    frozenset({"return_goods", "refund_only", "exchange_goods", "ask_return_address", "ask_return_freight", "refund_progress", "change_return"}),
    frozenset({"track_parcel", "parcel_stalled", "parcel_not_received", "arrange_delivery", "ask_delivery_time"}),
    frozenset({"quality_problem", "wrong_item", "missing_item", "not_as_described", "ask_compensation", "refund_progress"}),
    frozenset({"change_order", "change_address", "cancel_order", "order_status"}),
)
PLACE_TALK = frozenset({"ask_freight", "ask_delivery_area", "ask_delivery_time"})


def goes_on_with(kind: str) -> frozenset[str]:
    """The questions that a card of this kind without words may answer."""
    return PRODUCT_TALK if kind == "product" else ORDER_TALK


def same_matter(intent: str, asked: Optional[str]) -> bool:
    """什么时候退钱 right after a refund's progress: what was talked about just now speaks for the likelier reading."""
    return any({intent, asked} <= matter for matter in MATTERS)


def concerned(entity: str) -> frozenset[str]:
    """The questions that a new value of this entity asks again."""
    if entity in MEASURES:
        return frozenset({"ask_size", "ask_fit"})
    if entity in ("order_number", "tracking_number"):
        return ORDER_TALK
    if entity == "place":
        return PLACE_TALK
    if entity in ("size", "colour"):
        return PRODUCT_TALK | {"exchange_goods", "change_order"}
    return PRODUCT_TALK | {"recommend"} if entity in ("product", "category") else frozenset()
