"""After-sales cases as their records stand: progress, where to send things, changing an application."""

from __future__ import annotations

from typing import Callable

from actions.answer import Answer
from actions.arrived import clear_order, values_of
from actions.base import ShopAction
from actions.cases import case_values, newest_case, say_progress, send_back_by
from actions.closing import say_closed
from actions.cues import chosen
from actions.garments import part_meant
from actions.order_state import arrived
from actions.picking import pick_order
from actions.pickup import asks_pickup_code, say_pickup_code
from actions.question import Question
from actions.refused import say_refused
from actions.words import Words
from actions.yes_no import go_to
from bot.stores import Order

_ADDRESS = (
    (r"上门|取件(?!码)|来拿|来取", "utter_return_pickup"),
    (r"填单号|填.*单号|单号.*填|回寄单号|物流单号|运单", "utter_return_tracking"),
    (r"什么快递|哪家快递|哪个快递|随便寄|到付", "utter_return_carrier"),
)


class ReturnAddress(ShopAction):
    """Where to send it: the address only for an approved case, else how to get there."""

    action = "action_return_address"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if asks_pickup_code(question):
            return say_pickup_code(question, answer)
        how = chosen(question, _ADDRESS, "")
        order = clear_order(question, answer, fits=lambda order: bool(order.open_case))
        if answer.replies:
            return answer
        if how:
            answer.say(how)
        case = order.open_case if order else None
        if case is None:
            return answer if how else answer.say("utter_return_address_apply_first")
        if case.status == "approved" and case.kind != "refund_only":
            by = Words(question.content, question.now).when(send_back_by(case, question.content))
            return answer.say("utter_return_address", by=by, **case_values(question, order, case))
        if case.status == "applied" and case.kind != "refund_only":
            return answer.say("utter_return_address_wait", **case_values(question, order, case))
        return say_progress(question, answer, order, case)


class RefundProgress(ShopAction):
    """How far a case is, strictly from its record."""

    action = "action_refund_progress"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=_with_case(question), stays=lambda order: bool(order.cases))
        if order is None:
            return answer
        order = part_meant(question, order)
        case = newest_case(order)
        if case is None:
            return _no_case(question, answer, order)
        return say_refused(question, answer, order) or say_progress(question, answer, order, case)


class ChangeReturn(ShopAction):
    """Withdrawing or changing an application, or why it was refused."""

    action = "action_change_return"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=_with_case(question), stays=lambda order: bool(order.cases))
        if order is None:
            return answer
        case = newest_case(order)
        if case is None:
            return _no_case(question, answer, order)
        if case.status in ("applied", "approved"):
            name = "utter_change_return_refund" if case.kind == "refund_only" else "utter_change_return"
            return answer.say(name, **case_values(question, order, case))
        if case.status in ("returning", "received"):
            return answer.say("utter_change_return_sent", **case_values(question, order, case)).hand_over("change_return")
        return say_refused(question, answer, order) or say_progress(question, answer, order, case)


def _with_case(question: Question) -> Callable[[Order], bool]:
    """Orders with an open case; when there is none, orders with any case."""
    some_open = any(order.open_case for order in question.orders)
    return lambda order: bool(order.open_case if some_open else order.cases)


def _no_case(question: Question, answer: Answer, order: Order) -> Answer:
    if order.closed:
        return say_closed(question, answer, order)
    if order.status == "unpaid":
        return answer.say("utter_refund_unpaid", **values_of(question, order))
    ways = (("return", "return_goods"), ("refund", "refund_only")) if arrived(order) else (("refund", "refund_only"),)
    buttons = go_to(Words(question.content, question.now), *ways, order=order.number)
    return answer.say("utter_progress_none", buttons=buttons, **values_of(question, order))
