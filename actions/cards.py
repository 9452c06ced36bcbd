"""A card or a picture without words: say what it is, and offer what usually follows."""

from __future__ import annotations

from typing import Optional

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.faults import FAULTS, keep_photo, photos_of
from actions.order_state import arrived, state_of
from actions.picking import only_order
from actions.question import Question
from actions.widgets import order_card
from actions.words import Words, money
from actions.yes_no import go_to
from bot.stores import Order

AFTERSALES = frozenset(FAULTS) | {
    "return_goods", "refund_only", "exchange_goods", "ask_return_address", "ask_return_freight", "refund_progress",
    "return_policy", "change_return", "parcel_not_received", "refuse_parcel",
}  # fmt: skip
_TO_SEND = (("urge", "urge_shipping"), ("address", "change_address"), ("change", "change_order"), ("cancel", "cancel_order"))
_ON_WAY = (("where", "track_parcel"), ("refuse", "refuse_parcel"), ("address", "change_address"))
_WAYS = {
    "unpaid": (("pay", "place_order"), ("address", "change_address"), ("cancel", "cancel_order")),
    "paid": _TO_SEND, "presale": _TO_SEND, "overdue": _TO_SEND, "partly": (("where", "track_parcel"), ("urge", "urge_shipping")),
    "shipped": _ON_WAY, "delivering": _ON_WAY, "returned": (("where", "track_parcel"), ("progress", "refund_progress")),
    "stalled": (("where", "parcel_stalled"), ("refund", "refund_only")),
    "problem": (("where", "track_parcel"), ("redeliver", "arrange_delivery")),
    "signed": (
        ("return", "return_goods"), ("exchange", "exchange_goods"), ("quality", "quality_problem"), ("not_received", "parcel_not_received"),
    ),
    "case": (("progress", "refund_progress"), ("return_address", "ask_return_address")),
    "cancelled": (("progress", "refund_progress"),), "refunded": (("progress", "refund_progress"),),
}  # fmt: skip


class Image(ShopAction):
    """A picture: kept with the case while an after-sales matter is under way, else acknowledged."""

    action = "action_image"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if not question.image_url:
            return answer.say("utter_image_failed")
        order = self._order(question)
        if order is None:
            return answer.say("utter_image")
        first = not photos_of(order)
        keep_photo(question, order, question.image_url)
        answer.say("utter_image_kept", order=order.number).remember(order=order.number)
        # Somebody has to look at it; for further pictures somebody has been asked already.
        return answer.hand_over("photo") if first else answer

    def _order(self, question: Question) -> Optional[Order]:
        """The order the picture belongs to, when an after-sales matter is under way."""
        order = only_order(question, fits=lambda order: bool(order.open_case), stays=arrived)
        if order is None or not arrived(order):
            order = only_order(question, fits=arrived)
        if order is None:
            return None
        more = question.previous_intent == "image" and bool(photos_of(order))
        return order if more or question.previous_intent in AFTERSALES else None


class OrderCard(ShopAction):
    """An order card: which order, its state, and what usually follows from that state."""

    action = "action_order_card"

    def answer(self, question: Question) -> Answer:
        answer, order = Answer(), question.order
        if order is None:
            return answer.say("utter_order_not_found").remember(order=None)
        words, state = Words(question.content, question.now), state_of(order, question.content, question.now)
        ways = _WAYS[state] if order.paid_at or state == "unpaid" else ()
        card = order_card(order, words)
        values = {"order": order.number, "items": words.items(order.lines), "state": words(f"state_{state}"), "total": money(order.total)}
        name = "utter_order_card" if ways else "utter_order_card_over"
        return answer.say(name, buttons=go_to(words, *ways, order=order.number), card=card, **values)


class ProductCard(ShopAction):
    """A goods card: which product, and what is usually asked about it."""

    action = "action_product_card"

    def answer(self, question: Question) -> Answer:
        product = question.product
        if product is None:
            return Answer().say("utter_product_unknown")
        words = Words(question.content, question.now)
        ways = (("size", "ask_size"), ("material", "ask_material"), ("ship_time", "ask_ship_time"))
        buttons = [button(words(f"button_{word}"), intent=intent, product=product.id) for word, intent in ways]
        return Answer().say("utter_product_seen", buttons=buttons, product=product.name)
