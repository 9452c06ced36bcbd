"""Fragments without a subject, and cards without words, go on with what was talked about."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.understood import Understood, first_values

from .hearing import NUMBER, heard, one, understood


@pytest.mark.parametrize("asked, text, entities", [
    ("ask_stock", "那XL呢", {"size": "XL"}), ("ask_stock", "黑色的呢", {"colour": "黑色"}), ("ask_size", "180的呢", {"height": 180}),
    ("ask_size", "那130斤呢", {"weight": 65}), ("ask_size", "165 110", {"height": 165, "weight": 55}), ("ask_pilling", "这个呢", {}), ("ask_price", "那这款呢？", {}),
    ("ask_pilling", "加绒卫衣呢", {"product": "P1006"}), ("ask_freight", "新疆呢", {"place": "新疆"}), ("track_parcel", NUMBER, {"order_number": NUMBER}),
    ("change_order", "那黑色的呢", {"colour": "黑色"}), ("ask_stock", "黑色XL", {"colour": "黑色", "size": "XL"}),
])  # fmt: skip
def test_a_bare_new_value_asks_the_last_question_again(asked: str, text: str, entities: dict[str, Any]) -> None:
    found = one(text, memory={"asked": asked})
    assert (found.intent, found.sure, found.awaiting, found.confirmed) == (asked, True, {}, None)
    assert {name: found.entities.get(name) for name in entities} == entities


def test_a_bare_weight_is_read_for_the_height_already_told() -> None:
    assert one("85呢", memory={"asked": "ask_size", "measures": {"height": 180}}).measures == {"weight": 85}


@pytest.mark.parametrize("text, intent", [
    ("这个多少钱", "ask_price"), ("有黑色的吗", "ask_colour"), ("那退货呢", "return_goods"), ("XL有货吗", "ask_stock"), ("黑色会掉色吗", "ask_fading"),
    ("改成L码", "change_order"), ("转人工", "ask_human"),
])  # fmt: skip
def test_a_question_with_a_subject_of_its_own_is_a_new_one(text: str, intent: str) -> None:
    assert one(text, intent, 0.9, memory={"asked": "ask_pilling"}).intent == intent


@pytest.mark.parametrize("memory", [{}, {"asked": None}, {"asked": "greet"}, {"asked": "thank"}])
def test_without_a_last_question_a_fragment_is_what_it_is(memory: dict[str, Any]) -> None:
    found = one("那XL呢", "ask_stock", 0.4, memory=memory)
    assert (found.intent, found.sure) == ("ask_stock", False)


@pytest.mark.parametrize("asked, text", [
    ("track_parcel", "那XL呢"), ("ask_pilling", "新疆呢"), ("cancel_order", "180的呢"), ("ask_size", "嗯嗯"), ("ask_size", "123456"),
])  # fmt: skip
def test_a_value_that_says_nothing_to_the_last_question_does_not_repeat_it(asked: str, text: str) -> None:
    assert one(text, "nothing", 0.1, memory={"asked": asked}).intent == "nothing"


def test_two_questions_are_no_fragment() -> None:
    found = understood("那XL呢，这个呢", "nothing", 0.1, ("那XL呢", "ask_stock"), ("这个呢", "ask_price"), memory={"asked": "ask_size"})
    assert [q.intent for q in found] == ["ask_stock", "ask_price"]


@pytest.mark.parametrize("kind, intent", [("product", "product_card"), ("order", "order_card"), ("image", "image")])
@pytest.mark.parametrize("asked", [None, "greet", "ask_invoice"])
def test_a_card_without_words_is_a_small_event_of_its_own(kind: str, intent: str, asked: str | None) -> None:
    found = one("", memory={"asked": asked}, kind=kind, product="P1006", order=NUMBER)
    assert (found.intent, found.sure, found.confidence) == (intent, True, 1.0)


@pytest.mark.parametrize("kind, asked, intent", [
    ("product", "ask_pilling", "ask_pilling"), ("order", "track_parcel", "track_parcel"), ("product", "track_parcel", "product_card"),
    ("order", "ask_pilling", "order_card"), ("image", "ask_pilling", "image"),
])  # fmt: skip
def test_a_card_goes_on_with_a_question_of_its_kind(kind: str, asked: str, intent: str) -> None:
    assert one("", memory={"asked": asked}, kind=kind).intent == intent


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_blank_words_under_a_card_are_no_words(text: str) -> None:
    assert one(text, memory={"asked": "ask_pilling"}, kind="product").intent == "ask_pilling"


def test_a_card_with_a_pointing_word_goes_on_and_with_a_question_asks_it() -> None:
    assert one("这个呢", memory={"asked": "ask_pilling"}, kind="product").intent == "ask_pilling"
    assert one("这个会掉色吗", "ask_fading", 0.9, memory={"asked": "ask_pilling"}, kind="product").intent == "ask_fading"


def test_sure_means_at_least_the_threshold() -> None:
    assert [one("x", "ask_price", c).sure for c in (0.59, 0.6, 0.61)] == [False, True, True]


def test_each_question_keeps_its_own_words_ranking_and_entities() -> None:
    parse = heard("黑色多少钱", "ask_price", 0.9)
    (found,) = understood("黑色多少钱", "ask_price", 0.9)
    assert (found.text, found.ranking, found.said) == ("黑色多少钱", parse["intent_ranking"], parse["entities"])
    assert found.entities == {"colour": "黑色"}


def test_measures_are_the_bodys_alone() -> None:
    question = Understood("ask_size", 1.0, "", True, {"height": 175, "weight": 65.0, "size": "L", "money": 59.9, "waist": 80})
    assert question.measures == {"height": 175, "weight": 65.0, "waist": 80}


def test_the_first_value_of_a_kind_counts() -> None:
    said = [{"entity": "size", "value": "L"}, {"entity": "colour", "value": "黑色"}, {"entity": "size", "value": "XL"}]
    assert first_values(said) == {"size": "L", "colour": "黑色"}


@pytest.mark.parametrize("text, intent", [(NUMBER, "order_card"), ("加绒卫衣", "product_card"), ("加绒卫衣呢", "product_card")])
@pytest.mark.parametrize("asked", [None, "ask_invoice"])
def test_a_bare_number_or_name_opens_what_it_names_as_its_card_would(text: str, intent: str, asked: Any) -> None:
    assert one(text, "out_of_scope", 0.98, memory={"asked": asked}).intent == intent
