"""Where a parcel is, and what can be done about it."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import first_words
from actions.cases import newest_case, say_progress
from actions.closing import say_closed
from actions.cues import chosen
from actions.dispatch import say_dispatch
from actions.garments import part_meant
from actions.order_state import arrived, arrived_at, moving_parcel, newest_parcel, under_way
from actions.picking import named, only_order, pick_order
from actions.pickup import asks_pickup_code, say_pickup_code
from actions.question import Question
from actions.tracking import parcel_state, parcel_values, say_track, say_tracks, worded
from actions.widgets import parcel_card
from actions.wishing import wish_for_delivery
from actions.words import Words, money
from actions.yes_no import go_to
from bot.stores import Order, Parcel

_MOVED = re.compile(r"(?<!没)(?<!不)(?:又|开始|终于|恢复)(?:更新|动|有物流|走了)")
_OPEN_BOX = r"验货|开箱|先看|打开看|拆开看|试穿再|试了再"


def has_left(order: Order) -> bool:
    """Something of it has been handed to a carrier."""
    return bool(order.parcels) or order.shipped_at is not None


class TrackParcel(ShopAction):
    """Every parcel's last event, what happens next by when; not sent yet: by when it leaves."""

    action = "action_track_parcel"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if asks_pickup_code(question):
            return say_pickup_code(question, answer)
        order = pick_order(question, answer, fits=under_way, stays=has_left)
        return answer if order is None else say_where(question, answer, order)


class ParcelStalled(ShopAction):
    """Too slow or silent: honest about which it is; silent for too long goes to a person who asks the carrier."""

    action = "action_parcel_stalled"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=under_way, stays=under_way)
        if order is None:
            return answer
        part = part_meant(question, order)
        moving = [parcel for parcel in part.parcels if parcel.under_way]
        if not moving or order.closed:
            return say_where(question, answer, order)
        if _MOVED.search(first_words(question)):
            return answer.say("utter_slow_moved", **parcel_values(question, order, moving_parcel(part)))
        for parcel in moving:
            _say_slow(question, answer, order, parcel)
        return answer


class ParcelNotReceived(ShopAction):
    """Signed for, says the carrier, but the shopper has nothing: where and by whom, what to do, and a person."""

    action = "action_parcel_not_received"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=arrived)
        if order is None:
            return answer
        signed = newest_parcel(tuple(parcel for parcel in order.parcels if parcel.status == "signed"))
        if order.closed or (signed is None and not arrived(order)):
            return say_where(question, answer, order)
        if signed is None:
            return _signed_unseen(question, answer, order).hand_over("not_received")
        card = parcel_card(signed, Words(question.content, question.now))
        values = parcel_values(question, order, signed)
        answer.say(f"utter_not_received_{_signer(signed) if 'signed' in values else 'undated'}", card=card, **values)
        return answer.hand_over("not_received")


class RefuseParcel(ShopAction):
    """Refusing a parcel, or looking inside first: what applies to the order's state."""

    action = "action_refuse_parcel"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if chosen(question, ((_OPEN_BOX, "look"),), ""):
            return answer.say("utter_refuse_open_box")
        order = its_order(question, answer)
        if order is None:
            return answer if answer.replies else answer.say("utter_refuse")
        words = Words(question.content, question.now)
        values = {"order": order.number, "items": words.items(order.lines), "amount": money(order.total)}
        if under_way(order):
            parcel = moving_parcel(order)
            name = "utter_refuse_on_way" if parcel.last else "utter_refuse_on_way_unseen"
            return answer.say(name, **{**parcel_values(question, order, parcel), "amount": money(order.total)})
        if order.status == "unpaid":
            return say_dispatch(question, answer, order)
        if order.changeable:
            return answer.say("utter_refuse_not_sent", buttons=go_to(words, ("cancel", "cancel_order"), order=order.number), **values)
        if arrived(order):
            ways = (("return", "return_goods"), ("not_received", "parcel_not_received"))
            return answer.say("utter_refuse_arrived", buttons=go_to(words, *ways, order=order.number), **values)
        return say_where(question, answer.say("utter_refuse"), order)


def say_where(question: Question, answer: Answer, order: Order) -> Answer:
    """Any order, seen as "where is it": closed, not sent yet, or its parcels."""
    if order.closed:
        return say_closed(question, answer, order)
    sent_back = order.open_case and order.open_case.status in ("returning", "received") and not under_way(order)
    if order.replacements or sent_back:
        return say_progress(question, answer, order, newest_case(order))
    return say_tracks(question, answer, order) if has_left(order) else say_dispatch(question, answer, order)


def its_order(question: Question, answer: Answer) -> Order | None:
    """The order when it is clear or named; never asks which, for the rules hold without one."""
    if named(question):
        return pick_order(question, answer, fits=under_way)
    order = only_order(question, fits=under_way, stays=lambda order: not order.closed)
    return order if order and not order.closed else None


def _signer(parcel: Parcel) -> str:
    """self, station (also a locker: a code opens it), or elsewhere."""
    if parcel.signed_by in ("station", "locker"):
        return "station"
    return "elsewhere" if parcel.signed_by_someone_else else "self"


def _signed_unseen(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    signed = words.when(arrived_at(order))
    return answer.say("utter_not_received_unseen", items=words.items(order.lines), order=order.number, signed=signed)


def _say_slow(question: Question, answer: Answer, order: Order, parcel: Parcel) -> None:
    state = parcel_state(question, order, parcel)
    if state in ("stalled", "silent"):
        say_track(question, answer, order, parcel)
        return
    card = parcel_card(parcel, Words(question.content, question.now))
    name, wish = f"utter_slow_{worded(state, order, parcel, question.content)}", wish_for_delivery(question)
    if state == "problem" and wish:
        name = "utter_arrange_problem_wish"
    answer.say(name, card=card, note=wish, **parcel_values(question, order, parcel))
    if state == "problem":
        answer.hand_over("delivery")
