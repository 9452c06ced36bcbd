"""Bought, then cheaper: compares what was paid with the price now, within the days the shop protects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Optional

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking
from actions.goods import product_in_view
from actions.picking import named, pick_order
from actions.question import Question
from actions.words import Words, money
from actions.yes_no import ask_yes_no
from bot.stores import Order, OrderLine


@dataclass(frozen=True)
class Compared:
    """An order line and the price of the same SKU now."""

    order: Order
    line: OrderLine
    now: Decimal
    left: timedelta

    @property
    def difference(self) -> Decimal:
        """Yuan for all pieces of the line; positive when it became cheaper."""
        return (self.line.price - self.now) * self.line.quantity


class PriceProtection(ShopAction):
    """Looks through the shopper's own orders; a real difference is passed on to a person once the shopper says yes."""

    action = "action_price_protection"

    def answer(self, question: Question) -> Answer:
        if question.confirmed is not None and "difference" in before_asking(question):
            return _decided(question)
        answer = Answer()
        if named(question):
            order = pick_order(question, answer, fits=lambda order: True)
            orders = [order] if order else []
        else:
            orders = _orders_meant(question)
        if answer.replies:
            return answer
        compared = [c for order in orders for c in _compare(question, order)]
        dropped = max((c for c in compared if c.difference > 0), key=lambda c: c.difference, default=None)
        if dropped is not None:
            return _offer(question, dropped)
        if compared:
            return _say(question, "utter_protection_same", compared[0])
        return _nothing_to_compare(question, orders)


def _decided(question: Question) -> Answer:
    given = before_asking(question)
    if not question.confirmed:
        return Answer().say("utter_protection_kept")
    return Answer().say("utter_protection_passed_on", order=given["order"], difference=given["difference"]).hand_over("price_protection")


def _orders_meant(question: Question) -> list[Order]:
    """Those with the product in question; else the order in view; else all of this shopper's."""
    product = product_in_view(question)
    of_it = [o for o in question.orders if product and any(line.product == product.id for line in o.lines)]
    return of_it or ([question.order] if question.order else question.orders)


def _compare(question: Question, order: Order) -> list[Compared]:
    """The order's lines still within the protected days, with the price of today."""
    if order.closed or order.paid_at is None:
        return []
    left = order.paid_at + timedelta(days=question.content.policies["price_protection"]["days"]) - question.now
    if left < timedelta(0):
        return []
    skus = question.content.by_sku
    return [Compared(order, line, skus[line.sku][1].price, left) for line in order.lines if line.sku in skus]


def _offer(question: Question, found: Compared) -> Answer:
    words = Words(question.content, question.now)
    data = {"order": found.order.number, "difference": money(found.difference)}
    answer = Answer().remember(order=found.order.number)
    return ask_yes_no(answer, words, "utter_protection_due", data=data, yes="pass_on", no="not_now", **_values(question, found))


def _say(question: Question, name: str, found: Compared) -> Answer:
    return Answer().say(name, **_values(question, found)).remember(order=found.order.number)


def _values(question: Question, found: Compared) -> dict[str, object]:
    words = Words(question.content, question.now)
    return {
        "order": found.order.number, "item": words.items([found.line]), "paid": money(found.line.price), "now": money(found.now),
        "difference": money(found.difference), "left": words.lasting(found.left)}


def _nothing_to_compare(question: Question, orders: list[Order]) -> Answer:
    order = _newest_of_one(orders)
    if order is None:
        return Answer().say("utter_protection_rule")
    if order.closed:
        return Answer().say("utter_protection_closed", order=order.number)
    if order.paid_at is None:
        return Answer().say("utter_protection_unpaid", order=order.number)
    days_ago = (question.now - order.paid_at).days
    if days_ago < question.content.policies["price_protection"]["days"]:
        return Answer().say("utter_protection_rule")
    return Answer().say("utter_protection_late", order=order.number, days_ago=days_ago)


def _newest_of_one(orders: list[Order]) -> Optional[Order]:
    """The order to speak of: the only one, or the newest that was paid."""
    paid = [order for order in orders if order.paid_at and not order.closed]
    return (paid or orders or [None])[0]
