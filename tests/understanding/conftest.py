"""A small catalogue and an extractor that knows it; nothing here needs a shop, a model or Rasa."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.understanding.catalogue import Vocabulary, colour_spellings
from bot.understanding.entities import Extractor

CATALOGUE = Vocabulary(
    products={
        "P1001": ("精梳棉基础圆领T恤", "圆领T", "纯白T", "打底衫"),
        "P1006": ("加绒连帽卫衣", "加绒卫衣", "帽衫"),
        "P1009": ("软糯圆领开衫", "打底衫"),
        "P1035": ("厚底小白鞋", "小白鞋"),
        "P1044": ("三合一防风冲锋衣", "三合一外套"),
    },
    colours=colour_spellings(["白色", "黑色", "燕麦色", "雾霾蓝", "藏青", "浅灰", "米白", "米色", "红格"]),
    sizes=frozenset({"S", "M", "L", "XL", "2XL", "均码", "38", "40", "120", "130", "童110"}),
    fabrics=frozenset({"莫代尔"}),
    categories=frozenset({"卫衣", "鞋", "包"}),
)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(lambda: CATALOGUE)


@pytest.fixture(scope="session")
def found(extractor: Extractor) -> Callable[..., list[tuple[str, Any]]]:
    """(name, value) of every entity in a message, in reading order; only the named kinds when some are given."""

    def find(text: str, *kinds: str) -> list[tuple[str, Any]]:
        return [(e["entity"], e["value"]) for e in extractor.extract(text) if not kinds or e["entity"] in kinds]

    return find
