"""Pieces of what products are called: 开衫 says which one is meant as well as 针织开衫 does."""

from __future__ import annotations

import re
from typing import Iterable

from bot.shop.products import Product

# Pairs of characters that stand in some product's name but say nothing about which one is meant.
_NO_NAMES = frozenset("口袋 冬天 可以 男士 女士 小孩 休闲 白色 外套 衣服 裤子 裙子 鞋子 显瘦 基础 宽松 纯棉 大人".split())


def pieces(text: str) -> set[str]:
    """Two-character pieces, without those that say nothing."""
    text = text.upper()
    return {text[n:n + 2] for n in range(len(text) - 1) if not re.search(r"\s", text[n:n + 2])} - _NO_NAMES


def name_pieces(product: Product) -> set[str]:
    """The pieces of everything a product is called."""
    return set().union(*(pieces(name) for name in (product.name, product.category, *product.aliases)))


def names_goods(text: str, products: Iterable[Product]) -> bool:
    """Whether the text has a piece of some product's name in it."""
    said = pieces(text)
    return any(said & name_pieces(product) for product in products)
