"""Which product a question is about: the one said, shown, ordered or last talked about, or ask."""

from __future__ import annotations

from typing import Any, Iterable, Optional

from actions.answer import Answer, button
from actions.carried import carried
from actions.question import Question
from bot.shop import Product

BUTTONS = 4


def pick_product(question: Question, answer: Answer, **data: Any) -> Optional[Product]:
    """The product, remembered; or None after `answer` was told to ask which. `data` comes back with the choice."""
    options = named_products(question)
    product = _only(question, options) or (None if len(options) > 1 else product_in_view(question))
    if product is None:
        ask_which(question, answer, options, **data)
        return None
    if product.id != question.product_id:
        answer.remember(product=product.id, sku=None)
    return product


def product_in_view(question: Question) -> Optional[Product]:
    """The product of the card, the words or the talk so far; else the only one of the order in view."""
    if question.product:
        return question.product
    lines = question.order.lines if question.order else ()
    ids = {line.product for line in lines}
    return question.content.products.get(ids.pop()) if len(ids) == 1 else None


def named_products(question: Question) -> list[Product]:
    """What the words of this message can mean; several when they share a name. A choice just made is not reopened."""
    if question.awaiting.get("what") == "product":
        return []
    products = question.content.products
    ids = dict.fromkeys(one["value"] for one in question.said if one["entity"] == "product")
    return [products[id_] for id_ in ids if id_ in products] or _of_category(question)


def _of_category(question: Question) -> list[Product]:
    """All of a kind of goods the message names, unless the product in view is of that kind."""
    kinds = {one["value"] for one in question.said if one["entity"] == "category"}
    if not kinds or (question.product and question.product.category in kinds):
        return []
    return [p for p in question.content.products.values() if p.category in kinds]


def _only(question: Question, options: list[Product]) -> Optional[Product]:
    """The one meant among several: the one in view, else the only one this shopper has ordered."""
    if len(options) == 1:
        return options[0]
    if question.product and question.product in options and not _just_said(question):
        return question.product
    ordered = [p for p in ordered_products(question) if p in options]
    return ordered[0] if len(ordered) == 1 else None


def _just_said(question: Question) -> bool:
    """The product in view is only there because this message's first word could mean it."""
    return question.entities.get("product") == question.product_id


def ordered_products(question: Question) -> list[Product]:
    """What this shopper has ordered and the shop still has, newest first."""
    ids = dict.fromkeys(line.product for order in question.orders for line in order.lines)
    return [question.content.products[id_] for id_ in ids if id_ in question.content.products]


def ask_which(question: Question, answer: Answer, options: Iterable[Product] = (), **data: Any) -> Answer:
    """Asks with buttons: what the words can mean, else recent orders' products and the first of the shop's sheet."""
    offered = list(options) or [*ordered_products(question), *question.content.products.values()]
    shown = list(dict.fromkeys(offered))[:BUTTONS]
    buttons = [button(p.name, product=p.id) for p in shown]
    return answer.ask("product", "utter_which_product", buttons=buttons, data={**carried(question), **data})


def product_card(product: Product) -> dict[str, Any]:
    """The product as the chat window shows it."""
    return {"type": "product", "id": product.id, "name": product.name, "price": product.price, "url": product.link}
