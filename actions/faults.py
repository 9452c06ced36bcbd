"""Something is wrong with what arrived: apologise, ask for a photo, keep it with the order, and fetch a person."""

from __future__ import annotations

from typing import Any, Optional

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.carried import before_asking, first_words, picture
from actions.cases import case_values, say_progress
from actions.closing import say_closed
from actions.cues import chosen
from actions.dispatch import say_rest
from actions.garments import part_meant
from actions.logistics import say_where
from actions.order_state import arrived, arrived_at, under_way
from actions.picking import pick_order
from actions.question import Question
from actions.words import Words
from bot.stores import Order, OrderLine

FAULTS = ("quality_problem", "wrong_item", "missing_item", "not_as_described", "ask_compensation")
_NOT_AS = ((r"色差|颜色", "_colour"), (r"尺寸|大小|偏大|偏小|长度|短|厘米", "_size"))


class QualityProblem(ShopAction):
    """Broken, torn, stained, stopped working."""

    action = "action_quality_problem"

    def answer(self, question: Question) -> Answer:
        return _fault(question, "quality_problem")


class WrongItem(ShopAction):
    """Another product, colour or size than ordered; the record says what was ordered."""

    action = "action_wrong_item"

    def answer(self, question: Question) -> Answer:
        return _fault(question, "wrong_item")


class MissingItem(ShopAction):
    """Fewer than ordered; first whether the rest travels by itself."""

    action = "action_missing_item"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _pick(question, answer)
        if order is None:
            return answer
        coming = _still_coming(order)
        if coming and not picture(question) and not before_asking(question).get("sure"):
            return _say_split(question, answer, order, coming)
        return _about(question, answer, order, "missing_item")


class NotAsDescribed(ShopAction):
    """Colour, size or looks differ from the page."""

    action = "action_not_as_described"

    def answer(self, question: Question) -> Answer:
        return _fault(question, "not_as_described", chosen(question, _NOT_AS, ""))


def _fault(question: Question, topic: str, detail: str = "") -> Answer:
    answer = Answer()
    order = _pick(question, answer)
    return answer if order is None else _about(question, answer, order, topic, detail)


def say_fault(question: Question, answer: Answer, order: Order, topic: str) -> Answer:
    """The same for an order already found: 起球了退."""
    return _about(question, answer, order, topic)


def _pick(question: Question, answer: Answer) -> Optional[Order]:
    """The order with what is complained about: the only one that arrived, else the only one recent enough for a complaint."""
    recent = [order for order in question.orders if arrived(order) and not _old(question, order)]
    fits = (lambda order: order in recent) if len(recent) == 1 else arrived
    return pick_order(question, answer, fits=fits, stays=lambda order: arrived(order) or under_way(order))


def _about(question: Question, answer: Answer, order: Order, topic: str, detail: str = "") -> Answer:
    """Photo there: keep it and fetch a person. Else ask for one, once; whoever has none gets the person as well."""
    order = order if order.changeable else part_meant(question, order)
    if order.open_case and not picture(question):
        return _applied_for(question, answer, order)
    if order.closed:
        return say_closed(question, answer, order)
    if order.status == "unpaid" or (not arrived(order) and not under_way(order)):
        return say_where(question, answer.say("utter_fault_not_arrived", **fault_values(question, order)), order)
    values = fault_values(question, order)
    url, reason = picture(question), topic.removesuffix("_problem")
    if url:
        keep_photo(question, order, url)
        return answer.say(f"utter_{topic}_photo", **values).hand_over(reason)
    if photos_of(order):
        return answer.say(f"utter_{topic}_more", **values).hand_over(reason)
    if question.previous_intent == question.intent and not question.awaiting:
        return answer.say("utter_fault_without_photo", **values).hand_over(reason)
    data = {"order": order.number, "text": first_words(question)}
    if _old(question, order):
        answer.say("utter_fault_old", **values)
    return answer.ask("image", f"utter_{topic}{detail}", data=data, **values)


def _applied_for(question: Question, answer: Answer, order: Order) -> Answer:
    """It has been applied for: how far that is; without a photo on record, one helps."""
    case = order.open_case
    say_progress(question, answer, order, case)
    if case.status == "applied" and not case.photos:
        data = {"order": order.number, "text": first_words(question)}
        answer.ask("image", "utter_fault_case_photo", data=data, **case_values(question, order, case))
    return answer


def keep_photo(question: Question, order: Order, url: str) -> None:
    """Puts the photo with the order's open case, else with the order."""
    request = f"{question.message_id}:photo"
    question.stores.aftersales.attach_photo(question.shopper, order.number, url, request_id=request)


def photos_of(order: Order) -> tuple[str, ...]:
    """The photos kept with the open case, or with the order while there is none."""
    return order.open_case.photos if order.open_case else order.photos


def fault_values(question: Question, order: Order) -> dict[str, Any]:
    """What every sentence about a complaint may name."""
    words = Words(question.content, question.now)
    signed = arrived_at(order)
    values: dict[str, Any] = {"order": order.number, "items": words.items(order.lines)}
    if signed:
        values["signed"] = words.when(signed)
    return values


def _old(question: Question, order: Order) -> bool:
    """Signed for so long ago that the usual days for a fault are over."""
    signed = arrived_at(order)
    return signed is not None and (question.now.date() - signed.date()).days > question.content.policies["returns"]["quality_days"]


def _still_coming(order: Order) -> list[OrderLine]:
    """What has not left yet or travels in another parcel, once something has arrived."""
    if not arrived(order):
        return []
    unsent = order.unsent_lines if order.status == "shipped" else ()
    return [line for line in order.lines if line in unsent or _travels(order, line.tracking)]


def _say_split(question: Question, answer: Answer, order: Order, coming: list[OrderLine]) -> Answer:
    """The rest is not lost: it travels in another parcel or has not left yet."""
    words = Words(question.content, question.now)
    still = button(words("button_still_missing"), intent="missing_item", order=order.number, data={"sure": True})
    values = {**fault_values(question, order), "coming": words.items(coming)}
    return say_rest(question, answer.say("utter_missing_item_split", buttons=[still], **values), order)


def _travels(order: Order, tracking: Optional[str]) -> bool:
    return any(parcel.tracking == tracking and parcel.under_way for parcel in order.parcels)
