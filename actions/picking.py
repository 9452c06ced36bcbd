"""Which order a question is about: none, the one that fits, or ask."""

from __future__ import annotations

import re
from typing import Any, Callable, Optional

from actions.answer import Answer, button
from actions.carried import before_asking, carried
from actions.garments import lines_named
from actions.question import Question
from actions.words import Words
from bot.stores import Order

Fits = Callable[[Order], bool]
BUTTONS = 5
_THAT_ORDER = re.compile(r"那一?单")


def pick_order(question: Question, answer: Answer, fits: Fits, stays: Optional[Fits] = None, **data: Any) -> Optional[Order]:
    """The order the question is about, remembered; or None, after `answer` was told to ask or to say that there is none.

    A number the shopper gave decides. Else the order in view, when it `stays` (default: `fits`); else the only one that
    fits; else the only one there is. `data` comes back with the shopper's choice, beside what the message said.
    """
    number = _named(question)
    if number is not None:
        order = find_order(question, number)
        return _take(answer, order) if order else _not_found(question, answer, data)
    order = only_order(question, fits, stays)
    if order is not None:
        return _take(answer, order)
    _ask_which(question, answer, fits, data)
    return None


def only_order(question: Question, fits: Fits, stays: Optional[Fits] = None) -> Optional[Order]:
    """The order in view or the only fitting one, without ever asking."""
    candidates = _candidates(question)
    if question.order in candidates and (stays or fits)(question.order):
        return question.order
    best = _best(candidates, fits)
    return best[0] if len(best) == 1 else None


def find_order(question: Question, number: str) -> Optional[Order]:
    """This shopper's order with that order number or tracking number, also of a parcel sent back."""
    for order in question.orders:
        if order.number == number:
            return order
    found = question.stores.orders.by_tracking(question.shopper, number)
    if found:
        return found[0]
    case = question.stores.aftersales.by_tracking(question.shopper, number)
    return question.stores.orders.of(question.shopper, case.order) if case else None


def named(question: Question) -> bool:
    """The shopper has said, shown or pressed which order is meant, or points at one (圆领T那单)."""
    return _named(question) is not None or bool(_THAT_ORDER.search(question.text))


def _named(question: Question) -> Optional[str]:
    for entity in ("order_number", "tracking_number"):
        if question.entities.get(entity):
            return str(question.entities[entity])
    if question.order_number and (not question.text.strip() or question.awaiting.get("what") == "order"):
        return question.order_number
    return before_asking(question).get("order")


def _candidates(question: Question) -> list[Order]:
    said, possible = question.entities.get("product"), [order for order in question.orders if order.number != question.not_order]
    with_it = [order for order in possible if any(line.product == said for line in order.lines)]
    return with_it or [order for order in possible if lines_named(question, order)] or possible


def _best(candidates: list[Order], fits: Fits) -> list[Order]:
    return [o for o in candidates if fits(o)] or [o for o in candidates if not o.closed] or candidates


def _take(answer: Answer, order: Order) -> Order:
    answer.remember(order=order.number)
    return order


def _not_found(question: Question, answer: Answer, data: dict[str, Any]) -> None:
    # The same words whether it does not exist or is somebody else's.
    answer.ask("order", "utter_order_not_found", data={**carried(question), **data}).remember(order=None)


def _ask_which(question: Question, answer: Answer, fits: Fits, data: dict[str, Any]) -> None:
    kept = {**carried(question), **data}
    if not question.orders:
        answer.ask("order", "utter_no_order", data=kept)
        return
    offered = _best(_candidates(question), fits)
    shown = offered[:BUTTONS]
    titles = Words(question.content, question.now).order_titles(shown)
    buttons = [button(title, order=order.number) for title, order in zip(titles, shown)]
    answer.ask("order", "utter_which_order", buttons=buttons, data=kept, count=len(offered))
