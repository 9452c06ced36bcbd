"""Another colour, size or note for an order that has not left yet; quantity and merging are explained."""

from __future__ import annotations

import re
from typing import Any, Optional

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.carried import before_asking, carried, first_words, values, wanted
from actions.changing import NOTE_LENGTH, changeable, may_change, say_no_longer, say_written
from actions.cues import choose
from actions.picking import pick_order
from actions.question import Question
from actions.words import Words, money
from actions.yes_no import ask_yes_no
from bot.shop import Sku
from bot.stores import Order, OrderLine

CHOICES = 5
_KINDS = (
    (r"合并|一起发|合一起|一个包裹|合在一", "merge"),
    (r"晚点发|晚几天|推迟|延后|延迟|先别发|暂缓|先不要发|以后再发|号再发|月再发", "delay"),
    (r"备注|留言", "note"),
    (r"数量|多拍|少拍|拍多了|拍少了|改成\s*[一二两三四五六七八九十\d]+\s*[件条双个套]|加一件|多买|减一件|少一件|再加", "quantity"),
)
_NOTE = re.compile(r"备注(?:一下|改成|改为|写上|写|加上|加)?[:：,，\s]*(.+)")


class ChangeOrder(ShopAction):
    """Finds out what is to be different, checks that it can be had, asks for a yes, writes."""

    action = "action_change_order"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        data = before_asking(question)
        if question.confirmed is not None and data.get("change") in ("line", "note"):
            return self._confirmed(question, answer, data)
        order = pick_order(question, answer, fits=changeable, stays=may_change)
        if order is None:
            return answer
        if not changeable(order):
            return say_no_longer(question, answer, order, "change")
        kind = data.get("want") or choose(first_words(question), _KINDS, "line")
        if kind == "quantity":
            return answer.say("utter_change_quantity")
        if kind == "line":
            return _change_line(question, answer, order)
        return _add_note(question, answer, order, kind)

    def _confirmed(self, question: Question, answer: Answer, data: dict[str, Any]) -> Answer:
        if not question.confirmed:
            return answer.say("utter_change_dropped")
        orders, request = question.stores.orders, f"{question.message_id}:{self.action}"
        if data["change"] == "note":
            written = orders.add_note(question.shopper, data["order"], data["note"], request_id=request)
            return say_written(question, answer, written, "note", order=data["order"], note=data["note"])
        written = orders.change_line(question.shopper, data["order"], line=data["line"], sku=data["sku"], request_id=request)
        found = question.content.by_sku.get(data["sku"])
        return say_written(question, answer, written, "change", order=data["order"], new=found[1].words if found else "")


def _add_note(question: Question, answer: Answer, order: Order, kind: str) -> Answer:
    words = Words(question.content, question.now)
    note = _note(question, words, kind)
    if not note:
        return answer.ask("reason", f"utter_change_ask_{kind}", data={"order": order.number, "want": kind}, order=order.number)
    data = {"order": order.number, "change": "note", "note": note}
    return ask_yes_no(answer, words, f"utter_{kind}_confirm", data=data, order=order.number, note=note)


def _note(question: Question, words: Words, kind: str) -> str:
    if question.awaiting.get("what") == "reason":
        return question.text.strip()[:NOTE_LENGTH]
    text = first_words(question)
    if kind == "merge":
        return words("note_together")
    if kind == "note":
        found = _NOTE.search(text)
        return found[1].strip()[:NOTE_LENGTH] if found else ""
    return text.strip()[:NOTE_LENGTH] if re.search(r"[\d一二三四五六七八九十]+[号天日]|周|星期|月底|月初", text) else ""


def _change_line(question: Question, answer: Answer, order: Order) -> Answer:
    lines = _meant(question, order)
    if len(lines) > 1:
        return _ask_line(question, answer, order, lines)
    line, words = lines[0], Words(question.content, question.now)
    colour, size = wanted(question, "colour", line.colour), wanted(question, "size", line.size)
    shown = {"order": order.number, "item": words.items([line])}
    if colour is None and size is None:
        same = bool(values(question, "colour") or values(question, "size"))
        return _offer(question, answer, line, "utter_change_same" if same else "utter_change_ask", **shown)
    sku = _sku(question, line, colour or line.colour, size or line.size)
    kind = f"{colour or line.colour} {size or line.size}"
    if sku is None:
        return _offer(question, answer, line, "utter_change_no_such", new=kind, **shown)
    if question.stores.stock.on_hand(sku.id) < line.quantity:
        return _offer(question, answer, line, "utter_change_no_stock", new=sku.words, **shown)
    if sku.price != line.price and order.status == "paid":
        return answer.say("utter_change_price_differs", new=sku.words, price=money(sku.price), **shown)
    data = {"order": order.number, "change": "line", "line": line.line, "sku": sku.id}
    return ask_yes_no(answer, words, "utter_change_confirm", data=data, new=sku.words, **shown)


def _meant(question: Question, order: Order) -> list[OrderLine]:
    """The lines the change can be about: chosen, named, or the only ones that come in what is wanted."""
    chosen = before_asking(question).get("line")
    if chosen:
        return [line for line in order.lines if line.line == chosen] or list(order.lines)
    # A pressed order button names its first product; that says nothing about the line.
    said = None if question.awaiting.get("what") == "order" else question.entities.get("product")
    lines = [line for line in order.lines if line.product == said] or list(order.lines)
    fitting = [line for line in lines if _sku(question, line, *_new_kind(question, line))]
    return fitting if len(fitting) == 1 else lines


def _new_kind(question: Question, line: OrderLine) -> tuple[str, str]:
    colour, size = wanted(question, "colour", line.colour), wanted(question, "size", line.size)
    return (colour or line.colour, size or line.size) if colour or size else ("", "")


def _sku(question: Question, line: OrderLine, colour: str, size: str) -> Optional[Sku]:
    product = question.content.products.get(line.product)
    found = product.find(colour, size) if product else ()
    return found[0] if found else None


def _ask_line(question: Question, answer: Answer, order: Order, lines: list[OrderLine]) -> Answer:
    words = Words(question.content, question.now)
    buttons = [button(words.items([line]), data={"line": line.line}) for line in lines[:CHOICES]]
    return answer.ask("product", "utter_change_which_line", buttons=buttons, data={**carried(question), "order": order.number})


def _offer(question: Question, answer: Answer, line: OrderLine, name: str, **shown: Any) -> Answer:
    """Asks for a colour and size, with what can be had at the same price as buttons."""
    product = question.content.products.get(line.product)
    others = [s for s in (product.skus if product else ()) if s.id != line.sku and s.price == line.price]
    levels = question.stores.stock.levels([s.id for s in others])
    there = [s for s in others if levels[s.id] >= line.quantity]
    there.sort(key=lambda s: (s.colour != line.colour, s.size != line.size))
    buttons = [button(s.words, colour=s.colour, size=s.size) for s in there[:CHOICES]]
    return answer.ask("size", name, buttons=buttons, data={"order": shown["order"], "line": line.line}, **shown)
