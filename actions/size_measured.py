"""One measure alone (腰围80, 臀围100, 脚背高): what the chart, its note or the garment's own table says about it."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.carried import first_words
from actions.question import Question
from actions.words import Words
from bot.shop import Chart, Product
from bot.shop.charts import MEASURES as PARTS

_WIDE = re.compile(r"脚[^，,。]{0,4}[宽胖肥厚]|脚背[^，,。]{0,3}高|宽脚|胖脚|高脚背|厚袜")
# 里面套厚卫衣 in the words, and 要套厚卫衣选大一码 in the shopkeeper's own advice.
_LAYER, _LAYER_ADVICE = re.compile(r"套|里面穿|里面要穿|内搭"), re.compile(r"[套穿][^，。；]*大一码")
_PART = {name: part for part, name in PARTS.items()}
ROUND = ("waist", "bust", "hip", "shoulder")


def wide_foot(question: Question, product: Product, chart: Chart, size: Optional[str], answer: Answer) -> bool:
    """For shoes and a broad foot: one size larger. Whether something was said."""
    if "foot_length" not in chart.body or not _WIDE.search(f"{first_words(question)} {question.text}"):
        return False
    larger = _next(product, chart, size)
    answer.say("utter_size_wide_foot" if larger else "utter_size_wide_foot_note", product=product.name, size=size, larger=larger, note=chart.note)
    return True


def thick_layer(question: Question, product: Product, chart: Chart, size: Optional[str], answer: Answer) -> bool:
    """Something thick underneath, where the shopkeeper advises a larger size for it. Whether something was said."""
    larger = _next(product, chart, size)
    if larger is None or not _LAYER.search(f"{first_words(question)} {question.text}"):
        return False
    if not _LAYER_ADVICE.search(f"{product.fit_advice}，{chart.note}"):
        return False
    answer.say("utter_size_layer", product=product.name, size=size, larger=larger)
    return True


def _next(product: Product, chart: Chart, size: Optional[str]) -> Optional[str]:
    """The next larger size that is made."""
    at = chart.sizes.index(size) + 1 if size in chart.sizes else len(chart.sizes)
    return chart.sizes[at] if at < len(chart.sizes) and chart.sizes[at] in product.sizes else None


def said_only(question: Question) -> dict[str, float]:
    """The girths and lengths of a body that this message says."""
    return {name: float(question.entities[name]) for name in (*ROUND, "foot_length") if question.entities.get(name)}


def say_noted(question: Question, product: Product, chart: Chart, words: Words, answer: Answer) -> bool:
    """A girth the chart does not go by but its note or the garment's table speaks of. Whether something was said."""
    for name, value in said_only(question).items():
        part = _PART[name]
        if name in chart.body:
            continue
        if part in chart.note:
            answer.say("utter_size_note", product=product.name, part=part, value=f"{value:g}", note=chart.note)
            return True
        rows = {size: row[part] for size, row in chart.garment.items() if part in row and size in product.sizes}
        if rows:
            _say_garment(product, chart, rows, part, value, words, answer)
            return True
    return False


def _say_garment(product: Product, chart: Chart, rows: dict[str, float], part: str, value: float, words: Words, answer: Answer) -> None:
    """The smallest size that is at least as wide as the body."""
    wide = [size for size in chart.sizes if rows.get(size, 0) >= value]
    known = {"product": product.name, "part": part, "value": f"{value:g}", "stretch": product.stretch, "note": chart.note or words("size_note")}
    if not wide:
        widest = max(rows, key=lambda size: rows[size])
        answer.say("utter_size_garment_none", size=widest, garment=f"{rows[widest]:g}", **known)
        return
    size = wide[0]
    answer.say("utter_size_garment", size=size, garment=f"{rows[size]:g}", **known)
