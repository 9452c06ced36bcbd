"""What to say about an order that is over: cancelled or refunded."""

from __future__ import annotations

from actions.answer import Answer
from actions.cases import newest_case, say_progress
from actions.question import Question
from actions.words import Words
from bot.stores import Order


def say_closed(question: Question, answer: Answer, order: Order) -> Answer:
    """When and why it was closed, and where the money is."""
    words = Words(question.content, question.now)
    values = {"order": order.number, "items": words.items(order.lines), "why": order.closed_reason}
    if order.closed_at:
        values["at"] = words.when(order.closed_at)
    if order.paid_at is None:
        return answer.say("utter_order_closed_unpaid", **values)
    answer.say("utter_order_closed_paid" if order.status == "cancelled" else "utter_order_closed_refunded", **values)
    case = newest_case(order)
    return say_progress(question, answer, order, case) if case else answer
