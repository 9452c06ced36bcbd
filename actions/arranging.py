"""Appointments with the courier: when, where and by whom a parcel is delivered."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words
from actions.changing import NOTE_LENGTH, say_written
from actions.garments import part_meant
from actions.logistics import its_order, say_where
from actions.order_state import moving_parcel, under_way
from actions.pickup import asks_pickup_code, say_pickup_code
from actions.question import Question
from actions.tracking import parcel_values
from actions.widgets import parcel_card
from actions.wishing import wish_for_delivery
from actions.words import Words
from actions.yes_no import ask_yes_no
from bot.stores import Order

_PHONE = re.compile(r"(?:快递员|派件员|配送员|小哥|师傅|网点|站点|驿站)的?(?:电话|号码|手机|联系方式)(?!联系我|给我打)|(?<!打)电话(?:是?多少|给我$|呢|发我|号码)")


class ArrangeDelivery(ShopAction):
    """When, where and by whom it is delivered: a note before it leaves, the courier afterwards."""

    action = "action_arrange_delivery"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        data = before_asking(question)
        if question.confirmed is not None and data.get("change") == "note":
            return self._noted(question, answer, data)
        if asks_pickup_code(question):
            return say_pickup_code(question, answer)
        order = its_order(question, answer)
        if order is None:
            return answer if answer.replies else answer.say("utter_arrange")
        if under_way(order):
            part = part_meant(question, order)
            return _say_courier(question, answer, part if under_way(part) else order)
        if order.changeable and order.status == "paid":
            words, note = Words(question.content, question.now), first_words(question).strip()[:NOTE_LENGTH]
            kept = {"order": order.number, "change": "note", "note": note}
            return ask_yes_no(answer, words, "utter_arrange_note", data=kept, note=note, items=words.items(order.lines))
        return say_where(question, answer.say("utter_arrange"), order)

    def _noted(self, question: Question, answer: Answer, data: dict) -> Answer:
        if not question.confirmed:
            return answer.say("utter_change_dropped")
        request = f"{question.message_id}:{self.action}"
        written = question.stores.orders.add_note(question.shopper, data["order"], data["note"], request_id=request)
        return say_written(question, answer, written, "note", order=data["order"], note=data["note"])


def _say_courier(question: Question, answer: Answer, order: Order) -> Answer:
    parcel = moving_parcel(order)
    if parcel.last is None:
        return say_where(question, answer.say("utter_arrange"), order)
    card = parcel_card(parcel, Words(question.content, question.now))
    values = parcel_values(question, order, parcel)
    if _PHONE.search(first_words(question)):
        return answer.say("utter_arrange_phone", **values)
    if parcel.status == "problem":
        wish = wish_for_delivery(question)
        name = "utter_arrange_problem_wish" if wish else "utter_arrange_problem"
        return answer.say(name, card=card, note=wish, **values).hand_over("delivery")
    return answer.say("utter_arrange_delivering" if parcel.status == "delivering" else "utter_arrange_moving", card=card, **values)
