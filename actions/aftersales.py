"""Returning, refunding, exchanging: what applies to the order as its record stands."""

from __future__ import annotations

from typing import Any, Optional

from actions.answer import Answer
from actions.arrived import values_of
from actions.base import ShopAction
from actions.carried import before_asking, wanted
from actions.cases import say_progress
from actions.changing import intercepted
from actions.closing import say_closed
from actions.order_state import arrived, days_left, moving_parcel, stalled_after, under_way
from actions.phrases import is_intimate
from actions.picking import named, pick_order
from actions.question import Question
from actions.tracking import parcel_values
from actions.words import Words
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order


def not_closed(order: Order) -> bool:
    """Neither cancelled nor refunded as a whole."""
    return not order.closed


class ReturnGoods(ShopAction):
    """Sending something back: by the order's state, with the days left and how to apply."""

    action = "action_return_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _order_of(question, answer, "utter_return_general")
        if order is None or _settled(question, answer, order):
            return answer
        if not arrived(order):
            return _not_arrived(question, answer, order, "return")
        return _say_days(question, answer, order, "return")


class RefundOnly(ShopAction):
    """Money back without sending anything: at once before dispatch, by interception on the way, by reason afterwards."""

    action = "action_refund_only"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if question.confirmed is not None and before_asking(question).get("change") == "intercept":
            return intercepted(question, answer)
        order = _order_of(question, answer, "utter_refund_general")
        if order is None or _settled(question, answer, order):
            return answer
        words = Words(question.content, question.now)
        if not arrived(order):
            return _not_arrived(question, answer, order, "refund")
        ways = (("return", "return_goods"), ("quality", "quality_problem"), ("not_received", "parcel_not_received"))
        return answer.say("utter_refund_arrived", buttons=go_to(words, *ways, order=order.number), **values_of(question, order))


class ExchangeGoods(ShopAction):
    """Another size or colour after it arrived, with whether it is in stock."""

    action = "action_exchange_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _order_of(question, answer, "utter_exchange_general")
        if order is None or _settled(question, answer, order):
            return answer
        if not arrived(order):
            return _not_arrived(question, answer, order, "exchange")
        _say_days(question, answer, order, "exchange")
        stock = _stock_of_wanted(question, order)
        return answer.say(stock[0], **stock[1]) if stock else answer


def _order_of(question: Question, answer: Answer, general: str) -> Optional[Order]:
    """The order, or None after asking which; a shopper without any order gets the general rule."""
    if not question.orders and not named(question):
        answer.say(general)
        return None
    return pick_order(question, answer, fits=arrived, stays=not_closed)


def _settled(question: Question, answer: Answer, order: Order) -> Optional[Answer]:
    """Nothing to apply for: it is over, or applied for already."""
    if order.closed:
        return say_closed(question, answer, order)
    return say_progress(question, answer, order, order.open_case) if order.open_case else None


def _not_arrived(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    """Before dispatch: cancel or change. On the way: refuse, wait, or have it turned."""
    words, values = Words(question.content, question.now), values_of(question, order)
    if order.changeable:
        ways = (("cancel", "cancel_order"), ("change", "change_order"))
        name = f"utter_{what}_unpaid" if order.status == "unpaid" else f"utter_{what}_not_sent"
        return answer.say(name, buttons=go_to(words, *ways, order=order.number), **values)
    parcel = moving_parcel(order) if under_way(order) else None
    if parcel is None or parcel.last is None:
        return answer.say("utter_return_on_way_unseen", **values)
    values.update(parcel_values(question, order, parcel))
    if what == "refund":
        if parcel.stalled(question.now, stalled_after(question.content)):
            return answer.say("utter_refund_stalled", **values).hand_over("stalled")
        data = {"order": order.number, "change": "intercept"}
        return ask_yes_no(answer, words, "utter_refund_on_way", data=data, yes="cancel_shipped_yes", no="intercept_no", **values)
    ways = (("refuse", "refuse_parcel"), ("where", "track_parcel"))
    return answer.say(f"utter_{what}_on_way", buttons=go_to(words, *ways, order=order.number), **values)


def _say_days(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    policy = "exchange" if what == "exchange" else "returns"
    left = days_left(order, question.content, question.now, policy)
    words, values = Words(question.content, question.now), values_of(question, order, policy)
    if left < 0:
        buttons = go_to(words, ("quality", "quality_problem"), order=order.number)
        return answer.say(f"utter_{what}_late", buttons=buttons, **values)
    ways = (("exchange", "exchange_goods"),) if what == "return" else (("return", "return_goods"),)
    buttons = go_to(words, *ways, ("return_address", "ask_return_address"), ("quality", "quality_problem"), order=order.number)
    answer.say(f"utter_{what}_days" if left else f"utter_{what}_today", buttons=buttons, **values)
    products = [question.content.products.get(line.product) for line in order.lines]
    if any(product and is_intimate(question, product) for product in products):
        answer.say("utter_return_intimate")
    return answer


def _stock_of_wanted(question: Question, order: Order) -> Optional[tuple[str, dict[str, Any]]]:
    """Whether the size or colour asked for can be had, for an order of one kind of goods."""
    line = order.lines[0]
    product = question.content.products.get(line.product) if len(order.lines) == 1 else None
    size, colour = wanted(question, "size", line.size), wanted(question, "colour", line.colour)
    if product is None or not (size or colour) or days_left(order, question.content, question.now, "exchange") < 0:
        return None
    new = {"new": " ".join(filter(None, (colour or line.colour, size or line.size)))}
    found = product.find(colour or line.colour, size or line.size)
    if not found:
        return "utter_exchange_no_such", new
    there = question.stores.stock.on_hand(found[0].id) >= line.quantity
    return "utter_exchange_in_stock" if there else "utter_exchange_no_stock", new
