"""What several pieces cost together: the second piece's discount, then the shop's full reduction. Coupons are left to the payment page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Callable, Optional, Sequence

from actions.answer import Answer
from actions.carried import first_words
from actions.goods import named_groups, product_in_view
from actions.question import Question
from actions.words import Words, money
from bot.shop import Product, Sku

SkusOf = Callable[[Question, Product], Sequence[Sku]]  # the SKUs a question is about
_SUM = re.compile(r"一共|总共|总价|总计|合计|加起来|共多少")
_TOGETHER = re.compile(r"一起|都拍|全拍|都买|[两二三四五六七八九\d]+[件条双套个]")
_FAMILY = re.compile(r"([一二两三四五\d])大([一二两三四五\d])小")
_NUMBERS = {c: n for n, c in enumerate("一二三四五", 1)} | {"两": 2}
_CHILD_SIZE = "童"


@dataclass(frozen=True)
class Bought:
    """So many pieces of one product at one price."""

    product: Product
    price: Decimal
    count: int


def asks_total(question: Question) -> bool:
    """Whether the price of several pieces is meant."""
    several = len(named_groups(question)) > 1 or _count(question) > 1
    return bool(_SUM.search(first_words(question)) or several and _TOGETHER.search(first_words(question)))


def say_total(question: Question, skus_of: SkusOf, answer: Answer) -> bool:
    """The sum, worked out; False when it is not clear of what. A product with several prices is asked about."""
    groups = named_groups(question)
    products = [group[0] for group in groups if len(group) == 1]
    if len(products) < len(groups):
        return False
    if not products:
        seen = product_in_view(question)
        products = [seen] if seen else []
    if not products:
        return False
    bought: list[Bought] = []
    for product in products:
        pieces = _pieces(question, product, skus_of(question, product), 1 if len(products) > 1 else _count(question))
        if pieces is None:
            return _ask_sizes(question, product, answer)
        bought += pieces
    _say(question, bought, answer)
    return True


def _pieces(question: Question, product: Product, skus: Sequence[Sku], count: int) -> Optional[list[Bought]]:
    """At which price how many; None when the sizes differ in price and none was said."""
    prices = {sku.price for sku in skus}
    if len(prices) == 1:
        return [Bought(product, prices.pop(), count)]
    family = _FAMILY.search(first_words(question))
    children = {sku.price for sku in product.skus if _CHILD_SIZE in sku.size}
    grown = {sku.price for sku in product.skus if _CHILD_SIZE not in sku.size}
    if not family or len(children) != 1 or len(grown) != 1:
        return None
    large, small = (int(_NUMBERS.get(n, n)) for n in family.groups())
    return [Bought(product, grown.pop(), large), Bought(product, children.pop(), small)]


def _ask_sizes(question: Question, product: Product, answer: Answer) -> bool:
    """The prices by size, and what is needed to add them up."""
    words = Words(question.content, question.now)
    sizes: dict[Decimal, dict[str, None]] = {}
    for sku in product.skus:
        sizes.setdefault(sku.price, {})[sku.size] = None
    prices = words("and").join(words("sizes_at", sizes=words("slash").join(s), price=money(p)) for p, s in sorted(sizes.items()))
    answer.say("utter_total_which", product=product.name, prices=prices)
    return True


def _count(question: Question) -> int:
    counted = [int(e["value"]) for e in question.said if e["entity"] == "quantity"]
    return counted[0] if counted else 1


def _say(question: Question, bought: Sequence[Bought], answer: Answer) -> None:
    policy, words = question.content.policies["discounts"], Words(question.content, question.now)
    total = sum((b.price * b.count for b in bought), Decimal(0))
    second = sum((b.price * (100 - int(policy["second_percent"])) / 100 for b in bought if b.count > 1), Decimal(0))
    off = reduction(question, total - second)
    items = words("and").join(words("bought", product=b.product.name, price=money(b.price), n=b.count) for b in bought)
    known = {"items": items, "total": money(total), "pay": _rounded(total - second - off), "second": _rounded(second), "off": money(off)}
    name = "utter_total" + ("_second" if second else "") + ("_off" if off else "")
    answer.say(name, **known)


def _rounded(amount: Decimal) -> str:
    return money(amount.quantize(Decimal("0.01")))


def reduction(question: Question, total: Decimal) -> Decimal:
    """What the full reduction takes off, once."""
    policy = question.content.policies["discounts"]
    return Decimal(str(policy["minus"])) if total >= Decimal(str(policy["full"])) else Decimal(0)
