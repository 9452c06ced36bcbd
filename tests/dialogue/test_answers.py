"""The answer to what the bot asked, and when a message is none."""

from __future__ import annotations

from typing import Any

import pytest

from .hearing import NUMBER, awaiting, one, understood


def measured(text: str, *missing: str, memory: dict[str, Any] | None = None, **heard: Any) -> dict[str, float]:
    found = one(text, *heard.values(), memory={**awaiting("measures", "ask_size", missing=list(missing)), **(memory or {})})
    assert (found.intent, found.sure, found.confirmed) == ("ask_size", True, None)
    return found.measures


@pytest.mark.parametrize("text, missing, measures", [
    ("175 130", ("height", "weight"), {"height": 175, "weight": 65}), ("身高一米六五 体重110斤", ("height", "weight"), {"height": 165, "weight": 55}),
    ("130", ("weight",), {"weight": 65}), ("65kg", ("weight",), {"weight": 65}), ("165", ("height",), {"height": 165}),
    ("165吧", ("height", "weight"), {"height": 165}), ("24.5", ("foot_length",), {"foot_length": 24.5}),
])  # fmt: skip
def test_measures_asked_for_are_read_from_bare_numbers(text: str, missing: tuple[str, ...], measures: dict[str, float]) -> None:
    assert measured(text, *missing) == measures


def test_a_height_already_known_decides_between_jin_and_kilograms() -> None:
    assert measured("85", "weight", memory={"measures": {"height": 180}}) == {"weight": 85}
    assert measured("85", "weight", memory={"measures": {"height": 150}}) == {"weight": 42.5}
    assert measured("40", "weight", memory={"measures": {"height": 110}}) == {"weight": 20}


def test_a_usual_size_is_an_answer_to_a_question_for_measures() -> None:
    found = one("我平时穿L", memory=awaiting("measures", "ask_size", missing=["height", "weight"]))
    assert (found.intent, found.entities["size"]) == ("ask_size", "L")


def test_without_a_list_of_what_is_missing_height_and_weight_are_meant() -> None:
    assert one("175 130", memory=awaiting("measures", "ask_size")).measures == {"height": 175, "weight": 65}


def test_the_answer_carries_what_was_kept_while_asking() -> None:
    memory = awaiting("measures", "ask_size", missing=["weight"], text="这件卫衣穿多大")
    assert one("130", memory=memory).awaiting == memory["awaiting"]


@pytest.mark.parametrize("memory", [
    awaiting("measures", "ask_size", missing=["height", "weight"]), awaiting("confirm", "cancel_order"), awaiting("address", "change_address"),
    awaiting("reason", "change_order"), awaiting("product", "ask_pilling"), awaiting("order", "track_parcel"), awaiting("size", "change_order"),
    awaiting("place", "ask_freight"), awaiting("colour", "ask_stock"), awaiting("image", "quality_problem"),
])  # fmt: skip
def test_a_confident_new_question_beats_an_unanswered_one(memory: dict[str, Any]) -> None:
    found = one("你们几点上班呀", "ask_hours", 0.95, memory=memory)
    assert (found.intent, found.awaiting, found.confirmed) == ("ask_hours", {}, None)


@pytest.mark.parametrize("text, memory", [
    ("我175 130，这个什么时候发货呢", awaiting("measures", "ask_size", missing=["height", "weight"])),
    ("加绒卫衣什么时候发货呀", awaiting("product", "ask_pilling")), (f"{NUMBER} 这个什么时候发货", awaiting("order", "return_goods")),
    ("黑色的什么时候能补货发货", awaiting("colour", "change_order")), ("发到新疆一般什么时候发货", awaiting("place", "ask_freight")),
])  # fmt: skip
def test_a_value_inside_a_confident_new_question_does_not_answer_ours(text: str, memory: dict[str, Any]) -> None:
    found = one(text, "ask_ship_time", 0.95, memory=memory)
    assert (found.intent, found.awaiting) == ("ask_ship_time", {}) and found.entities


@pytest.mark.parametrize("kind, what", [("product", "product"), ("order", "order"), ("image", "image")])
def test_a_card_under_a_confident_new_question_does_not_answer_ours(kind: str, what: str) -> None:
    found = one("这个什么时候能发货呀", "ask_ship_time", 0.95, memory=awaiting(what, "ask_pilling"), kind=kind)
    assert found.intent == "ask_ship_time"


def test_an_answer_with_a_second_question_is_left_to_both_questions() -> None:
    parts = (("175 130", "ask_size"), ("多久发货", "ask_ship_time"))
    found = understood("175 130，多久发货", "ask_size", 0.8, *parts, memory=awaiting("measures", "ask_pilling", missing=["height", "weight"]))
    assert [q.intent for q in found] == ["ask_size", "ask_ship_time"]


@pytest.mark.parametrize("intent, confidence", [("track_parcel", 0.3), ("ask_price", 0.59), ("thank", 0.99), ("affirm", 0.99), ("ask_size", 0.99)])
def test_an_unsure_reading_or_small_talk_does_not_stop_an_answer(intent: str, confidence: float) -> None:
    found = one("身高175体重130斤麻烦了", intent, confidence, memory=awaiting("measures", "ask_size", missing=["height", "weight"]))
    assert (found.intent, found.measures) == ("ask_size", {"height": 175, "weight": 65})


