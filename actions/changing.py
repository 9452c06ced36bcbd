"""Changing an order before it leaves: address, colour, size, note; cancelling it. Nothing is written without a yes."""

from __future__ import annotations

from typing import Any, Optional

from actions.addresses import Delivery, read_delivery
from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words
from actions.cases import newest_case, say_progress
from actions.closing import say_closed
from actions.order_state import arrived, moving_parcel, under_way
from actions.picking import pick_order
from actions.question import Question
from actions.tracking import parcel_values
from actions.words import Words, mask_address, mask_name, mask_phone, money
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order, Written

NOTE_LENGTH = 200


def may_change(order: Order) -> bool:
    """It can be changed, or there is still something to say about why not: it is on its way."""
    return order.changeable or under_way(order)


def changeable(order: Order) -> bool:
    """Nothing has left and no refund is under way."""
    return order.changeable and not order.open_case


class ChangeAddress(ShopAction):
    """Receiver, phone, address: asks for what is new, repeats it masked, writes after a yes."""

    action = "action_change_address"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if question.confirmed is not None and before_asking(question).get("change") == "address":
            return self._confirmed(question, answer)
        if question.confirmed is not None and before_asking(question).get("change") == "intercept":
            return intercepted(question, answer)
        order = pick_order(question, answer, fits=changeable, stays=may_change)
        if order is None:
            return answer
        if not changeable(order):
            return say_no_longer(question, answer, order, "address")
        return self._propose(question, answer, order)

    def _propose(self, question: Question, answer: Answer, order: Order) -> Answer:
        words = Words(question.content, question.now)
        asked = question.awaiting.get("what") == "address"
        new = read_delivery(question.text if asked else first_words(question))
        data = {"order": order.number}
        if new.address and (problem := _unreachable(question, order, new.address)):
            return problem(answer)
        if not new.given() or not new.complete:
            name = "utter_address_incomplete" if asked or new.address else "utter_address_ask"
            return answer.ask("address", name, data=data, order=order.number, items=words.items(order.lines))
        data.update(change="address", **new.given())
        values = {"items": words.items(order.lines), "order": order.number, "new": _masked(words, new)}
        return ask_yes_no(answer, words, "utter_address_confirm", data=data, **values)

    def _confirmed(self, question: Question, answer: Answer) -> Answer:
        data = before_asking(question)
        if not question.confirmed:
            return answer.say("utter_change_dropped")
        new = Delivery(data.get("receiver"), data.get("phone"), data.get("address"))
        written = question.stores.orders.change_address(
            question.shopper, data["order"], **new.given(), request_id=f"{question.message_id}:{self.action}"
        )
        values = {"order": data["order"], "new": _masked(Words(question.content, question.now), new)}
        return say_written(question, answer, written, "address", **values)


class CancelOrder(ShopAction):
    """Cancels before dispatch after a yes; afterwards says what is still possible."""

    action = "action_cancel_order"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        change = before_asking(question).get("change")
        if question.confirmed is not None and change == "cancel":
            return self._confirmed(question, answer)
        if question.confirmed is not None and change == "intercept":
            return intercepted(question, answer)
        order = pick_order(question, answer, fits=changeable, stays=lambda order: may_change(order) or order.closed)
        if order is None:
            return answer
        if not changeable(order):
            return say_no_longer(question, answer, order, "cancel")
        words = Words(question.content, question.now)
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
    """The shopper wants us to turn a parcel on its way; a person asks the carrier."""
    if not question.confirmed:
        return answer.say("utter_intercept_dropped")
    return answer.say("utter_intercept", order=before_asking(question)["order"]).hand_over("intercept")


def _unreachable(question: Question, order: Order, address: str) -> Optional[Any]:
    """What to say instead when the new address costs extra postage or cannot be reached; None when it is fine."""
    freight = question.content.policies["freight"]
    there = next((place for place in freight["undelivered"] if address.startswith((place, f"中国{place}"))), None)
    if there:
        return lambda answer: answer.ask("address", "utter_address_undelivered", data={"order": order.number}, place=there)
    remote = next((place for place in freight["remote_areas"] if address.startswith(place)), None)
    if remote and not order.address.startswith(remote) and not order.freight:
        return lambda answer: answer.say("utter_address_remote", place=remote, order=order.number).hand_over("address")
    return None


def _masked(words: Words, new: Delivery) -> str:
    masks = {"receiver": mask_name, "phone": mask_phone, "address": mask_address}
    return words("and").join(words(f"change_{name}", value=masks[name](value)) for name, value in new.given().items())
