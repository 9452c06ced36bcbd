"""Questions about what a product is like: this product's facts, how to treat it, and the guarantee. Never a bare yes or no."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, Sequence

from actions.answer import Answer, button
from actions.aspects import say_aspects, say_judged
from actions.base import ShopAction
from actions.carried import first_words
from actions.cues import chosen
from actions.goods import pick_product, product_in_view, products_together
from actions.phrases import guarantee
from actions.presale import say_deposit
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
    """An answer about one product; asks which one when nothing says it. Of two products named at once both are told."""

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        together = products_together(question)
        if together and self.about_several(question, together, answer):
            return answer
        product = pick_product(question, answer)
        return self.about(question, product, answer) if product else answer

    @abstractmethod
    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        """What to say about the product in question."""

    def about_several(self, question: Question, products: Sequence[Product], answer: Answer) -> bool:
        """What to say about several products at once; False when this question cannot be answered so."""
        return False


class Fact(ProductAction):
    """One or more facts of the product's row, with the guarantee. The first fact is the one that was asked for."""

    facts: tuple[str, ...]
    own: str = ""  # the words that ask for these facts themselves; without them a smaller thing was meant

    @property
    @abstractmethod
    def reply(self) -> str:
        """The name of the wording."""

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        if say_judged(question, product, answer):
            return answer
        if not re.search(self.own, first_words(question)) and say_aspects(question, product, answer):
            return answer
        say_facts(question, product, answer, self.reply, self.facts)
        say_aspects(question, product, answer, known="".join(str(product.fact(name)) for name in self.facts))
        return answer

    def about_several(self, question: Question, products: Sequence[Product], answer: Answer) -> bool:
        words = Words(question.content, question.now)
        lines = [words("fact_line", product=p.name, said=_joined(words, p, self.facts)) for p in products]
        answer.say("utter_facts_both", lines="\n".join(lines))
        return True


def _joined(words: Words, product: Product, facts: Sequence[str]) -> str:
    """The first two facts: more cannot be compared on a phone."""
    return words("between").join(str(product.fact(name)) for name in facts[:2] if product.fact(name)) or words("not_written")


def say_facts(question: Question, product: Product, answer: Answer, reply: str, facts: tuple[str, ...], **more: Any) -> Answer:
    """The wording with these facts; when the sheet lacks the first one, says so and offers a person."""
    known = {name: _plainly(name, product.fact(name)) for name in facts if product.fact(name)}
    if facts[0] not in known:
        return say_unknown(question, product, answer)
    return answer.say(reply, product=product.name, guarantee=guarantee(question, product), **known, **more)


def _plainly(name: str, fact: Any) -> Any:
    """里料防钻绒锦纶 behind 里料： says 里料 twice."""
    lining = "里料"
    return fact.removeprefix(lining).removesuffix(lining) or fact if name == "lining" else fact


def say_unknown(question: Question, product: Product, answer: Answer) -> Answer:
    """The shop's records do not say; nothing is made up."""
    return answer.say("utter_fact_unknown", product=product.name, buttons=[person(question)])


def person(question: Question) -> dict[str, Any]:
    """A button that fetches a person."""
    return button(Words(question.content, question.now)("button_person"), intent="ask_human")


class Material(Fact):
    action, reply, facts = "action_material", "utter_material", ("fabric", "lining")
    own = r"面料|材质|料子|什么料|成分|棉|真皮|羊毛|含量|含绒|丝|麻|皮的|里料|布"


class Pilling(Fact):
    action, reply, facts = "action_pilling", "utter_pilling", ("pilling",)
    own = r"球|勾[丝线]"


class Fading(Fact):
    action, reply, facts = "action_fading", "utter_fading", ("fading", "care")
    own = r"掉色|褪色|染|色牢|串色"


class Shrink(Fact):
    action, reply, facts = "action_shrink", "utter_shrink", ("shrink", "care")
    own = r"缩|变形|皱"


class Care(Fact):
    action, reply, facts = "action_care", "utter_care", ("care",)
    own = r"洗|熨|烫|保养|打理|晒|烘|收纳"


class Thickness(Fact):
    action, reply, facts = "action_thickness", "utter_thickness", ("thickness", "season")
    own = r"厚|薄|暖|冷|热|季|冬|夏|春|秋|凉"


class Smell(Fact):
    action, reply, facts = "action_smell", "utter_smell", ("smell",)
    own = r"味|甲醛|臭|安全|刺鼻"


class Quality(Fact):
    action, reply, facts = "action_quality", "utter_quality", ("fabric", "features", "warranty")
    own = r"质量|做工|好不好|怎么样|耐"


class Usage(Fact):
    action, reply, facts = "action_usage", "utter_usage", ("usage",)
    own = r"怎么|如何"


class Details(ProductAction):
    """Any other attribute: where it is made, what is in the parcel, the model; else what is special about it."""

    action = "action_product"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        return answer if say_deposit(question, answer) else super().answer(question)

    def about_several(self, question: Question, products: Sequence[Product], answer: Answer) -> bool:
        _compare(answer, *products[:2])
        return True

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        reply = chosen(question, _DETAILS, "utter_product_facts")
        if say_judged(question, product, answer) or reply == "utter_product_facts" and say_aspects(question, product, answer):
            return answer
        facts = {"utter_origin": ("origin",), "utter_model": ("model_wears",), "utter_included": ("included", "gift")}
        return say_facts(question, product, answer, reply, facts.get(reply, ("features", "included", "fabric")))


def _compare(answer: Answer, one: Product, other: Product) -> Answer:
    values = {name: one.fact(name) for name in _COMPARED}
    values.update({f"other_{name}": other.fact(name) for name in _COMPARED})
    return answer.say("utter_compare", product=one.name, other=other.name, **values)


class Warranty(ShopAction):
    """The product's own warranty; without a product in view the shop's rules answer as well."""

    action = "action_warranty"

    def answer(self, question: Question) -> Answer:
        product = product_in_view(question)
        if product is None:
            return Answer().say("utter_warranty_general")
        return say_facts(question, product, Answer(), "utter_warranty", ("warranty",))
