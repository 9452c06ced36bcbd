"""A paid order has not left yet and the shopper is waiting."""

from __future__ import annotations

from actions.answer import Answer
from actions.base import ShopAction
from actions.closing import say_closed
from actions.dispatch import say_dispatch, say_rest
from actions.garments import part_meant
from actions.order_state import to_be_sent
from actions.picking import named, pick_order
from actions.question import Question
from actions.tracking import parcel_state, say_tracks
from bot.stores import Order

_FINE = ("silent", "collected", "moving", "delivering")


class UrgeShipping(ShopAction):
    """Until when it leaves; overdue: an apology, what the policy gives, and a person who sees to it."""

    action = "action_urge_shipping"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if not question.orders and not named(question):
            return answer.say("utter_urge_general")
        order = pick_order(question, answer, fits=to_be_sent, stays=_may_be_urged)
        if order is None:
            return answer
        if order.closed:
            return say_closed(question, answer, order)
        if order.parcels:
            # A garment singled out may have left although others have not.
            part = part_meant(question, order)
            return say_rest(question, answer, part) if to_be_sent(part) else _has_left(question, answer, part)
        return say_dispatch(question, answer, order, urging=True)


def _may_be_urged(order: Order) -> bool:
    return to_be_sent(order) or order.status == "unpaid"


def _has_left(question: Question, answer: Answer, order: Order) -> Answer:
    fine = all(parcel_state(question, order, parcel) in _FINE for parcel in order.parcels)
    return say_tracks(question, answer.say("utter_urge_has_left") if fine else answer, order)
