"""Whose body a size question is about, and what is known of it."""

from __future__ import annotations

import re
from typing import Mapping

from actions.carried import before_asking, first_words
from actions.question import Question
from actions.words import Words
from bot.dialogue.understood import MEASURES
from bot.shop import Chart

_SOMEBODY_ELSE = re.compile(
    r"老公|老婆|男朋友|女朋友|男友|女友|对象|媳妇|爸|妈|爷|奶|外公|外婆|公公|婆婆|儿子|女儿|闺女|孩子|宝宝|小孩|娃|弟|妹|哥|姐|朋友|同学|同事|给他|给她|他穿|她穿")


def body_of(question: Question) -> dict[str, float]:
    """Measures in cm and kg of whoever will wear it.

    For somebody else only what was said about them counts, never what the shopper said about themselves before.
    """
    now = {name: float(question.entities[name]) for name in MEASURES if question.entities.get(name)}
    before = before_asking(question).get("body")
    if before is None:
        before = {} if _SOMEBODY_ELSE.search(first_words(question)) else question.measures
    return {**before, **now}


def in_words(words: Words, body: Mapping[str, float], chart: Chart) -> str:
    """身高 170cm、体重 65kg: what this chart goes by, of what is known."""
    used = [name for name in MEASURES if name in body and (name in chart.body or name in chart.needs)]
    return words("and").join(words(f"measure_{name}", value=f"{body[name]:g}") for name in used or body)
