"""When it leaves and when it arrives: from the order's record, else by the rule."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Optional

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.closing import say_closed
from actions.cues import choose, chosen
from actions.days import Window, cutoff_passed, is_past_cutoff, leaves
from actions.dispatch import say_dispatch
from actions.goods import product_in_view
from actions.order_state import ship_by, to_be_sent, under_way, waiting
from actions.picking import named, only_order, pick_order
from actions.places import destination_of, destination_said, last_destination
from actions.presale import say_deposit
from actions.question import Question
from actions.tracking import say_tracks
from actions.words import Words
from bot.shop import Product
from bot.stores import Order
from bot.understanding.days import day_meant

_HOLIDAY = r"放假|节假日|假期|过节|国庆|春节|过年|元旦|五一|中秋|端午|清明|周末|周六|周日|星期天|礼拜天|星期六"
_HAS_IT_LEFT = r"发了吗|发货了吗|发了没|发货没|发没发|寄了吗|寄出|我的|我那|我这"
# 今天拍几号到: the day is when it is paid, not when it has to be there.
_PAYING = re.compile(r"下单|拍|付款|付了|买|订|预定")
_PAID_THAT_DAY = re.compile(r"(?:今天|今晚|今日|现在|明天|后天|\d[号日])[^，,。到]{0,6}(?:下单|拍|付款|买|订)")
ORDER_BUTTONS = 4


def unfinished(order: Order) -> bool:
    """The shopper still waits for something of it."""
    return not order.closed and (order.status == "unpaid" or to_be_sent(order) or under_way(order))


def orders_meant(question: Question) -> list[Order]:
    """The order in view while the shopper still waits for it; without a product or place in question, all such orders."""
    seen = question.order
    if seen and unfinished(seen) and _about(seen, question):
        return [seen]
    if product_in_view(question) or destination_said(question):
        return []
    return [order for order in question.orders if unfinished(order)]


def _about(order: Order, question: Question) -> bool:
    """Not when the talk has turned to a product that is not in the order, or to another place."""
    product = question.product
    return (product is None or any(line.product == product.id for line in order.lines)) and destination_said(question) is None


class ShipTime(ShopAction):
    """An order's real promise; else the product's pre-sale; else the rule, with today's cut-off."""

    action = "action_ship_time"

    def answer(self, question: Question) -> Answer:
        deposit = Answer()
        if say_deposit(question, deposit):
            return deposit
        if named(question):
            answer = Answer()
            order = pick_order(question, answer, fits=unfinished, stays=lambda order: True)
            return say_leaving(question, answer, order) if order else answer
        orders = [order for order in orders_meant(question) if order.status == "unpaid" or to_be_sent(order)]
        if len(orders) == 1:
            return say_leaving(question, Answer().remember(order=orders[0].number), orders[0])
        sent = only_order(question, fits=unfinished) if choose(question.text, ((_HAS_IT_LEFT, "mine"),), "") else None
        if sent and sent.parcels:
            return say_leaving(question, Answer().remember(order=sent.number), sent)
        if orders:
            return Answer().say("utter_ship_time_orders", buttons=_order_buttons(question, orders), count=len(orders))
        return _by_the_rule(question)


def say_leaving(question: Question, answer: Answer, order: Order) -> Answer:
    """When this order leaves or left."""
    if order.closed:
        return say_closed(question, answer, order)
    return say_tracks(question, answer, order) if order.parcels else say_dispatch(question, answer, order)


def _order_buttons(question: Question, orders: list[Order]) -> list[dict[str, Any]]:
    shown = orders[:ORDER_BUTTONS]
    words = Words(question.content, question.now)
    return [button(title, order=order.number) for title, order in zip(words.order_titles(shown), shown)]


def _by_the_rule(question: Question) -> Answer:
    product, answer = product_in_view(question), Answer()
    if product and product.presale:
        until = Words(question.content, question.now).day(leaves(question.content, question.now, product).last)
        return answer.say("utter_ship_time_presale", product=product.name, presale=product.presale, until=until)
    if _PAYING.search(question.text) and question.entities.get("time"):
        return _paid_at(question, answer)
    otherwise = "utter_ship_time_tomorrow" if cutoff_passed(question.content, question.now) else "utter_ship_time_today"
    return answer.say(chosen(question, ((_HOLIDAY, "utter_ship_time_holiday"),), otherwise))


