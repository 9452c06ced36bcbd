"""With which carrier, for what postage, and where to."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import first_words
from actions.cues import chosen
from actions.order_state import newest_parcel, waiting
from actions.picking import named, only_order, pick_order
from actions.places import Destination, destination_of, destination_said
from actions.product import person
from actions.question import Question
from actions.shipping import unfinished
from actions.words import money
from bot.stores import Order

_CARRIERS = re.compile(r"顺丰|中通|圆通|韵达|申通|极兔|邮政|ems|京东|德邦|百世|丹鸟|菜鸟|天天|跨越", re.IGNORECASE)
_MINE = r"我的|我这|我那|我买|给我发的|发的什么|发的哪|发的是|用的什么|用的哪"
_CHARGED = r"为什么|为啥|怎么.{0,6}[运邮]费|凭什么|多收|收了.{0,6}[运邮]费|要收|扣了.{0,6}[运邮]费|还要.{0,4}[运邮]费"
_AREA = (
    (r"自提|自取|自己去拿|自己拿|去店里|上门拿|门店|实体店|线下", "utter_area_pickup"),
    (r"上门|门口|楼下|驿站|代收|快递柜|丰巢|送到家|到家吗|送货到", "utter_area_doorstep"),
    (r"村|乡|镇|农村|县城|山里|偏僻", "utter_area_village"),
)


class Carrier(ShopAction):
    """Which carrier: the order's own once it has left, else what the shop usually sends with and what can be asked for."""

    action = "action_carrier"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _own_order(question, answer)
        if answer.replies:
            return answer
        parcel = newest_parcel(order.parcels) if order else None
        if order and parcel:
            return answer.say("utter_carrier_order", order=order.number, carrier=parcel.carrier, tail=parcel.tracking[-4:])
        asked = _CARRIERS.search(first_words(question))
        if asked:
            return _asked_for(question, answer, asked.group())
        if order and waiting(order):
            return answer.say("utter_carrier_order_waiting", order=order.number)
        return answer.say("utter_carrier")


def _own_order(question: Question, answer: Answer) -> Optional[Order]:
    """The order the question is about: named, in view and under way, or "mine" when there is but one."""
    if named(question):
        return pick_order(question, answer, fits=unfinished, stays=lambda order: True)
    if question.order and unfinished(question.order):
        return question.order
    return only_order(question, fits=unfinished) if chosen(question, ((_MINE, "mine"),), "") else None


def _asked_for(question: Question, answer: Answer, asked: str) -> Answer:
    content = question.content
    if asked in str(content.policies["shipping"]["express_carrier"]):
        return answer.say("utter_carrier_express")
    ours = any(asked in carrier for carrier in content.policies["shipping"]["carriers"])
    return answer.say("utter_carrier_yes" if ours else "utter_carrier_no", asked=asked)


class Freight(ShopAction):
    """Postage to the place named; or why an order was charged, checked against its record."""

    action = "action_freight"

    def answer(self, question: Question) -> Answer:
        place, answer = destination_said(question), Answer()
        if place is None and chosen(question, ((_CHARGED, "charged"),), ""):
            order = pick_order(question, answer, fits=unfinished) if named(question) else only_order(question, fits=unfinished)
            if answer.replies:
                return answer
            return _charged(question, answer, order) if order else answer.say("utter_freight_why")
        return _by_place(answer, place, "utter_freight")


def _by_place(answer: Answer, place: Optional[Destination], name: str) -> Answer:
    if place is None:
        return answer.say(name)
    kind = "undelivered" if not place.delivered else "remote" if place.fee else "free"
    return answer.say(f"{name}_{kind}", place=place.name, fee=f"{place.fee:g}")


def _charged(question: Question, answer: Answer, order: Order) -> Answer:
    place = destination_of(order, question.content)
    known = {"order": order.number, "fee": money(order.freight), "place": place.name if place else None}
    if not order.freight:
        return answer.say("utter_freight_order_free", **known)
    if place is None or place.fee:
        return answer.say("utter_freight_order_remote" if place else "utter_freight_why", **known)
    return answer.say("utter_freight_order_wrong", buttons=[person(question)], **known)


class DeliveryArea(ShopAction):
    """Whether, for how much and in how many days a place is reached; asks for the place when it matters."""

    action = "action_delivery_area"

    def answer(self, question: Question) -> Answer:
        place, answer = destination_said(question), Answer()
        how = chosen(question, _AREA, "")
        if place is None:
            return answer.say(how) if how else answer.ask("place", "utter_area_where")
        if not place.delivered:
            return answer.say("utter_area_no", place=place.name)
        if place.days is None:
            return answer.ask("place", "utter_area_where")
        answer.say("utter_area_remote" if place.fee else "utter_area_yes", place=place.name, days=place.span, fee=f"{place.fee:g}")
        return answer.say(how) if how else answer
