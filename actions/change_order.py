"""Another colour, size or note for an order that has not left yet; quantity and merging are explained."""

from __future__ import annotations

import re
from typing import Any, Optional

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.carried import before_asking, carried, first_words, values
from actions.changing import NOTE_LENGTH, changeable, may_change, pick_changeable, say_no_longer, say_written
from actions.cues import chosen
from actions.exchanging import exchanged, say_exchange
from actions.garments import lines_named
from actions.order_state import arrived, under_way
from actions.parts import part_confirmed
from actions.question import Question
from actions.wanted import said_sizes, wanted_kind
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
            return change_confirmed(question, answer)
        if question.confirmed is not None and data.get("change") == "part":
            return part_confirmed(question, answer)
        order = pick_changeable(question, answer, stays=lambda order: may_change(order) or arrived(order))
        if order is None:
            return answer
        kind = data.get("want") or chosen(question, _KINDS, "line")
        if not changeable(order):
            # Once it is there, another colour or size is an exchange.
            after = arrived(order) and not order.closed and (exchanged(order) or not (order.unsent_lines or under_way(order)))
            return say_exchange(question, answer, order) if after and kind == "line" else say_no_longer(question, answer, order, "change")
        if kind == "quantity":
            return answer.say("utter_change_quantity")
        return change_line(question, answer, order) if kind == "line" else _add_note(question, answer, order, kind)


def change_confirmed(question: Question, answer: Answer) -> Answer:
    """The shopper's yes or no to another colour, size or note."""
    data = before_asking(question)
    if not question.confirmed:
        return answer.say("utter_change_dropped")
    orders, request = question.stores.orders, f"{question.message_id}:action_change_order"
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


def change_line(question: Question, answer: Answer, order: Order) -> Answer:
    """Another colour or size for one line of an order that has not left: asks what is missing, then for a yes."""
    if _another_product(question, order):
        return answer.say("utter_change_other_product", order=order.number)
    lines = _meant(question, order)
    if len(lines) > 1:
        return _ask_line(question, answer, order, lines)
    line, words = lines[0], Words(question.content, question.now)
    colour, size = wanted_kind(question, line)
    shown = {"order": order.number, "item": words.items([line])}
    if colour is None and size is None:
        same = bool(values(question, "colour") or said_sizes(question, line))
        return _offer(question, answer, line, "utter_change_same" if same else "utter_change_ask", **shown)
    sku = _sku(question, line, colour or line.colour, size or line.size)
    # What was wanted stays wanted: "黑色29" sold out, then "那30呢" is still 黑色.
    kept = {name: [value] for name, value in (("colour", colour), ("size", size)) if value}
    if sku is None:
        return _offer(question, answer, line, "utter_change_no_such", kept, new=f"{colour or line.colour} {size or line.size}", **shown)
    if question.stores.stock.on_hand(sku.id) < line.quantity:
        return _offer(question, answer, line, "utter_change_no_stock", kept, new=sku.words, **shown)
    if sku.price != line.price and order.status == "paid":
        return answer.say("utter_change_price_differs", new=sku.words, price=money(sku.price), **shown)
    data = {"order": order.number, "change": "line", "line": line.line, "sku": sku.id, **kept}
    return ask_yes_no(answer, words, "utter_change_confirm", data=data, new=sku.words, **shown)


def _another_product(question: Question, order: Order) -> bool:
    """The words name a product that is not in the order at all."""
    said = {one["value"] for one in question.said if one["entity"] == "product"}
    return bool(said) and not said & {line.product for line in order.lines} and not lines_named(question, order)


def _meant(question: Question, order: Order) -> list[OrderLine]:
    """The lines the change can be about: chosen, named, or the only ones that come in what is wanted."""
    lines = list(lines_named(question, order)) or list(order.lines)
    fitting = [line for line in lines if _sku(question, line, *_new_kind(question, line))]
    return fitting if len(fitting) == 1 else lines


def _new_kind(question: Question, line: OrderLine) -> tuple[str, str]:
    colour, size = wanted_kind(question, line)
    return (colour or line.colour, size or line.size) if colour or size else ("", "")


def _sku(question: Question, line: OrderLine, colour: str, size: str) -> Optional[Sku]:
    product = question.content.products.get(line.product)
    found = product.find(colour, size) if product else ()
    return found[0] if found else None


def _ask_line(question: Question, answer: Answer, order: Order, lines: list[OrderLine]) -> Answer:
    words = Words(question.content, question.now)
    buttons = [button(words.items([line]), data={"line": line.line}) for line in lines[:CHOICES]]
    return answer.ask("product", "utter_change_which_line", buttons=buttons, data={**carried(question), "order": order.number})


def _offer(question: Question, answer: Answer, line: OrderLine, name: str, kept: Optional[dict] = None, **shown: Any) -> Answer:
    """Asks for a colour and size, with what can be had at the same price as buttons."""
    product = question.content.products.get(line.product)
    others = [s for s in (product.skus if product else ()) if s.id != line.sku and s.price == line.price]
    levels = question.stores.stock.levels([s.id for s in others])
    there = [s for s in others if levels[s.id] >= line.quantity]
    there.sort(key=lambda s: (s.colour != line.colour, s.size != line.size))
    buttons = [button(s.words, colour=s.colour, size=s.size) for s in there[:CHOICES]]
    return answer.ask("size", name, buttons=buttons, data={**(kept or {}), "order": shown["order"], "line": line.line}, **shown)
