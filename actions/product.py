"""Questions about what a product is like: this product's facts, how to treat it, and the guarantee. Never a bare yes or no."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from actions.answer import Answer, button
from actions.base import ShopAction
from actions.carried import first_words
from actions.cues import choose
from actions.goods import named_products, pick_product, product_in_view
from actions.phrases import guarantee
from actions.question import Question
from actions.words import Words
from bot.shop import Product

_DETAILS = (
    (r"产地|哪里?产|哪生产|产自|生产日期|几月|批次|哪里做|哪儿做|厂家|国产", "utter_origin"),
    (r"模特|麻豆", "utter_model"),
    (r"配件|包含|到手|里面有|附带|送不送|带不带|有没有带|几件套|一套|单件|含.{0,3}吗", "utter_included"),
)
_COMPARED = ("fabric", "fit", "season")


class ProductAction(ShopAction):
    """An answer about one product; asks which one when nothing says it."""

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        product = pick_product(question, answer)
        return self.about(question, product, answer) if product else answer

    @abstractmethod
    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        """What to say about the product in question."""


class Fact(ProductAction):
    """One or more facts of the product's row, with the guarantee. The first fact is the one that was asked for."""

    facts: tuple[str, ...]

    @property
    @abstractmethod
    def reply(self) -> str:
        """The name of the wording."""

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        return say_facts(question, product, answer, self.reply, self.facts)


def say_facts(question: Question, product: Product, answer: Answer, reply: str, facts: tuple[str, ...], **more: Any) -> Answer:
    """The wording with these facts; when the sheet lacks the first one, says so and offers a person."""
    known = {name: product.fact(name) for name in facts if product.fact(name)}
    if facts[0] not in known:
        return say_unknown(question, product, answer)
    return answer.say(reply, product=product.name, guarantee=guarantee(question, product), **known, **more)


def say_unknown(question: Question, product: Product, answer: Answer) -> Answer:
    """The shop's records do not say; nothing is made up."""
    return answer.say("utter_fact_unknown", product=product.name, buttons=[person(question)])


def person(question: Question) -> dict[str, Any]:
    """A button that fetches a person."""
    return button(Words(question.content, question.now)("button_person"), intent="ask_human")


class Material(Fact):
    action, reply, facts = "action_material", "utter_material", ("fabric", "lining")


class Pilling(Fact):
    action, reply, facts = "action_pilling", "utter_pilling", ("pilling",)


class Fading(Fact):
    action, reply, facts = "action_fading", "utter_fading", ("fading", "care")


class Shrink(Fact):
    action, reply, facts = "action_shrink", "utter_shrink", ("shrink", "care")


class Care(Fact):
    action, reply, facts = "action_care", "utter_care", ("care",)


class Thickness(Fact):
    action, reply, facts = "action_thickness", "utter_thickness", ("thickness", "season")


class Smell(Fact):
    action, reply, facts = "action_smell", "utter_smell", ("smell",)


class Quality(Fact):
    action, reply, facts = "action_quality", "utter_quality", ("fabric", "features", "warranty")


class Usage(Fact):
    action, reply, facts = "action_usage", "utter_usage", ("usage",)


class Details(ProductAction):
    """Any other attribute: where it is made, what is in the parcel, the model; else what is special about it."""

    action = "action_product"

    def answer(self, question: Question) -> Answer:
        named = named_products(question)
        if len(named) == 2 and len({one["start"] for one in question.said if one["entity"] == "product"}) == 2:
            return _compare(*named)
        return super().answer(question)

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        reply = choose(first_words(question), _DETAILS, "utter_product_facts")
        facts = {"utter_origin": ("origin",), "utter_model": ("model_wears",), "utter_included": ("included", "gift")}
        return say_facts(question, product, answer, reply, facts.get(reply, ("features", "included", "fabric")))


def _compare(one: Product, other: Product) -> Answer:
    values = {name: one.fact(name) for name in _COMPARED}
    values.update({f"other_{name}": other.fact(name) for name in _COMPARED})
    return Answer().say("utter_compare", product=one.name, other=other.name, **values)


class Warranty(ShopAction):
    """The product's own warranty; without a product in view the shop's rules answer as well."""

    action = "action_warranty"

    def answer(self, question: Question) -> Answer:
        product = product_in_view(question)
        if product is None:
            return Answer().say("utter_warranty_general")
        return say_facts(question, product, Answer(), "utter_warranty", ("warranty",))
