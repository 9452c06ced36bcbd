"""Which garments of an order a message is about: the ones its words name, and the order as it stands for those alone."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.carried import before_asking, first_words
from actions.question import Question
from bot.stores import Order, OrderLine, Parcel

LONGEST_NAME = 6  # characters; 羽绒服, 阔腿裤, 半高领毛衣
_NOT_MEANT = re.compile(r"(?:不是|除了|没说)[^，,。 ]*?(?=[，,。 ]|是|$)")
_NOT_SENT = re.compile(r"(?:没|未|没有|还没)(?:有)?(?:发|寄)(?:货|出|走)?(?:来)?的|没发那|剩下的?那?件")
_KINDS_OF_ONE_CHARACTER = "裙裤鞋帽包袜"
_NO_GARMENT = re.compile(r"包[邮裹装头括含容]|打包|拆包|分包|一个包")


def lines_named(question: Question, order: Order) -> tuple[OrderLine, ...]:
    """The lines that the message names (all of them, perhaps); empty when it names none. A line chosen by button decides."""
    chosen = before_asking(question).get("line")
    if chosen:
        return tuple(line for line in order.lines if line.line == chosen)
    # Asked which one, the answer itself names it; whatever started the talk does not.
    asked = question.awaiting.get("what") == "product"
    return (asked and _named_in(question, order, question.text)) or _named_in(question, order, first_words(question))


def _named_in(question: Question, order: Order, said: str) -> tuple[OrderLine, ...]:
    text = _NO_GARMENT.sub("", _NOT_MEANT.sub("", said)).upper()
    if order.unsent_lines and order.parcels and _NOT_SENT.search(text):
        return order.unsent_lines
    scores = {line.line: _likeness(question, line, text) for line in order.lines}
    best = max(scores.values(), default=0)
    return tuple(line for line in order.lines if best and scores[line.line] == best)


def meant_lines(question: Question, order: Order) -> tuple[OrderLine, ...]:
    """The lines that the message singles out; empty when it singles out none."""
    named = lines_named(question, order)
    return named if len(named) < len(order.lines) else ()


def part_meant(question: Question, order: Order) -> Order:
    """The order as it stands for the garments singled out: their lines, parcels and cases alone; else the whole order."""
    lines = meant_lines(question, order)
    if not lines:
        return order
    cases = tuple(case for case in order.cases if case.line is None or case.line in [line.line for line in lines])
    parcels = _parcels(order, lines, {case.replacement_tracking for case in cases})
    part = replace(order, lines=lines, cases=cases, parcels=parcels, total=sum(line.price * line.quantity for line in lines))
    signed = [parcel.signed_at for parcel in parcels if parcel.status == "signed"]
    if order.status == "shipped" and parcels and len(signed) == len(parcels):
        return replace(part, status="signed", signed_at=max(filter(None, signed), default=None))
    return part


def still_here(order: Order, lines: tuple[OrderLine, ...]) -> bool:
    """These lines of a partly sent order have not left yet."""
    return bool(lines) and order.status == "shipped" and bool(order.parcels) and all(line in order.unsent_lines for line in lines)


def _parcels(order: Order, lines: tuple[OrderLine, ...], replacements: set) -> tuple[Parcel, ...]:
    if not any(line.tracking for line in order.lines):
        return order.parcels
    numbers = {line.tracking for line in lines} | replacements
    return tuple(parcel for parcel in order.parcels if parcel.tracking in numbers)


def _likeness(question: Question, line: OrderLine, text: str) -> int:
    """How much of the line's name the text says, in characters; its kind of goods counts as two."""
    product = question.content.products.get(line.product)
    names = [line.title, *((product.name, *product.aliases) if product else ())]
    said = max((_shared(name.upper(), text) for name in names), default=0)
    kinds = {one["value"] for one in question.said if one["entity"] == "category"}
    return max(said, 2 if product and product.category in kinds else 0)


def _shared(name: str, text: str) -> int:
    """The longest end of `name` that stands in `text`: 毛衣 of 羊毛混纺半高领毛衣."""
    for length in range(min(LONGEST_NAME, len(name)), 1, -1):
        if name[-length:] in text:
            return length
    return 1 if name[-1:] in _KINDS_OF_ONE_CHARACTER and name[-1:] in text else 0
