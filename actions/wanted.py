"""The colour and size that are wanted instead of the ones a line has, also when a size is only a bare number."""

from __future__ import annotations

import re
from typing import Optional

from actions.carried import CHOOSING, first_words, values
from actions.question import Question
from actions.stock import stepped
from bot.dialogue.steps import steps_asked
from bot.stores import OrderLine

_NUMBER = re.compile(r"(?<![\d.\-])(\d{2,3}(?:\.5)?)(?![\d.])(?!\s*(?:个|件|条|双|套|元|块|斤|公斤|天|年|月|日|点|分|厘米|%|cm|kg))")
_BEHIND_COLOUR = re.compile(r"^的?\s*[,，]?\s*(\d{2,3}(?:\.5)?)(?![\d.])")


def wanted_kind(question: Question, line: OrderLine) -> tuple[Optional[str], Optional[str]]:
    """Colour and size that are wanted and differ from the line's: "黑色M改成白色L" names both. None: stays as it is."""
    return _other(values(question, "colour"), line.colour), _other(said_sizes(question, line), line.size)


def said_sizes(question: Question, line: OrderLine) -> list[str]:
    """The sizes said: as the words for sizes are read, else bare numbers that this product comes in or that follow a colour."""
    before = [str(value) for value in values(question, "size")]
    if before and _fresh(question):
        return before
    text = first_words(question)
    product = question.content.products.get(line.product)
    known = {sku.size for sku in product.skus} if product else set()
    bare = [number for number in _NUMBER.findall(text) if number in known]
    return bare or _behind_colour(question, text) or _stepped(question, line) or before


def _stepped(question: Question, line: OrderLine) -> list[str]:
    """大一号: counted from the size the line has."""
    product = question.content.products.get(line.product)
    size = stepped(question.content, product, line.size, steps_asked(question.text) or steps_asked(first_words(question))) if product else None
    return [size] if size else []


def _fresh(question: Question) -> bool:
    """Whether the sizes are those of the words read now, not of a proposal made earlier."""
    chosen = question.awaiting.get("what") in CHOOSING
    return chosen or "size" in question.entities or any(one["entity"] == "size" for one in question.said)


def _behind_colour(question: Question, text: str) -> list[str]:
    """黑色29: whatever number stands right behind the colour is a size, be it one there is or not."""
    colours = [str(one.get("text") or one["value"]) for one in question.said if one["entity"] == "colour"]
    behind = (text[text.rfind(colour) + len(colour):] for colour in colours if colour in text)
    return [found[1] for rest in behind if (found := _BEHIND_COLOUR.match(rest))]


def _other(said: list, now: str) -> Optional[str]:
    new = [str(value) for value in said if str(value) != now]
    return new[-1] if new else None
