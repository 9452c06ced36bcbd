"""One line for each of several people, or for each of several products: nobody who was named is left out."""

from __future__ import annotations

from typing import Optional, Sequence

from actions.answer import Answer
from actions.body import in_words
from actions.phrases import guarantee
from actions.question import Question
from actions.wearers import Wearer
from actions.words import Words
from bot.shop import Product


def say_people(question: Question, product: Product, people: Sequence[Wearer], answer: Answer) -> Answer:
    """Each person's size of this product; who has none is named, and what is still needed is asked for."""
    words = Words(question.content, question.now)
    lines = "\n".join(_line(question, product, one.body, words, words("person", who=_called(one, words))) for one in people)
    return answer.say("utter_size_people", product=product.name, lines=lines, fit_advice=product.fit_advice)


def say_products(question: Question, products: Sequence[Product], body: dict[str, float], answer: Answer) -> Answer:
    """The same body in each of several products."""
    words = Words(question.content, question.now)
    lines = "\n".join(_line(question, product, body, words, words("of_product", product=product.name)) for product in products)
    return answer.say("utter_size_products", lines=lines, guarantee=guarantee(question, products[0]))


def _called(one: Wearer, words: Words) -> str:
    return words("yourself") if one.who in ("我", "") else one.who


def _line(question: Question, product: Product, body: dict[str, float], words: Words, who: str) -> str:
    charts = question.content.charts
    chart, advice = charts.of(product), charts.advise(product, **body)
    known = {"who": who, "body": in_words(words, body, chart) or words("no_body")}
    if advice is None:
        side = charts.off_chart(product, **body) or "shape"
        return words(f"person_off_{side}", sizes=words("and").join(product.sizes), **known)
    if advice.size is None:
        return words("person_needs", missing=words("and").join(words(f"part_{one}") for one in advice.needs), **known)
    other = _other(advice.between, words)
    return words("person_size", size=advice.size, other=other, **known)


def _other(between: Optional[str], words: Words) -> str:
    return words("person_between", between=between) if between else ""
