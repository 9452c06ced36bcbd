"""Where a parcel is, and what can be done about it."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words
from actions.cases import newest_case, say_progress
from actions.changing import NOTE_LENGTH, say_written
from actions.closing import say_closed
from actions.cues import choose
from actions.dispatch import say_dispatch
from actions.garments import part_meant
from actions.order_state import arrived, arrived_at, moving_parcel, newest_parcel, under_way
from actions.picking import named, only_order, pick_order
from actions.pickup import asks_pickup_code, say_pickup_code
from actions.question import Question
from actions.tracking import parcel_state, parcel_values, say_track, say_tracks, worded
from actions.widgets import parcel_card
from actions.words import Words, money
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order, Parcel

_MOVED = re.compile(r"(?<!不)(?<!没)(?<!不会)(?:又|开始|终于|已经|恢复)(?:更新|动|走|有物流)")
_PHONE = re.compile(r"(?:快递员|派件员|配送员|小哥|师傅|网点|站点|驿站).{0,4}(?:电话|号码|手机|联系方式)|电话(?:是?多少|给我|呢|发我|号码)")
_WHEN_OR_WHERE = re.compile(r"今天|今晚|明天|明早|后天|上午|中午|下午|晚上|周[一二三四五六日末天]|星期|\d+[点号:：]|自提|自取|驿站|放门口|门卫|快递柜|公司|家里")
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
        order = _its_order(question, answer)
        if order is None:
            return answer if answer.replies else answer.say("utter_arrange")
        if under_way(order):
            return _say_courier(question, answer, part_meant(question, order))
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


class RefuseParcel(ShopAction):
    """Refusing a parcel, or looking inside first: what applies to the order's state."""

    action = "action_refuse_parcel"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if choose(first_words(question), ((_OPEN_BOX, "look"),), ""):
            return answer.say("utter_refuse_open_box")
        order = _its_order(question, answer)
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


def _its_order(question: Question, answer: Answer) -> Order | None:
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
    name, wish = f"utter_slow_{worded(state, order, parcel, question.content)}", _wish(question)
    if state == "problem" and wish:
        name = "utter_arrange_problem_wish"
    answer.say(name, card=card, note=wish, **parcel_values(question, order, parcel))
    if state == "problem":
        answer.hand_over("delivery")


def _wish(question: Question) -> str:
    """When or where it is to be delivered, in the shopper's words; empty when the message says neither."""
    text = first_words(question).strip()
    return text[:NOTE_LENGTH] if _WHEN_OR_WHERE.search(text) else ""


def _say_courier(question: Question, answer: Answer, order: Order) -> Answer:
    parcel = moving_parcel(order)
    if parcel.last is None:
        return say_where(question, answer.say("utter_arrange"), order)
    card = parcel_card(parcel, Words(question.content, question.now))
    values = parcel_values(question, order, parcel)
    if _PHONE.search(first_words(question)):
        return answer.say("utter_arrange_phone", **values)
    if parcel.status == "problem":
        wish = _wish(question)
        name = "utter_arrange_problem_wish" if wish else "utter_arrange_problem"
        return answer.say(name, card=card, note=wish, **values).hand_over("delivery")
    return answer.say("utter_arrange_delivering" if parcel.status == "delivering" else "utter_arrange_moving", card=card, **values)