def _paid_at(question: Question, answer: Answer) -> Answer:
    """今天下午五点下单今天发吗: by the hour that was said, not by the clock."""
    words, at = Words(question.content, question.now), str(question.entities["time"])
    paid = day_meant(question.entities.get("date"), question.now) or question.now.date()
    late = is_past_cutoff(question.content, at)
    leaving = paid + timedelta(days=int(late))
    return answer.say("utter_ship_time_after" if late else "utter_ship_time_before", time=at, day=words.day(paid), leaves=words.day(leaving))


class DeliveryTime(ShopAction):
    """When it arrives: from the order's record, else reckoned from the rule and the place; asks for the place only then."""

    action = "action_delivery_time"

    def answer(self, question: Question) -> Answer:
        if named(question):
            answer = Answer()
            order = pick_order(question, answer, fits=unfinished, stays=lambda order: True)
            return say_arriving(question, answer, order) if order else answer
        orders = orders_meant(question)
        if len(orders) == 1:
            return say_arriving(question, Answer().remember(order=orders[0].number), orders[0])
        if orders:
            return Answer().say("utter_delivery_orders", buttons=_order_buttons(question, orders), count=len(orders))
        return _reckoned(question)


def say_arriving(question: Question, answer: Answer, order: Order) -> Answer:
    """When this order arrives or arrived; a late one gets the honest answer of its state."""
    place = destination_of(order, question.content)
    if order.closed or order.parcels or order.open_case or place is None or place.days is None:
        return say_leaving(question, answer, order)
    known = {"order": order.number, "place": place.name, "days": place.span}
    if order.status == "unpaid":
        return answer.say("utter_delivery_order_unpaid", **known)
    if not waiting(order) or question.now > ship_by(order, question.content):
        return say_dispatch(question, answer, order)
    words, until = Words(question.content, question.now), ship_by(order, question.content)
    last = until.date() + timedelta(days=place.days[1])
    latest = words.day(until) if order.presale_date else words.when(until)
    return answer.say("utter_delivery_order_waiting", ship_by=latest, to_day=words.day(last), **known)


def _reckoned(question: Question) -> Answer:
    product, said = product_in_view(question), destination_said(question)
    place = said or last_destination(question)
    words, answer = Words(question.content, question.now), Answer()
    if place and not place.delivered:
        return answer.say("utter_delivery_undelivered", place=place.name)
    start = leaves(question.content, question.now, product)
    if place is None or place.days is None:
        return _ask_place(question, product, start, words)
    window = start.later(place.days)
    known = {"place": place.name, "days": place.span, "from_day": words.day(window.first), "to_day": words.day(window.last)}
    wanted = None if _PAID_THAT_DAY.search(question.text) else day_meant(question.entities.get("date"), question.now)
    if wanted and product and product.presale and _in_time(wanted, window) != "yes":
        return answer.say("utter_delivery_presale_late", product=product.name, presale=product.presale, date=words.day(wanted), **known)
    if wanted:
        return answer.say(f"utter_delivery_by_{_in_time(wanted, window)}", date=words.day(wanted), **known)
    if product and product.presale:
        return answer.say("utter_delivery_presale", product=product.name, presale=product.presale, **known)
    return answer.say("utter_delivery_estimate" if said else "utter_delivery_estimate_guess", **known)


def _in_time(wanted: Any, window: Window) -> str:
    return "yes" if wanted >= window.last else "no" if wanted < window.first else "tight"


def _ask_place(question: Question, product: Optional[Product], start: Window, words: Words) -> Answer:
    if product and product.presale:
        return Answer().ask("place", "utter_delivery_presale_usual", product=product.name, presale=product.presale, until=words.day(start.last))
    return Answer().ask("place", "utter_delivery_usual")
