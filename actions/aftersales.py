"""Returning, refunding, exchanging: what applies to the order as its record stands."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.arrived import values_of
from actions.base import ShopAction
from actions.carried import before_asking, first_words
from actions.cases import say_progress
from actions.change_order import change_confirmed, change_line
from actions.changing import changeable, intercepted
from actions.closing import say_closed
from actions.exchanging import say_days, say_exchange
from actions.compensation import Compensation
from actions.faults import say_fault
from actions.garments import meant_lines, part_meant, still_here
from actions.order_state import arrived, moving_parcel, stalled_after, under_way
from actions.parts import say_part
from actions.picking import named, pick_order
from actions.question import Question
from actions.refused import say_refused
from actions.tracking import parcel_values
from actions.words import Words
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order

_NO_RETURN = re.compile(r"(?:不[想要用]?|不是要)退.*(?:补偿|赔|补点|便宜)|(?:补偿|赔|补).{0,3}(?:点|些)钱?")
_FAULTY = re.compile(r"起球|缩水|掉色|褪色|开线|脱线|破了?[个洞]|破洞|有洞|坏了|瑕疵|(?<!没)(?<!没有)(?<!不是)质量|污渍|脏了|有味|异味|勾丝|断了|起毛|变形")


def not_closed(order: Order) -> bool:
    """Neither cancelled nor refunded as a whole."""
    return not order.closed


class ReturnGoods(ShopAction):
    """Sending something back: by the order's state, with the days left and how to apply."""

    action = "action_return_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if question.confirmed is not None and before_asking(question).get("change") in ("intercept", "part"):
            return intercepted(question, answer)
        if _NO_RETURN.search(first_words(question)):
            return Compensation().answer(question)
        order = _order_of(question, answer, "utter_return_general")
        if order is None or _settled(question, answer, order):
            return answer
        if not arrived(order):
            return not_arrived(question, answer, order, "return")
        if _FAULTY.search(first_words(question)):
            return say_fault(question, answer, order, "quality_problem")
        return say_days(question, answer, order, "return")


class RefundOnly(ShopAction):
    """Money back without sending anything: at once before dispatch, by interception on the way, by reason afterwards."""

    action = "action_refund_only"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if question.confirmed is not None and before_asking(question).get("change") in ("intercept", "part"):
            return intercepted(question, answer)
        if _NO_RETURN.search(first_words(question)):
            return Compensation().answer(question)
        order = _order_of(question, answer, "utter_refund_general")
        if order is None or _settled(question, answer, order):
            return answer
        words = Words(question.content, question.now)
        if not arrived(order):
            return not_arrived(question, answer, order, "refund")
        if _FAULTY.search(first_words(question)):
            return say_fault(question, answer, order, "quality_problem")
        ways = (("return", "return_goods"), ("quality", "quality_problem"), ("not_received", "parcel_not_received"))
        return answer.say("utter_refund_arrived", buttons=go_to(words, *ways, order=order.number), **values_of(question, order))


class ExchangeGoods(ShopAction):
    """Another size or colour: changed at once before it leaves, exchanged after it arrived, with whether it is in stock."""

    action = "action_exchange_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        change = before_asking(question).get("change")
        if question.confirmed is not None and change in ("line", "note"):
            return change_confirmed(question, answer)
        if question.confirmed is not None and change == "part":
            return intercepted(question, answer)
        order = _order_of(question, answer, "utter_exchange_general", narrow=False)
        if order is None:
            return answer
        if changeable(order):
            return change_line(question, answer, order)
        if still_here(order, meant_lines(question, order)):
            return say_part(question, answer, order, "change") or answer
        part = order if order.changeable else part_meant(question, order)
        if _settled(question, answer, part):
            return answer
        return say_exchange(question, answer, part) if arrived(part) else not_arrived(question, answer, part, "exchange")


def _order_of(question: Question, answer: Answer, general: str, *, narrow: bool = True) -> Optional[Order]:
    """The order (as it stands for the garments meant), or None after asking which; without any order the general rule."""
    if not question.orders and not named(question):
        answer.say(general)
        return None
    order = pick_order(question, answer, fits=arrived, stays=not_closed)
    if order is None or not narrow:
        return order
    if still_here(order, meant_lines(question, order)):
        say_part(question, answer, order, "cancel")
        return None
    return order if order.changeable else part_meant(question, order)


def _settled(question: Question, answer: Answer, order: Order) -> Optional[Answer]:
    """Nothing to apply for: it is over, applied for already, or the question is why it was refused."""
    if order.closed:
        return say_closed(question, answer, order)
    if order.open_case:
        return say_progress(question, answer, order, order.open_case)
    return say_refused(question, answer, order)


def not_arrived(question: Question, answer: Answer, order: Order, what: str) -> Answer:
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
