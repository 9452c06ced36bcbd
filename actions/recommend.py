"""Finding something for a shopper: two or three products on hand that fit what was said, each with its reason and card."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.base import ShopAction
from actions.goods import product_card, product_in_view, products_together
from actions.price import Price
from actions.product import Details
from actions.question import Question
from actions.wishes import (
    Wishes, fits_audience, in_price, in_season, is_named, relevance, season_now, season_rank, wishes_of, word_hits,
)  # fmt: skip
from bot.shop import Product

SHOWN = 3
_CHEAPER = re.compile(r"便宜|贵|价|划算|多少钱")


class Recommend(ShopAction):
    """By kind, season, price, wearer and body; or what goes with the product in view. Says so when nothing fits quite."""

    action = "action_recommend"

    def answer(self, question: Question) -> Answer:
        together, answer = products_together(question), Answer()
        if together and (Price if _CHEAPER.search(question.text) else Details)().about_several(question, together, answer):
            return answer
        wishes, seen = wishes_of(question), product_in_view(question)
        if seen and wishes.matching and not wishes.products:
            return self._matching(question, wishes, seen)
        if seen and wishes.alike or seen and not wishes.any and _came_from_sold_out(question):
            return self._alike(question, wishes, seen)
        if not wishes.any:
            return self._show(question, wishes, self._seasonal(question, wishes), "utter_recommend_season")
        found = [p for p in self._named(question, wishes) if _fits(p, wishes)]
        if question.going_on and _CHEAPER.search(question.text):  # 便宜点的呢, after some were shown
            found.sort(key=lambda p: p.price_low)
        if found:
            return self._show(question, wishes, found, "utter_recommend")
        near = self._named(question, wishes)
        return self._show(question, wishes, near, "utter_recommend_near") if near else Answer().say("utter_recommend_none")

    def _matching(self, question: Question, wishes: Wishes, seen: Product) -> Answer:
        pairs = [question.content.products[id_] for id_ in seen.pairs if id_ in question.content.products]
        fitting = [p for p in pairs if is_named(p, wishes)] or pairs
        on_hand = [p for p in fitting if _on_hand(question, p)]
        if not on_hand:
            return Answer().say("utter_recommend_none")
        return self._show(question, wishes, on_hand, "utter_recommend_match", anchor=seen.name)

    def _alike(self, question: Question, wishes: Wishes, seen: Product) -> Answer:
        others = [p for p in question.content.products.values() if p.category == seen.category and p is not seen]
        found = [p for p in others if _on_hand(question, p) and in_price(p, wishes)]
        return self._show(question, wishes, found, "utter_recommend") if found else Answer().say("utter_recommend_none")

    def _seasonal(self, question: Question, wishes: Wishes) -> list[Product]:
        now = {season_now(question.now)}
        fitting = [p for p in question.content.products.values() if in_season(p, now) and fits_audience(p, wishes.audience)]
        fitting.sort(key=lambda p: season_rank(p, now))
        return [p for p in _one_of_each_kind(fitting) if _on_hand(question, p)]

    def _named(self, question: Question, wishes: Wishes) -> list[Product]:
        """Of the kind and for the person that were named, on hand, best first; near misses in price or season included."""
        found = [p for p in question.content.products.values() if is_named(p, wishes) and fits_audience(p, wishes.audience)]
        hit = [p for p in found if word_hits(p, wishes, features=False)]
        found = sorted(hit or found, key=lambda p: (not _fits(p, wishes), -relevance(p, wishes), season_rank(p, wishes.seasons or {season_now(question.now)})))
        return [p for p in found if _on_hand(question, p) and (not wishes.body or _size(question, wishes, p) is not False)]

    def _show(self, question: Question, wishes: Wishes, found: list[Product], name: str, **values: str) -> Answer:
        shown = found[:SHOWN]
        answer = Answer().say(name, count=len(shown), **values)
        for product in shown:
            size = _size(question, wishes, product) if wishes.body else None
            item = "utter_recommend_item_sized" if size else "utter_recommend_item"
            answer.say(
                item, card=product_card(product), product=product.name, price=product.price, features=product.features,
                season=product.season, fit=product.fit, size=size or None)
        # What goes with the product in view is a suggestion: the talk stays with what the shopper is looking at.
        alone = len(shown) == 1 and product_in_view(question) in (None, shown[0])
        return answer.remember(product=shown[0].id, sku=None) if alone else answer


def _fits(product: Product, wishes: Wishes) -> bool:
    return in_price(product, wishes) and (not wishes.seasons or in_season(product, wishes.seasons))


def _came_from_sold_out(question: Question) -> bool:
    return question.awaiting.get("what") is None and question.previous_intent in ("ask_stock", "ask_size", "ask_colour")


def _on_hand(question: Question, product: Product) -> bool:
    return any(left > 0 for left in question.stores.stock.of_product(product.id).values())


def _size(question: Question, wishes: Wishes, product: Product) -> Optional[str] | bool:
    """The size for the known body; None when it cannot be told, False when the body is off the product's chart."""
    advice = question.content.charts.advise(product, **wishes.body)
    if advice is None:
        return False
    return None if advice.reason.startswith("one_size") else advice.size


def _one_of_each_kind(products: list[Product]) -> list[Product]:
    """Different kinds before a second of the same kind."""
    first: dict[str, Product] = {}
    for product in products:
        first.setdefault(product.category, product)
    return list(first.values())
