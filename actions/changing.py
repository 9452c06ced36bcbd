"""What all changes of an order have in common: nothing is written without a yes, and nothing once it has left. Cancelling it."""

from __future__ import annotations

import re
from typing import Any, Optional

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words
from actions.cases import newest_case, say_progress
from actions.closing import say_closed
from actions.garments import meant_lines, part_meant
from actions.order_state import arrived, moving_parcel, under_way
from actions.parts import part_confirmed, say_part
from actions.picking import Fits, pick_order
from actions.question import Question
from actions.tracking import parcel_values
from actions.words import Words, money
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order, Written

NOTE_LENGTH = 200
_FEE = re.compile(r"扣.{0,3}钱|扣费|手续费|违约金|收费|要钱|收.{0,2}钱|扣.{0,2}运费")
_KEEP = re.compile(r"(?<![要想用])不[用想要]?取消|(?<!特)别取消")


def may_change(order: Order) -> bool:
    """It can be changed, or there is still something to say about why not: it is on its way."""
    return order.changeable or under_way(order)


def changeable(order: Order) -> bool:
    """Nothing has left and no refund is under way."""
    return order.changeable and not order.open_case


def pick_changeable(question: Question, answer: Answer, stays: Fits) -> Optional[Order]:
    """The order to change. One in view that has left gives way while another can still be changed."""
    some = any(changeable(order) for order in question.orders)
    return pick_order(question, answer, fits=changeable, stays=changeable if some else stays)


class CancelOrder(ShopAction):
    """Cancels before dispatch after a yes; afterwards says what is still possible."""

    action = "action_cancel_order"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        change = before_asking(question).get("change")
        if question.confirmed is not None and change == "cancel":
            return self._confirmed(question, answer)
        if question.confirmed is not None and change in ("intercept", "part"):
            return intercepted(question, answer)
        if _KEEP.search(first_words(question)):
            return answer.say("utter_cancel_dropped")
        order = pick_changeable(question, answer, stays=lambda order: may_change(order) or order.closed)
        if order is None:
            return answer
        if not changeable(order):
            return say_no_longer(question, answer, order, "cancel")
        if _FEE.search(first_words(question)):
            return _say_fee(question, answer, order)
        words = Words(question.content, question.now)
        if part := meant_lines(question, order):
            answer.say("utter_cancel_whole", part=words.items(part), order=order.number)
        name = "utter_cancel_confirm" if order.status == "paid" else "utter_cancel_confirm_unpaid"
        data = {"order": order.number, "change": "cancel", "reason": first_words(question)[:NOTE_LENGTH]}
        values = {"items": words.items(order.lines), "order": order.number, "total": money(order.total)}
        to = order.paid_with or words("same_account")
        return ask_yes_no(answer, words, name, data=data, yes="cancel_yes", no="cancel_no", to=to, **values)

    def _confirmed(self, question: Question, answer: Answer) -> Answer:
        data = before_asking(question)
        if not question.confirmed:
            return answer.say("utter_cancel_dropped")
        request = f"{question.message_id}:{self.action}"
        written = question.stores.orders.cancel(question.shopper, data["order"], reason=data.get("reason") or "-", request_id=request)
        if not written.done or written.order is None:
            return say_written(question, answer, written, "cancel")
        order, words = written.order, Words(question.content, question.now)
        name = "utter_cancel_done" if written.case else "utter_cancel_done_unpaid"
        to = order.paid_with or words("same_account")
        return answer.say(name, items=words.items(order.lines), order=order.number, total=money(order.total), to=to)


def _say_fee(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    values = {"items": words.items(order.lines), "order": order.number, "total": money(order.total)}
    name = "utter_cancel_fee" if order.status == "paid" else "utter_cancel_fee_unpaid"
    buttons = go_to(words, ("cancel", "cancel_order"), order=order.number)
    return answer.say(name, buttons=buttons, to=order.paid_with or words("same_account"), **values)


def say_written(question: Question, answer: Answer, written: Written, what: str, **values: Any) -> Answer:
    """What came of a write, in words; when the order has moved on meanwhile, what is still possible."""
    order = written.order
    if order is None:
        return answer.say("utter_order_not_found").remember(order=None)
    if written.outcome in ("done", "unchanged") and not order.closed:
        return answer.say(f"utter_{what}_{written.outcome}", **values)
    if written.outcome in ("too_late", "unchanged"):
        return say_no_longer(question, answer, order, what)
    return answer.say(f"utter_change_{written.outcome}", **values)


def say_no_longer(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    """It is being refunded, has left, has arrived or is over: what can still be done. `what` is address, change, note or cancel."""
    what = "change" if what == "note" else what
    if say_part(question, answer, order, what):
        return answer
    order = part_meant(question, order)
    words = Words(question.content, question.now)
    values: dict[str, Any] = {"order": order.number, "items": words.items(order.lines)}
    if order.closed:
        return say_closed(question, answer, order)
    if order.changeable and order.open_case:
        return say_progress(question, answer, order, newest_case(order))
    if under_way(order):
        return _on_its_way(question, answer, order, what)
    if arrived(order):
        ways = (("return", "return_goods"), ("exchange", "exchange_goods"), ("not_received", "parcel_not_received"))
        return answer.say(f"utter_{what}_arrived", buttons=go_to(words, *ways, order=order.number), **values)
    return answer.say(f"utter_{what}_shipped_unseen", **values)


def _on_its_way(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    words, parcel = Words(question.content, question.now), moving_parcel(order)
    values = parcel_values(question, order, parcel)
    if parcel.last is None:
        return answer.say(f"utter_{what}_shipped_unseen", **values)
    if what == "change":
        ways = (("refuse", "refuse_parcel"), ("exchange", "exchange_goods"))
        return answer.say("utter_change_shipped", buttons=go_to(words, *ways, order=order.number), **values)
    data = {"order": order.number, "change": "intercept"}
    return ask_yes_no(answer, words, f"utter_{what}_shipped", data=data, yes=f"{what}_shipped_yes", no="intercept_no", **values)


def intercepted(question: Question, answer: Answer) -> Answer:
    """The shopper wants us to turn a parcel on its way, or to keep back what has not left: a person does it."""
    if before_asking(question).get("change") == "part":
        return part_confirmed(question, answer)
    if not question.confirmed:
        return answer.say("utter_intercept_dropped")
    return answer.say("utter_intercept", order=before_asking(question)["order"]).hand_over("intercept")
