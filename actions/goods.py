"""Which product a question is about: the one said, shown, ordered or last talked about, or ask."""

from __future__ import annotations

import re
from typing import Any, Iterable, Optional

from actions.answer import Answer, button
from actions.carried import before_asking, carried
from actions.narrow import has_clue, name_hits, narrowed, season_choice
from actions.question import Question
from bot.shop import Product
from bot.shop.naming import name_pieces, pieces

BUTTONS = 4
_WORN_WITH = re.compile(r"(?:里面|里边|内搭|外面|外边)[^，,。；;]{0,4}$|(?:套|搭|配)[个件条一]?[^，,。；;]{0,2}$")
_BETTER = r"更?(?:厚|薄|暖|冷|凉|便宜|贵|舒服|显瘦|透气|耐|轻|软|值|实惠|合适|划算|好(?!看))"
# Two products meant without a name: 这两个, 哪个厚; and one named beside the one in view: 和风衣比, 跟冲锋衣哪个暖.
_BOTH = re.compile(rf"[这那]两|两[个款](?!人|月|颜色|码|小时|星期)|分别|哪[个款件条双]{_BETTER}|区别|差别|对比")
_VERSUS = re.compile(r"[和跟与][^，,。]*(?:哪|比|区别|差|不同|一样)|(?<!价)比(?!较|例|如)|区别|差别|对比")
# 包 by itself is mostly part of 包邮 and 红包; between commas it is a bag.
_BAG, _BAG_KIND = re.compile(r"(?:(?<=^)|(?<=[\s、，,和跟+]))包(?=$|[\s、，,和跟+吗呢])"), "包"


BUYING = ("ask_size", "ask_measurements", "ask_fit", "ask_price", "ask_stock", "ask_colour")


def pick_product(question: Question, answer: Answer, **data: Any) -> Optional[Product]:
    """The product, remembered; or None after `answer` was told to ask which. `data` comes back with the choice."""
    options = named_products(question)
    product = _only(question, options) or (None if len(options) > 1 else product_in_view(question))
    if product is None and not options:
        options = likely(question)
        # A choice of one is no question; the answer names the product, so a wrong guess shows. Who is about to buy is
        # asked all the same: what they bought before need not be what they look at now.
        sure = has_clue(question) or question.intent not in BUYING
        product = options[0] if len(options) == 1 and sure else None
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
    named = any(one["entity"] in ("product", "category") for one in question.said)
    if question.awaiting.get("what") == "product" and not named:
        return _fragment(question)
    return list(dict.fromkeys(p for group in named_groups(question) for p in group)) or (_hinted(question) if question.going_on else [])


def _hinted(question: Question) -> list[Product]:
    """开衫呢, 碎花那条呢: goods that a fragment names by a piece of their names. A thick 毛衣 worn underneath is none of them."""
    hits = {p: name_hits(p, question.text) for p in question.content.products.values()}
    most = max(hits.values(), default=0)
    found = [p for p, count in hits.items() if most and count == most]
    start = min((question.text.find(piece) for p in found for piece in pieces(question.text) & name_pieces(p)), default=0)
    return [] if _worn_with(question, start) else found


def named_groups(question: Question) -> list[list[Product]]:
    """For every name in the message, in order, the products it can mean; kinds of goods count as names."""
    by_place: dict[int, list[Product]] = {}
    for one in question.said:
        if one["entity"] in ("product", "category") and not _worn_with(question, one["start"]):
            by_place.setdefault(one["start"], []).extend(_meant(question, one))
    for bag in _BAG.finditer(question.text):
        by_place.setdefault(bag.start(), _of_category(question, _BAG_KIND))
    groups = [list(dict.fromkeys(group)) for _, group in sorted(by_place.items())]
    groups = [narrowed(question, group) if len(group) > 1 else group for group in groups]
    found: list[list[Product]] = []
    for group in groups:
        if group and not any(set(group) & set(other) for other in found):
            found.append(group)
    return found


def products_together(question: Question) -> list[Product]:
    """Two or more products that the message is about at once: each named by itself, or beside the one in view or before it."""
    groups = named_groups(question)
    singles = [group[0] for group in groups if len(group) == 1]
    if len(groups) > 1:
        return singles if len(singles) == len(groups) else []
    before = question.content.products.get(question.product_before or "")
    if singles:
        return _beside(question, singles[0], before) if _VERSUS.search(question.text) else []
    here = question.product
    if len(groups) == 1 and here and here not in groups[0]:
        return [here, *groups[0][:BUTTONS - 1]] if _VERSUS.search(question.text) else []
    return [before, here] if here and before and before is not here and _BOTH.search(question.text) else []


def _beside(question: Question, named: Product, before: Optional[Product]) -> list[Product]:
    """What the only product named is compared with: another of its kind by a piece of its name, the one in view, the one before."""
    kind = [p for p in question.content.products.values() if p.category == named.category and p is not named]
    rest = question.text.replace(named.name, "")
    other = [p for p in kind if name_hits(p, rest) > name_hits(named, rest, than=p)]
    if len(other) == 1:
        return [named, other[0]]
    seen = question.product if question.product is not named else before
    return [seen, named] if seen and seen is not named else []


def _worn_with(question: Question, start: int) -> bool:
    """里面套厚卫衣 names what is worn under the product in view, not another product."""
    return bool(product_in_view(question)) and bool(_WORN_WITH.search(question.text[:start]))


def _meant(question: Question, one: dict[str, Any]) -> list[Product]:
    products = question.content.products
    if one["entity"] == "product":
        return [products[one["value"]]] if one["value"] in products else []
    return _of_category(question, one["value"])


def _of_category(question: Question, kind: str) -> list[Product]:
    """All of a kind of goods, unless the product in view is of that kind. Children's are kept among children's goods."""
    if question.product and question.product.category == kind and question.awaiting.get("what") != "product":
        return []
    fitting = [p for p in question.content.products.values() if p.category == kind or p.name.endswith(kind)]
    chosen = narrowed(question, fitting, by_name=False)
    return [p for p in chosen if p.category == kind] or chosen


def _fragment(question: Question) -> list[Product]:
    """The answer to "which one?" in words that name none by themselves: 圆领那个, 短款."""
    offered = [question.content.products.get(id_) for id_ in before_asking(question).get("options") or ()]
    offered = [p for p in offered if p]
    if question.entities.get("product") or not offered:
        return []
    left = narrowed(question, offered)
    return left if len(left) < len(offered) else []


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
    """Asks with buttons: what the words can mean, else what fits them, else what was ordered."""
    shown = list(dict.fromkeys(list(options) or likely(question)))[:BUTTONS]
    buttons = [button(p.name, product=p.id) for p in shown]
    given = {**carried(question), **data, "options": [p.id for p in shown]}
    return answer.ask("product", "utter_which_product", buttons=buttons, data=given)


def likely(question: Question) -> list[Product]:
    """Without a name: of what was ordered, else of everything, what fits the words; in season when they say nothing."""
    ordered, everything = ordered_products(question), list(question.content.products.values())
    if not has_clue(question):
        return ordered or season_choice(question, everything)
    fitting = narrowed(question, everything)
    own = [p for p in ordered if p in fitting]
    return own or fitting


def product_card(product: Product) -> dict[str, Any]:
    """The product as the chat window shows it."""
    return {"type": "product", "id": product.id, "name": product.name, "price": product.price, "url": product.link}