@pytest.mark.parametrize("text, confirmed", [
    ("确认", True), ("好的", True), ("嗯嗯", True), ("对", True), ("是的没错", True), ("可以 麻烦了", True), ("行吧", True), ("ok", True), ("取消吧", True),
    ("好 取消", True), ("不要", False), ("算了", False), ("等一下", False), ("我再想想", False), ("先不取消了", False), ("不对", False), ("别取消", False),
])  # fmt: skip
def test_a_clear_yes_or_no_answers_our_question_whatever_the_classifier_thinks(text: str, confirmed: bool) -> None:
    found = one(text, "cancel_order", 0.99, memory=awaiting("confirm", "cancel_order", order="1"))
    assert (found.intent, found.confirmed, found.awaiting["data"], found.sure) == ("cancel_order", confirmed, {"order": "1"}, True)


@pytest.mark.parametrize("text", ["随便", "都可以", "都行吧", "无所谓", "哦", "你看着办"])
def test_vague_words_execute_nothing_and_are_asked_again(text: str) -> None:
    found = one(text, "affirm", 0.99, memory=awaiting("confirm", "cancel_order"))
    assert (found.intent, found.confirmed, found.awaiting["what"]) == ("cancel_order", None, "confirm")


@pytest.mark.parametrize("intent, confidence, confirmed", [("affirm", 0.95, True), ("deny", 0.4, False)])
def test_unlisted_words_confirm_only_when_the_classifier_is_sure_of_a_yes(intent: str, confidence: float, confirmed: bool) -> None:
    assert one("得劲", intent, confidence, memory=awaiting("confirm", "cancel_order")).confirmed is confirmed
    assert one("得劲", "affirm", 0.7, memory=awaiting("confirm", "cancel_order")).confirmed is None


@pytest.mark.parametrize("text", ["不对 是6栋", "电话13800009999", "浦东新区张江路100号"])
def test_a_correction_of_the_address_we_read_back_is_neither_yes_nor_no(text: str) -> None:
    found = one(text, "deny", 0.9, memory=awaiting("confirm", "change_address"))
    assert (found.intent, found.confirmed, found.text) == ("change_address", None, text)


def test_giving_up_ends_what_was_asked_for() -> None:
    assert one("算了不改了", "change_address", 0.5, memory=awaiting("address", "change_address")).confirmed is False


def test_another_wish_is_not_taken_for_an_address() -> None:
    found = one("换成阔腿裤m", "change_order", 0.7, memory=awaiting("address", "change_address"))
    assert found.intent == "change_order"


@pytest.mark.parametrize("text", ["不取消了", "别取消", "不想取消了"])
def test_calling_a_cancellation_off_does_not_start_one(text: str) -> None:
    assert one(text, "cancel_order", 0.99).intent == "deny"


@pytest.mark.parametrize("intent, confidence", [("affirm", 0.3), ("deny", 0.1), ("thank", 0.99), ("cancel_order", 0.99)])
def test_nothing_else_confirms(intent: str, confidence: float) -> None:
    found = one("嗯？", intent, confidence, memory=awaiting("confirm", "cancel_order"))
    assert (found.intent, found.confirmed) == (intent, None)


def test_a_yes_without_a_question_confirms_nothing() -> None:
    assert one("好的", "affirm", 0.99).confirmed is None
    assert one("好的", "affirm", 0.99, memory={"asked": "cancel_order"}).confirmed is None


@pytest.mark.parametrize("intent, confidence", [("nothing", 0.2), ("out_of_scope", 0.9), ("affirm", 0.9), ("change_address", 0.95), ("ask_freight", 0.5)])
def test_an_address_is_whatever_is_not_clearly_something_else(intent: str, confidence: float) -> None:
    found = one("浙江省杭州市西湖区文三路90号 张三 13800001201", intent, confidence, memory=awaiting("address", "change_address", order="1"))
    assert (found.intent, found.text, found.awaiting["data"]) == ("change_address", "浙江省杭州市西湖区文三路90号 张三 13800001201", {"order": "1"})
    assert found.entities["phone"] == "13800001201"


@pytest.mark.parametrize("what, intent, text, name, value", [
    ("product", "ask_pilling", "加绒卫衣", "product", "P1006"), ("product", "ask_pilling", "加绒卫衣那个", "product", "P1006"),
    ("order", "track_parcel", NUMBER, "order_number", NUMBER), ("colour", "ask_stock", "黑色", "colour", "黑色"),
    ("size", "change_order", "L码", "size", "L"), ("size", "change_order", "换成白色", "colour", "白色"), ("place", "ask_freight", "新疆", "place", "新疆"),
])  # fmt: skip
def test_a_named_value_answers_the_question_for_it(what: str, intent: str, text: str, name: str, value: str) -> None:
    found = one(text, memory=awaiting(what, intent, kept=1))
    assert (found.intent, found.entities[name], found.awaiting["data"]) == (intent, value, {"kept": 1})


def test_a_bare_number_answers_which_size() -> None:
    found = one("39", memory=awaiting("size", "change_order"))
    assert (found.intent, found.entities["size"]) == ("change_order", "39")


def test_a_value_of_another_kind_is_no_answer() -> None:
    assert one("黑色", "nothing", 0.2, memory={**awaiting("order", "track_parcel"), "asked": None}).intent == "nothing"


@pytest.mark.parametrize("kind, what, intent", [("product", "product", "ask_pilling"), ("order", "order", "track_parcel"), ("image", "image", "quality_problem")])
@pytest.mark.parametrize("text", ["", "这个"])
def test_a_card_or_picture_answers_the_question_for_it(kind: str, what: str, intent: str, text: str) -> None:
    found = one(text, memory=awaiting(what, intent, text="起球吗"), kind=kind, product="P1006")
    assert (found.intent, found.awaiting["data"], found.sure) == (intent, {"text": "起球吗"}, True)
