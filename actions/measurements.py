"""The garment's own centimetres: a size, a part, or the whole table."""

from __future__ import annotations

from typing import Mapping, Optional

from actions.answer import Answer
from actions.body import body_of
from actions.carried import first_words, values
from actions.product import ProductAction
from actions.question import Question
from actions.size import advised_by
from actions.size_measured import said_only, say_noted
from actions.stock import size_meant
from actions.words import Words
from bot.shop import Chart, Product


class Measurements(ProductAction):
    """Reads the size table of the product's chart: only what was asked for, when something was."""

    action = "action_measurements"

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        chart, words = question.content.charts.of(product), Words(question.content, question.now)
        said = values(question, "size")
        if said_only(question) and not said:
            if say_noted(question, product, chart, words, answer) or advised_by(question, product, said_only(question), answer):
                return answer
        size = size_meant(question.content, product, said[0]) if said else _advised(question, product)
        if said and size is None:
            return answer.say("utter_size_not_made", product=product.name, wanted=said[0], sizes=words("and").join(product.sizes))
        part = part_asked(first_words(question), chart)
        return _say(answer, product, chart, words, size, part, asked_for_size=bool(said))


def _advised(question: Question, product: Product) -> Optional[str]:
    """The size this shopper would be advised, when their measures are known."""
    body = body_of(question)
    advice = question.content.charts.advise(product, **body) if body else None
    return advice.size if advice else None


def _say(
    answer: Answer, product: Product, chart: Chart, words: Words, size: Optional[str], part: Optional[str], asked_for_size: bool
) -> Answer:
    note = chart.note or words("size_note")
    known = {"product": product.name, "note": note, "size": size, "part": part}
    table = {one: chart.garment[one] for one in chart.sizes if one in product.sizes and one in chart.garment}
    if size in table and part and (asked_for_size or len(table) == 1):
        return answer.say("utter_measurements_size_part", value=f"{table[size][part]:g}", **known)
    if part:
        row = words("and").join(words("size_cell", part=one, value=f"{row[part]:g}") for one, row in table.items() if part in row)
        return answer.say("utter_measurements_part", row=row, **known)
    if size in table:
        return answer.say("utter_measurements_size", parts=cells(table[size], words), **known)
    rows = "\n".join(words("size_row", size=one, parts=cells(row, words)) for one, row in table.items())
    return answer.say("utter_measurements", rows=rows, **known)


def cells(row: Mapping[str, float], words: Words) -> str:
    """衣长 66、胸围 111."""
    return words("and").join(words("size_cell", part=part, value=f"{value:g}") for part, value in row.items())


def part_asked(text: str, chart: Chart) -> Optional[str]:
    """The part of the garment the words name; 多长 alone means its length."""
    named = next((part for part in chart.parts if part in text), None)
    if named or "多长" not in text:
        return named
    return next((part for part in chart.parts if part.endswith("长") and part != "袖长"), None)
