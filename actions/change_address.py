"""Another receiver, phone or address for an order that has not left: gathered over several messages, written after a yes."""

from __future__ import annotations

import re
from typing import Any, Callable, Optional

from actions.addresses import Delivery, read_delivery
from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words, values
from actions.change_order import change_confirmed, change_line
from actions.changing import changeable, intercepted, may_change, pick_changeable, say_no_longer, say_written
from actions.correcting import corrected, joined, without_broken_phone
from actions.picking import pick_order
from actions.question import Question
from actions.words import Words, mask_address, mask_name, mask_phone
from actions.yes_no import ask_yes_no, go_to
from bot.stores import Order

_GIVES_UP = re.compile(r"算了|不改了|不换了|不用改|先不改|不用了")
_PRESENT = re.compile(
    r"(?:地址|电话|手机号?|收[件货]人|收货信息|名字).{0,4}(?:是|填|写|留).{0,3}(?:啥|什么|哪|多少|谁)|(?:地址|电话|收货信息|收[件货]人)(?:啥|是不是|对吗|对不对|对没)"
    r"|(?:看|查|核对|确认)(?:一下|下|看|一?看)?.{0,6}(?:地址|电话|收货信息)|[寄发送]到?(?:哪|什么地方|啥地方)|哪个(?:地址|电话)")
_WRONG = re.compile(r"不对|不是|错了|有误|有问题")
_FIELDS = ("receiver", "phone", "address")


class ChangeAddress(ShopAction):
    """Asks for what is new, keeps what was given so far, repeats it in full, writes after a yes; tells the present one masked."""

    action = "action_change_address"

    def answer(self, question: Question) -> Answer:
        answer, before = Answer(), before_asking(question)
        change = before.get("change")
        if change == "address" and question.awaiting.get("what") == "confirm":
            return self._answered(question, answer)
        if question.confirmed is not None and change in ("intercept", "part"):
            return intercepted(question, answer)
        if question.confirmed is not None and change == "line":
            return change_confirmed(question, answer)
        if _asks_present(question):
            order = pick_order(question, answer, fits=changeable, stays=lambda order: not order.closed)
            return answer if order is None else _say_present(question, answer, order)
        order = pick_changeable(question, answer, stays=may_change)
        if order is None:
            return answer
        if not changeable(order):
            return say_no_longer(question, answer, order, "address")
        return _gather(question, answer, order)

    def _answered(self, question: Question, answer: Answer) -> Answer:
        """A yes, a no, or words that correct what was repeated."""
        data = before_asking(question)
        given = _given(data)
        order = question.stores.orders.of(question.shopper, data["order"])
        if question.confirmed:
            return self._write(question, answer, given)
        text, bad = without_broken_phone(question.text)
        new = corrected(given, text)
        no_more = question.confirmed is False and not _WRONG.search(text)
        if order is None or not changeable(order) or (new is None and no_more):
            return answer.say("utter_change_dropped")
        if _asks_present(question):
            return _say_present(question, answer, order)
        if bad:
            return _ask_phone(question, answer, order, new or given, bad)
        if new is None:
            return answer.ask("address", "utter_address_what", data={"order": order.number, **given.given()}, order=order.number)
        return _propose(question, answer, order, new)

    def _write(self, question: Question, answer: Answer, new: Delivery) -> Answer:
        number = before_asking(question)["order"]
        request = f"{question.message_id}:{self.action}"
        written = question.stores.orders.change_address(question.shopper, number, **new.given(), request_id=request)
        shown = _shown(Words(question.content, question.now), new, masked=True)
        return say_written(question, answer, written, "address", order=number, new=shown)


def _gather(question: Question, answer: Answer, order: Order) -> Answer:
    """Puts what this message gives to what earlier ones gave, and asks for what is still missing."""
    asked = question.awaiting.get("what") == "address"
    text = question.text if asked else first_words(question)
    text, bad = without_broken_phone(text)
    before, read = _given(before_asking(question)), read_delivery(text)
    if asked and not read.given() and not bad:
        if values(question, "size") or values(question, "colour"):
            return change_line(question, answer, order)
        if _GIVES_UP.search(text):
            return answer.say("utter_change_dropped")
    new = joined(before, read)
    if asked and before.address and (before.complete or not read.address):
        new = corrected(before, text) or new
    if bad:
        return _ask_phone(question, answer, order, new, bad)
    return _propose(question, answer, order, new, asked=asked)


def _propose(question: Question, answer: Answer, order: Order, new: Delivery, *, asked: bool = False) -> Answer:
    words = Words(question.content, question.now)
    kept = {"order": order.number, **new.given()}
    if new.address and (problem := _unreachable(question, order, new)):
        return problem(answer)
    if not new.given():
        name = "utter_address_incomplete" if asked else "utter_address_ask"
        return answer.ask("address", name, data=kept, order=order.number, items=words.items(order.lines))
    if not new.complete:
        return _ask_rest(answer, words, new, kept)
    data = {"change": "address", **kept}
    values = {"items": words.items(order.lines), "order": order.number, "new": _shown(words, new, masked=False)}
    return ask_yes_no(answer, words, "utter_address_confirm", data=data, **values)


def _ask_rest(answer: Answer, words: Words, new: Delivery, kept: dict[str, Any]) -> Answer:
    """Repeats what is there and names what is not; an address that cannot be read at all is asked for anew."""
    if not new.missing:
        kept = {name: value for name, value in kept.items() if name != "address"}
        return answer.ask("address", "utter_address_incomplete", data=kept)
    missing = words("and").join(words(f"address_{part}") for part in new.missing)
    return answer.ask("address", "utter_address_rest", data=kept, have=new.address, missing=missing)


def _ask_phone(question: Question, answer: Answer, order: Order, new: Delivery, bad: str) -> Answer:
    data = {"order": order.number, **new.given()}
    return answer.ask("address", "utter_address_phone", data=data, phone=bad, digits=len(bad), order=order.number)


def _asks_present(question: Question) -> bool:
    text = question.text
    return bool(_PRESENT.search(text)) and not read_delivery(text).given()


def _say_present(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    values = {"receiver": mask_name(order.receiver), "phone": mask_phone(order.phone), "address": mask_address(order.address)}
    buttons = go_to(words, ("address", "change_address"), order=order.number) if changeable(order) else ()
    return answer.say("utter_address_present", buttons=buttons, items=words.items(order.lines), order=order.number, **values)


def _given(data: dict[str, Any]) -> Delivery:
    return Delivery(*(data.get(name) for name in _FIELDS))


def _unreachable(question: Question, order: Order, new: Delivery) -> Optional[Callable[[Answer], Answer]]:
    """What to say instead when the new address costs extra postage or cannot be reached; None when it is fine."""
    freight, address = question.content.policies["freight"], new.address
    there = next((place for place in freight["undelivered"] if address.startswith((place, f"中国{place}"))), None)
    if there:
        return lambda answer: answer.ask("address", "utter_address_undelivered", data={"order": order.number}, place=there)
    remote = next((place for place in freight["remote_areas"] if address.startswith(place)), None)
    if remote and not order.address.startswith(remote) and not order.freight:
        return lambda answer: answer.say("utter_address_remote", place=remote, order=order.number).hand_over("address")
    return None


def _shown(words: Words, new: Delivery, *, masked: bool) -> str:
    """What is new, in full to the shopper who has just typed it; masked once it is on record."""
    masks = {"receiver": mask_name, "phone": mask_phone, "address": mask_address}
    shown = {name: masks[name](value) if masked else value for name, value in new.given().items()}
    return words("and").join(words(f"change_{name}", value=value) for name, value in shown.items())
