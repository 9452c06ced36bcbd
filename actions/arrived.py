"""What wording about an order that has arrived may name, and finding such an order without asking."""

from __future__ import annotations

from typing import Any, Callable, Optional

from actions.answer import Answer
from actions.order_state import arrived_at, arrived_lines, last_day
from actions.picking import named, only_order, pick_order
from actions.question import Question
from actions.words import Words, money
from bot.stores import Order


def clear_order(question: Question, answer: Answer, fits: Callable[[Order], bool]) -> Optional[Order]:
    """The order when it is clear or named; never asks which."""
    return pick_order(question, answer, fits=fits) if named(question) else only_order(question, fits=fits)


def values_of(question: Question, order: Order, policy: str = "returns") -> dict[str, Any]:
    words = Words(question.content, question.now)
    values: dict[str, Any] = {
        "order": order.number, "items": words.items(arrived_lines(order)), "amount": money(order.total),
        "to": order.paid_with or words("same_account"),
    }
    signed, last = arrived_at(order), last_day(order, question.content, policy)
    if signed is not None and last is not None:
        values.update(signed=words.when(signed), gone=(question.now.date() - signed.date()).days)
        values.update(left=(last - question.now.date()).days, last=words.day(last))
    return values
