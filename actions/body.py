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
# Measured by few goods only, so read here and not kept in the conversation.
_ALSO = {"underbust": re.compile(r"下胸?围\D{0,3}(\d{2,3}(?:\.\d)?)"), "head": re.compile(r"头围\D{0,3}(\d{2}(?:\.\d)?)")}
_TALL = re.compile(r"身高\D{0,3}(\d{2,3})")
# What a person can be, in cm and kg, and as weight in kg over height in metres squared.
_POSSIBLE = {"height": (50, 230), "weight": (3, 200), "foot_length": (8, 32), "waist": (35, 160), "bust": (40, 170), "hip": (40, 170)}
_POSSIBLE_MASS = (9, 60)


def body_of(question: Question) -> dict[str, float]:
    """Measures in cm and kg of whoever will wear it.

    For somebody else only what was said about them counts, never what the shopper said about themselves before.
    """
    now = {name: float(question.entities[name]) for name in MEASURES if question.entities.get(name)}
    now.update({name: float(said.group(1)) for name, pattern in _ALSO.items() for said in [pattern.search(question.text)] if said})
    before = before_asking(question).get("body")
    if before is None:
        # A fragment goes on about whoever the last question was about; only its own words can name another.
        words = question.text if question.going_on else first_words(question)
        before = {} if _SOMEBODY_ELSE.search(words) else question.measures
    return {**before, **now}


def impossible(question: Question, body: Mapping[str, float]) -> bool:
    """Whether nobody can be like that: a slip of the finger, to be asked again."""
    tall = _TALL.search(question.text)
    said = {**body, **({"height": float(tall.group(1))} if tall and "height" not in question.entities else {})}
    if any(name in said and not low <= said[name] <= high for name, (low, high) in _POSSIBLE.items()):
        return True
    if not {"height", "weight"} <= set(said):
        return False
    return not _POSSIBLE_MASS[0] <= said["weight"] / (said["height"] / 100) ** 2 <= _POSSIBLE_MASS[1]


def in_words(words: Words, body: Mapping[str, float], chart: Chart) -> str:
    """身高 170cm、体重 65kg: what this chart goes by, of what is known."""
    used = [name for name in (*MEASURES, *_ALSO) if name in body and (name in chart.body or name in chart.needs)]
    return words("and").join(words(f"measure_{name}", value=f"{body[name]:g}") for name in used or body)
