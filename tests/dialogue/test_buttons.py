"""Pressing a button, typing its title, or saying which one it is."""

from __future__ import annotations

from typing import Any

import pytest

from .hearing import awaiting, one

WHICH = [
    {"title": "加绒连帽卫衣", "payload": "加绒连帽卫衣", "means": {"product": "P1006"}},
    {"title": "圆领卫衣", "payload": "就要圆领", "means": {"product": "P1007"}},
    {"title": "厚底小白鞋", "payload": "厚底小白鞋", "means": {"product": "P1035"}},
]


def asked_which(**data: Any) -> dict[str, Any]:
    return {**awaiting("product", "ask_pilling", **data), "offered": WHICH}


@pytest.mark.parametrize("text, product", [
    ("加绒连帽卫衣", "P1006"), (" 圆领卫衣 ", "P1007"), ("就要圆领", "P1007"), ("第二个", "P1007"), ("第一", "P1006"), ("2", "P1007"), ("三", "P1035"),
    ("第3个吧", "P1035"), ("1个", "P1006"), ("第二个的", "P1007"),
])  # fmt: skip
def test_a_button_is_pressed_by_its_title_its_payload_or_its_place(text: str, product: str) -> None:
    found = one(text, "greet", 0.99, memory=asked_which(text="起球吗"))
    assert (found.intent, found.entities["product"], found.sure, found.confidence) == ("ask_pilling", product, True, 1.0)
    assert found.awaiting == {"what": "product", "intent": "ask_pilling", "data": {"text": "起球吗"}}


@pytest.mark.parametrize("text", ["第四个", "5", "第零个", "0", "22", "第二个多少钱", "圆领卫衣多少钱"])
def test_what_presses_no_button_is_read_as_a_message(text: str) -> None:
    assert one(text, "ask_price", 0.9, memory={"offered": WHICH}).intent == "ask_price"


def test_without_buttons_a_number_is_a_number() -> None:
    assert one("2", "ask_price", 0.9).intent == "ask_price"
    assert one("第二个", "ask_price", 0.9, memory={"offered": None}).intent == "ask_price"


def test_a_number_after_a_question_for_measures_is_no_button() -> None:
    memory = {**awaiting("measures", "ask_size", missing=["foot_length"]), "offered": WHICH}
    assert "product" not in one("5", memory=memory).entities


def test_a_button_that_says_what_was_meant_asks_that() -> None:
    ask_back = [{"title": "会不会起球", "payload": "会不会起球", "means": {"intent": "ask_pilling", "product": "P1006"}}]
    found = one("会不会起球", "ask_shrink", 0.99, memory={"asked": "track_parcel", "offered": ask_back})
    assert (found.intent, found.entities, found.awaiting) == ("ask_pilling", {"product": "P1006"}, {})


def test_yes_and_no_buttons_confirm() -> None:
    yes_no = [{"title": title, "payload": title, "means": {"confirmed": yes}} for title, yes in (("确认修改", True), ("先不改", False))]
    memory = {**awaiting("confirm", "change_address", address="杭州"), "offered": yes_no}
    found = [one(text, memory=memory) for text in ("确认修改", "先不改", "2")]
    assert [f.confirmed for f in found] == [True, False, False]
    assert {f.intent for f in found} == {"change_address"} and found[0].awaiting["data"] == {"address": "杭州"}


def test_a_buttons_data_joins_what_was_kept_while_asking() -> None:
    lines = [{"title": "黑色M", "payload": "黑色M", "means": {"data": {"line": 2}}}]
    memory = {**awaiting("product", "change_order", order="1"), "offered": lines}
    assert one("黑色M", memory=memory).awaiting["data"] == {"order": "1", "line": 2}


def test_the_words_of_a_title_are_ours_and_ask_for_nothing() -> None:
    lines = [{"title": "加绒连帽卫衣（黑色 M）", "payload": "加绒连帽卫衣（黑色 M）", "means": {"data": {"line": 1}}}]
    memory = {**awaiting("product", "change_order", colour=["白色"], size=["L"]), "offered": lines}
    by_title, by_place = one("加绒连帽卫衣（黑色 M）", memory=memory), one("第一个", memory=memory)
    for found in (by_title, by_place):
        assert (found.entities, found.said) == ({}, [])
        assert found.awaiting["data"] == {"colour": ["白色"], "size": ["L"], "line": 1}


def test_an_order_button_names_the_order() -> None:
    orders = [{"title": "昨天的卫衣", "payload": "昨天的卫衣", "means": {"order": "261122-1", "product": "P1006"}}]
    found = one("昨天的卫衣", memory={**awaiting("order", "track_parcel"), "offered": orders})
    assert found.entities == {"order_number": "261122-1", "product": "P1006"}


def test_a_button_without_an_intent_goes_on_with_the_last_question() -> None:
    sizes = [{"title": "就要XL", "payload": "就要XL", "means": {"size": "XL"}}]
    assert one("就要XL", memory={"asked": "ask_stock", "offered": sizes}).intent == "ask_stock"


def test_reading_a_button_does_not_use_it_up() -> None:
    memory = asked_which()
    for _ in range(2):
        assert one("第二个", memory=memory).entities["product"] == "P1007"
    assert WHICH[1]["means"] == {"product": "P1007"}


@pytest.mark.parametrize("text, chosen", [("圆领那个", "P1007"), ("加绒的那款呢", "P1006"), ("圆领", "P1007")])
def test_words_of_exactly_one_offered_title_choose_it(text: str, chosen: str) -> None:
    offered = [{"title": t, "payload": t, "means": {"product": p}} for t, p in (("加绒连帽卫衣", "P1006"), ("圆领纯棉卫衣", "P1007"))]
    found = one(text, "nothing", 0.3, memory={**awaiting("product", "ask_price"), "offered": offered})
    assert (found.intent, found.entities["product"]) == ("ask_price", chosen)


def test_words_that_fit_two_titles_choose_neither() -> None:
    offered = [{"title": t, "payload": t, "means": {"product": p}} for t, p in (("加绒连帽卫衣", "P1006"), ("圆领纯棉卫衣", "P1007"))]
    assert "product" not in one("卫衣那个", "nothing", 0.3, memory={**awaiting("product", "ask_price"), "offered": offered}).entities
