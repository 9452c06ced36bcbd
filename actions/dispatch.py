"""What to say about an order that has not (all) left yet: by when it leaves, and honestly when that time has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.answer import Answer
from actions.order_state import ship_by, to_be_sent, waiting
from actions.question import Question
from actions.widgets import order_card
from actions.words import Words, money
from actions.yes_no import go_to
from bot.stores import Order


def say_dispatch(question: Question, answer: Answer, order: Order, *, urging: bool = False) -> Answer:
    """The state of an unpaid or not completely sent order. `urging`: the shopper is in a hurry, so soothe first."""
    words = Words(question.content, question.now)
    if order.status == "unpaid":
        return _unpaid(question, answer, order, words)
    if order.open_case:
        buttons = go_to(words, ("progress", "refund_progress"), order=order.number)
        return answer.say("utter_dispatch_refunding", buttons=buttons, **_values(question, order, words))
    return _paid(question, answer, order, words, urging)


def say_rest(question: Question, answer: Answer, order: Order) -> Answer:
    """What of a partly sent order is still to come; nothing when all has left."""
    if to_be_sent(order) and not waiting(order):
        words = Words(question.content, question.now)
        late = question.now > ship_by(order, question.content)
        values = {**_values(question, order, words), "items": words.items(order.unsent_lines)}
        answer.say("utter_dispatch_rest_overdue" if late else "utter_dispatch_rest", **values)
        if late:
            answer.hand_over("overdue")
    return answer


def _unpaid(question: Question, answer: Answer, order: Order, words: Words) -> Answer:
    open_for = timedelta(minutes=question.content.policies["payment"]["unpaid_minutes"])
    left = order.created_at + open_for - question.now
    how_to_pay = () if question.intent == "place_order" else (("pay", "place_order"),)
    buttons = go_to(words, *how_to_pay, ("cancel", "cancel_order"), order=order.number)
    name = "utter_dispatch_unpaid" if left > timedelta(0) else "utter_dispatch_unpaid_closing"
    values = _values(question, order, words)
    return answer.say(name, buttons=buttons, **{**values, "left": words.lasting(left), "total": money(order.total)})


def _paid(question: Question, answer: Answer, order: Order, words: Words, urging: bool) -> Answer:
    values = _values(question, order, words)
    if question.now > ship_by(order, question.content):
        buttons = go_to(words, ("cancel", "cancel_order"), order=order.number)
        answer.say("utter_dispatch_overdue", buttons=buttons, card=order_card(order, words), **values)
        return answer.hand_over("overdue")
    buttons = go_to(words, ("address", "change_address"), ("change", "change_order"), ("cancel", "cancel_order"), order=order.number)
    kind = "presale" if order.presale_date else "due"
    name = f"utter_urge_{kind}" if urging else f"utter_dispatch_{kind}"
    return answer.say(name, buttons=buttons, card=order_card(order, words), **values)


def _values(question: Question, order: Order, words: Words) -> dict[str, Any]:
    until = ship_by(order, question.content)
    file = "presale" if order.presale_date else "shipping"
    return {
        "order": order.number,
        "items": words.items(order.lines),
        "paid": words.when(order.paid_at or order.created_at),
        "until": words.day(until) if order.presale_date else words.when(until),
        "left": words.lasting(until - question.now),
        "coupon": question.content.policies[file]["late_coupon"],
    }
