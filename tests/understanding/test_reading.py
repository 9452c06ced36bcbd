"""Places in the original message, bad input, and what a message may cost."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.understanding.catalogue import of_content
from bot.understanding.entities import Extractor

from .conftest import CATALOGUE

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text", ["親，加絨衛衣 １７５㎝ 65㎏ 穿ＸＬ嗎", "亲，加绒卫衣 175cm 65kg 穿XL吗😀"])
def test_entities_point_at_what_was_typed(extractor: Extractor, text: str) -> None:
    entities = extractor.extract(text)
    assert [e["entity"] for e in entities] == ["product", "height", "weight", "size"]
    for entity in entities:
        assert text[entity["start"]:entity["end"]] == entity["text"]
    assert [e["text"].strip("㎝cmkg㎏") for e in entities][1:3] in (["１７５", "65"], ["175", "65"])


def test_a_full_message_is_read_once_and_by_the_right_family(found: Found) -> None:
    assert found("身高175cm，体重130，平时穿L，加绒卫衣黑色2件，寄广州，明天能发吗，满199减10的") == [
        ("height", 175), ("weight", 65), ("size", "L"), ("product", "P1006"), ("colour", "黑色"), ("quantity", 2), ("place", "广州"), ("date", "明天"), ("money", 199), ("money", 10),
    ]


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\udfff175 130", "'; DROP TABLE orders;--", "<script>1</script>", "/restart", "/ask_size{\"size\":\"M\"}", "%s%n", "😀" * 50])
def test_odd_input_is_just_text(extractor: Extractor, text: str) -> None:
    for entity in extractor.extract(text):
        assert text[entity["start"]:entity["end"]] == entity["text"]


@pytest.mark.parametrize("piece", ["1", "一", "x", "1 ", "175 130 ", "白", "1-", "1.", "s1", "月1", "高1", "￥1"])
def test_a_message_of_two_thousand_characters_is_read_to_the_end(extractor: Extractor, piece: str) -> None:
    text = (piece * 2000)[:2000]
    assert all(0 <= entity["start"] < entity["end"] <= len(text) for entity in extractor.extract(text))


def test_the_vocabulary_comes_from_the_shops_content() -> None:
    class Sku:
        colour, size = "燕麦色", "M"

    class Product:
        name, aliases, category, fabric, skus = "连帽卫衣", ("帽衫",), "卫衣", "95%莫代尔、5%氨纶", (Sku(),)

    class Content:
        products = {"P1": Product()}

    vocabulary = of_content(Content())
    assert vocabulary.products == {"P1": ("连帽卫衣", "帽衫")} and vocabulary.colours == {"燕麦色": "燕麦色", "燕麦": "燕麦色"}
    assert (vocabulary.sizes, vocabulary.fabrics, vocabulary.categories) == ({"M"}, {"莫代尔", "氨纶"}, {"卫衣"})
    assert vocabulary.fingerprint != CATALOGUE.fingerprint == CATALOGUE.fingerprint
