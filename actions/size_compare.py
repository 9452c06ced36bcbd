"""Another size than the advised one: what would be different, in centimetres of the garment."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer
from actions.words import Words
from bot.shop import Chart, Product

PARTS = 3  # differences named; more cannot be read on a phone


def say_compared(
    answer: Answer, chart: Chart, product: Product, advised: str, wanted: str, known: dict[str, Any], words: Words
) -> Answer:
    """Whether the wanted size would do, beside the advised one."""
    if wanted not in product.sizes:
        return answer.say("utter_size_not_made", wanted=wanted, sizes=words("and").join(product.sizes), **known)
    steps = chart.sizes.index(wanted) - chart.sizes.index(advised)
    name = f"utter_size_compare_{_relation(steps)}"
    return answer.say(name, wanted=wanted, size=advised, parts=differences(chart, advised, wanted, words), **known)


def _relation(steps: int) -> str:
    if steps == 0:
        return "same"
    much = "much_" if abs(steps) > 1 else ""
    return much + ("larger" if steps > 0 else "smaller")


def differences(chart: Chart, advised: str, wanted: str, words: Words) -> str:
    """衣长 +2、胸围 +5."""
    one, other = chart.garment.get(advised, {}), chart.garment.get(wanted, {})
    gaps = [(part, other[part] - one[part]) for part in chart.parts if part in one and part in other]
    shown = [(part, gap) for part, gap in gaps if gap][:PARTS]
    return words("and").join(words("size_cell", part=part, value=f"{gap:+g}") for part, gap in shown)
