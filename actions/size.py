"""Which size to take, the size table, the fit."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.aspects import say_aspects
from actions.base import ShopAction
from actions.body import body_of, impossible
from actions.carried import carried, first_words, values
from actions.goods import pick_product, products_together
from actions.product import ProductAction
from actions.question import Question
from actions.size_compare import say_compared
from actions.size_measured import say_noted, thick_layer, wide_foot
from actions.size_people import say_people, say_products
from actions.size_wording import Fitting, say_advice
from actions.stock import size_meant, stepped
from actions.wearers import Wearer, as_data, wearers
from actions.words import Words
from bot.dialogue.steps import steps_asked
from bot.shop import Chart, Product, SizeAdvice

_USUAL = re.compile(r"平时|平常|一直|以前|一般|通常|日常|习惯|都是?穿|我穿|穿的")
_FIT = re.compile(r"[大小长短紧松肥瘦]|版型|版式|修身|合身|显|弹|上身|效果|穿着|模特")
_CUP_OR_COLLAR = re.compile(r"(?<!\d)([6-9]\d[a-fA-F])(?![a-zA-Z])|领围\D{0,3}(\d{2})(?!\d)")  # sizes by another name
_TRYING = re.compile(r"合适吗|行吗|行不行|可以吗|能穿|会不会|大不大|小不小|呢|怎么样|可不可以|够不够|ok|OK")


class Size(ShopAction):
    """The size for this body and this product; asks only for what is missing, and says why."""

    action = "action_size"

    def answer(self, question: Question) -> Answer:
        body, people, answer = body_of(question), wearers(question), Answer()
        together = [] if people or not body else products_together(question)
        if together:
            return say_products(question, together, body, answer.remember(measures=body))
        product = pick_product(question, answer, body=body, **({"people": as_data(people)} if people else {}))
        if people:
            return _for_people(question, product, people, answer)
        if impossible(question, body):
            return _ask_again(question, product, answer)
        if body:
            answer.remember(measures=body)
        if product is None:
            return answer
        said = _sizes(question, product)
        fitting = _fitting(question, product, body, said)
        advice = fitting.advice
        say_noted(question, product, fitting.chart, fitting.words, answer)
        if advice is None:
            return _off_chart(fitting, answer)
        if advice.size is None:
            return _ask_missing(fitting, answer, advice)
        said = said or _stepped(question, product, advice.size)
        if _tries_another(fitting, advice, said):
            return say_compared(answer, fitting.chart, product, advice.size, _wanted(said, advice.size), fitting.known, fitting.words)
        return say_advice(fitting, advice, answer)


def _for_people(question: Question, product: Optional[Product], people: list[Wearer], answer: Answer) -> Answer:
    """Only what was said of the shopper is kept: the next question is about them."""
    own = next((one.body for one in people if one.who == "我"), {})
    answer.remember(measures=own)
    return say_people(question, product, people, answer) if product else answer


def _ask_again(question: Question, product: Optional[Product], answer: Answer) -> Answer:
    """Nobody has such measures; they are forgotten."""
    data = {**carried(question), "missing": ["height", "weight"], "body": {}}
    answer.replies.clear()
    return answer.remember(measures={}).ask("measures", "utter_size_impossible", data=data, product=product.name if product else None)


def _sizes(question: Question, product: Product) -> list[str]:
    """The sizes said, as this product has them; a size it does not have stays as it was said."""
    return [size_meant(question.content, product, one) or one for one in values(question, "size")]


def _stepped(question: Question, product: Product, size: str) -> list[str]:
    """大一号呢 after an advice: counted from the size advised."""
    found = stepped(question.content, product, size, steps_asked(question.text)) if question.going_on or question.intent == "ask_fit" else None
    return [found] if found else []


def _tries_another(fitting: Fitting, advice: SizeAdvice, said: list[str]) -> bool:
    """A size was asked about, as "那XL呢"; not the usual one, not two sizes of which the advice is one, and there are several."""
    return bool(said) and not fitting.usual and len(fitting.chart.sizes) > 1 and not (len(said) > 1 and advice.size in said)


def _wanted(said: list[str], advised: str) -> str:
    return next((size for size in said if size != advised), said[0])


def _fitting(question: Question, product: Product, body: dict[str, float], said: list[str]) -> Fitting:
    chart = question.content.charts.of(product)
    usual = _by_another_name(question, chart) or (values(question, "size")[0] if said and _is_usual(question) else None)
    return Fitting(question, product, chart, body, usual, Words(question.content, question.now))


def _by_another_name(question: Question, chart: Chart) -> Optional[str]:
    """75C or a collar of 40, where the chart knows which size that is."""
    found = _CUP_OR_COLLAR.search(first_words(question))
    said = (found.group(1) or found.group(2)).upper() if found else None
    return said if said and chart.named(said) else None


def _is_usual(question: Question) -> bool:
    """"平时穿L", or a size given where we asked for measures; not "L合适吗"."""
    if question.awaiting.get("what") == "measures" and question.entities.get("size"):
        return True
    text = first_words(question)
    return bool(_USUAL.search(text)) and not _TRYING.search(text)


def _ask_missing(fitting: Fitting, answer: Answer, advice: SizeAdvice) -> Answer:
    missing, question = advice.needs, fitting.question
    name = "utter_size_need_" + "_".join(missing)
    if missing == ("height",) and fitting.chart.grid is None:
        name = "utter_size_need_height_only"
    if name not in question.content.replies:
        name = "utter_size_need_other"
    words = fitting.words("and").join(fitting.words(f"part_{one}") for one in missing)
    data = {**carried(question), "missing": list(missing), "body": fitting.body}
    return answer.ask("measures", name, data=data, missing=words, **fitting.known)


def _off_chart(fitting: Fitting, answer: Answer) -> Answer:
    """No size is sold for this body: said plainly, and a person looks for something else."""
    why = fitting.question.content.charts.off_chart(fitting.product, usual=fitting.usual, **fitting.body) or "shape"
    sizes = fitting.words("and").join(fitting.product.sizes)
    return answer.say(f"utter_size_off_{why}", sizes=sizes, limits=_limits(fitting), **fitting.known).hand_over("size")


def _limits(fitting: Fitting) -> Optional[str]:
    """身高 100-150cm: what the chart reaches over, as far as it goes by height and weight."""
    spans = {"height": fitting.chart.heights, "weight": fitting.chart.weights, "foot_length": fitting.chart.span("foot_length")}
    known = [(name, span) for name, span in spans.items() if span and name in fitting.body]
    return fitting.words("and").join(fitting.words(f"measure_{name}", value=f"{span.low:g}-{span.high:g}") for name, span in known) or None


def advised_by(question: Question, product: Product, body: dict[str, float], answer: Answer) -> bool:
    """The size by these measures alone, where the chart goes by one of them. Whether something was said."""
    fitting = _fitting(question, product, body, [])
    if not set(body) & set(fitting.chart.body):
        return False
    advice = fitting.advice
    if advice is None:
        _off_chart(fitting, answer)
    elif advice.size:
        say_advice(fitting, advice, answer.remember(measures={**question.measures, **body}))
    return bool(answer.replies)


class Fit(ProductAction):
    """How the product falls; with the size when the body is known."""

    action = "action_fit"

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        fitting = _fitting(question, product, body_of(question), [])
        if not _FIT.search(first_words(question)) and say_aspects(question, product, answer):
            return answer
        known = {**fitting.known, "fit": product.fit, "stretch": product.stretch, "model_wears": product.model_wears}
        if wide_foot(question, product, fitting.chart, fitting.advice.size if fitting.body and fitting.advice else None, answer):
            return answer
        advice = fitting.advice if fitting.body else None
        tried = advice and advice.size and (_sizes(question, product) or _stepped(question, product, advice.size))
        if tried and _tries_another(fitting, advice, tried):
            return say_compared(answer, fitting.chart, product, advice.size, _wanted(tried, advice.size), fitting.known, fitting.words)
        if advice and advice.size and thick_layer(question, product, fitting.chart, advice.size, answer):
            return answer
        if advice and advice.size and not advice.reason.startswith("one_size"):
            return answer.say("utter_fit_sized", size=advice.size, **known)
        return answer.say("utter_fit", **known)
