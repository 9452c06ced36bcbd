"""Wanting money: what the rules give for being late; everything else is for a person to decide."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import carried
from actions.closing import say_closed
from actions.cues import chosen
from actions.dispatch import say_dispatch
from actions.faults import fault_values, say_fault
from actions.order_state import arrived, stalled_after, state_of
from actions.picking import named, pick_order
from actions.question import Question
from actions.tracking import say_track
from bot.stores import Order

_FAKE = r"假一赔|假货|正品|盗版|仿"
_LATE = r"超时|过期|没发|不发|晚发|延迟|发货|慢|迟|几天了|还没到|没收到|丢"


class Compensation(ShopAction):
    """What the rules give for being late; everything else is for a person to decide, with photos."""

    action = "action_compensation"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if chosen(question, ((_FAKE, "fake"),), ""):
            return answer.say("utter_compensation_fake").hand_over("compensation")
        if not question.orders and not named(question):
            return answer.ask("order", "utter_compensation_no_order", data=carried(question))
        late = bool(chosen(question, ((_LATE, "late"),), ""))
        order = pick_order(question, answer, fits=_late(question) if late else arrived, stays=lambda order: not order.closed)
        if order is None:
            return answer
        if order.closed:
            return say_closed(question, answer, order).hand_over("compensation")
        if not order.parcels:
            return self._unsent(question, answer, order)
        stalled = order.stalled_parcels(question.now, stalled_after(question.content))
        if stalled:
            return say_track(question, answer, order, stalled[0]).hand_over("compensation")
        if arrived(order) and not late:
            return say_fault(question, answer, order, "compensation")
        name = "utter_compensation_late" if arrived(order) else "utter_compensation_on_way"
        return answer.say(name, **fault_values(question, order)).hand_over("compensation")

    def _unsent(self, question: Question, answer: Answer, order: Order) -> Answer:
        if order.status == "unpaid" or state_of(order, question.content, question.now) == "overdue":
            return say_dispatch(question, answer, order)
        return say_dispatch(question, answer.say("utter_compensation_not_late", **fault_values(question, order)), order)


def _late(question: Question) -> Any:
    """Orders that are late in some way: overdue for dispatch, or a silent parcel; when there are none, all on the way."""
    def late(order: Order) -> bool:
        return state_of(order, question.content, question.now) in ("overdue", "stalled")

    some = any(map(late, question.orders))
    return late if some else lambda order: not order.closed
