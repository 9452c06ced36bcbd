"""How an advised size is worded: the reason, the size beside it, what is sold out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Optional

from actions.answer import Answer
from actions.body import in_words
from actions.carried import values
from actions.phrases import guarantee
from actions.question import Question
from actions.size_compare import say_compared
from actions.size_measured import thick_layer, wide_foot
from actions.stock import Shelf
from actions.words import Words
from bot.shop import Chart, Product, SizeAdvice

_BETWEEN = re.compile(r"之间[^，；]{0,8}选(大|小)")


@dataclass(frozen=True)
class Fitting:
    """One shopper and one product: everything the wording of an advice may need."""

    question: Question
    product: Product
    chart: Chart
    body: dict[str, float]
    usual: Optional[str]
    words: Words

    @property
    def advice(self) -> Optional[SizeAdvice]:
        return self.question.content.charts.advise(self.product, usual=self.usual, **self.body)

    @property
    def known(self) -> dict[str, Any]:
        """Values for the wording."""
        body = in_words(self.words, self.body, self.chart) or (self.words("measure_usual", value=self.usual) if self.usual else "")
        return {
            "product": self.product.name, "fit_advice": self.product.fit_advice, "body": body,
            "guarantee": guarantee(self.question, self.product)}


def say_advice(fitting: Fitting, advice: SizeAdvice, answer: Answer) -> Answer:
    """The size and the reason; then what is sold out of it."""
    order, known = fitting.chart.sizes, {**fitting.known, "size": advice.size, "base": advice.base, "usual": fitting.usual}
    if advice.reason.startswith("one_size"):
        return answer.say("utter_size_one", fits=fitting.chart.one_size or fitting.product.fit_advice, **known)
    if advice.reason.startswith("usual"):
        answer.say("utter_size_usual", **known)
    elif advice.between:
        smaller, larger = sorted((advice.size, advice.between), key=order.index)
        known["size"] = _of_two(fitting.product, smaller, larger, advice.size)
        answer.say("utter_size_between_moved" if advice.offset else "utter_size_between", smaller=smaller, larger=larger, **known)
    elif fitting.usual and advice.usual not in (None, advice.size) and fitting.chart.named(fitting.usual) != advice.usual:
        answer.say("utter_size_usual_moved", ours=advice.usual, **known)
    elif fitting.usual and advice.usual not in (None, advice.size):
        say_compared(answer, fitting.chart, fitting.product, advice.size, advice.usual, fitting.known, fitting.words)
    else:
        answer.say(_advice_wording(fitting, advice), **known)
    wide_foot(fitting.question, fitting.product, fitting.chart, known["size"], answer)
    thick_layer(fitting.question, fitting.product, fitting.chart, known["size"], answer)
    return _say_sold_out(fitting, known["size"], answer)


def _advice_wording(fitting: Fitting, advice: SizeAdvice) -> str:
    """A size of the chart that this product is not made in is not named."""
    if advice.offset and advice.base not in fitting.product.sizes:
        return "utter_size_moved"
    return {-1: "utter_size_smaller", 0: "utter_size_advice", 1: "utter_size_larger"}[advice.offset]


def _of_two(product: Product, smaller: str, larger: str, otherwise: str) -> str:
    """Of two sizes that both can be worn the one the shopkeeper's own advice names (两码之间选大)."""
    said = _BETWEEN.search(product.fit_advice)
    return otherwise if said is None else larger if said.group(1) == "大" else smaller


def _say_sold_out(fitting: Fitting, size: str, answer: Answer) -> Answer:
    """A size nobody can buy is no help: says so, with what there is."""
    shelf, join = Shelf.of(fitting.question, fitting.product), fitting.words("and").join
    there = [sku for sku in shelf.sold if sku.size == size]
    colour = _colour_in_view(fitting)
    if not shelf.sold:
        return answer.say("utter_stock_none", product=fitting.product.name)
    if not there:
        return answer.say("utter_size_sold_out", size=size, others=join(dict.fromkeys(sku.size for sku in shelf.sold)))
    if colour and colour not in {sku.colour for sku in there}:
        return answer.say("utter_size_colour_sold_out", size=size, colour=colour, colours=join(sku.colour for sku in there))
    return answer


def _colour_in_view(fitting: Fitting) -> Optional[str]:
    said = values(fitting.question, "colour")
    sku = fitting.question.sku
    colour = said[0] if said else sku.colour if sku and sku.product == fitting.product.id else None
    return colour if colour in fitting.product.colours else None
