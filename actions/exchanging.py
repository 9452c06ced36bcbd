"""Sending back or exchanging what has arrived: the days left, what is in stock, and an exchange made already."""

from __future__ import annotations

import re
from typing import Any, Optional

from actions.answer import Answer
from actions.arrived import values_of
from actions.carried import first_words
from actions.cases import case_values, say_progress
from actions.garments import part_meant
from actions.order_state import days_left
from actions.phrases import is_intimate
from actions.question import Question
from actions.wanted import wanted_kind
from actions.words import Words
from actions.yes_no import go_to
from bot.stores import AfterSale, Order

_AGAIN = re.compile(r"再换|又换|还能换|还可以换|能换吗|可以换吗|还想换|二次|第二次|还是[小大紧松]")
_HOW_LONG = re.compile(r"多久|几天|多长时间|什么时候|啥时候")
_FREIGHT = re.compile(r"运费|邮费|快递费")


def say_exchange(question: Question, answer: Answer, order: Order) -> Answer:
    """Another colour or size for what has arrived: made already, or the days left and whether it is in stock."""
    order = part_meant(question, order)
    if order.open_case:
        return say_progress(question, answer, order, order.open_case)
    done = exchanged(order)
    if done:
        return _say_exchanged(question, answer, order, done)
    say_days(question, answer, order, "exchange")
    if days_left(order, question.content, question.now, "exchange") < 0:
        return answer
    stock = _stock_of_wanted(question, order)
    if stock:
        answer.say(stock[0], **stock[1])
    if _HOW_LONG.search(first_words(question)):
        answer.say("utter_exchange_how_long")
    return answer.say("utter_return_freight_exchange") if _FREIGHT.search(first_words(question)) else answer


def exchanged(order: Order) -> Optional[AfterSale]:
    """The exchange whose replacement has been sent."""
    return next((case for case in order.cases if case.kind == "exchange" and case.status == "exchanged"), None)


def _say_exchanged(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    """Where the replacement is; wanting yet another one meets the limit."""
    say_progress(question, answer, order, case)
    if _AGAIN.search(first_words(question)):
        buttons = go_to(Words(question.content, question.now), ("quality", "quality_problem"), order=order.number)
        answer.say("utter_exchange_again", buttons=buttons, **case_values(question, order, case))
    return answer


def say_days(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    """How long it can still be sent back (`what` return) or exchanged (exchange), and how."""
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
    colour, size = wanted_kind(question, line)
    if product is None or not (size or colour):
        return None
    new = {"new": " ".join(filter(None, (colour or line.colour, size or line.size)))}
    found = product.find(colour or line.colour, size or line.size)
    if not found:
        return "utter_exchange_no_such", new
    there = question.stores.stock.on_hand(found[0].id) >= line.quantity
    return "utter_exchange_in_stock" if there else "utter_exchange_no_stock", new
