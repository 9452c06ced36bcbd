"""Fragments are read together with the last question: its words, its values, and the matter it belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.context import resolve
from bot.dialogue.fragments import last_question
from bot.dialogue.matters import KINDS, MEANT, kind_meant
from bot.dialogue.steps import steps_asked
from bot.dialogue.understood import Understood

from .hearing import THRESHOLD, awaiting, heard, message, one


def after(text: str, intent: str, **more: Any) -> dict[str, Any]:
    """A conversation in which this was asked last."""
    return {"asked": intent, "question": last_question(one(text, intent, 0.95)), **more}


def carried(question: Understood) -> dict[str, Any]:
    return {name: value for name, value in question.going_on.items() if name != "question"}


# The last question's words and values ------------------------------------------------------------------------------------


def test_half_of_a_kind_keeps_the_other_half() -> None:
    found = one("那黑色的", memory=after("白色38有吗", "ask_stock"))
    assert (found.intent, found.entities, carried(found)["size"], carried(found)["colour"]) == ("ask_stock", {"colour": "黑色"}, ["38"], ["黑色"])


def test_values_add_up_over_several_fragments() -> None:
    memory: dict[str, Any] = after("加绒卫衣有货吗", "ask_stock", product="P1006")
    memory["question"] = last_question(one("黑色的", memory=memory))
    assert carried(one("XL", memory=memory))["colour"] == ["黑色"]


def test_another_product_does_not_inherit_colour_and_size() -> None:
    found = one("厚底小白鞋呢", memory=after("加绒卫衣黑色L起球吗", "ask_pilling"))
    assert found.intent == "ask_pilling" and set(carried(found)) == {"text"}


def test_the_last_questions_words_come_behind_and_without_what_is_said_anew() -> None:
    assert carried(one("圆领卫衣呢", memory=after("加绒卫衣产地哪里", "ask_product")))["text"] == "圆领卫衣呢     产地哪里"


def test_a_return_takes_the_place_of_an_exchange() -> None:
    found = one("那退呢", "return_goods", 0.95, memory=after("换货运费谁出", "ask_return_freight"))
    assert (found.intent, carried(found)["text"]) == ("ask_return_freight", "那退呢 运费谁出")


def test_a_question_gone_on_with_keeps_its_own_words() -> None:
    memory = after("我的东西到哪了", "track_parcel")
    memory["question"] = last_question(one("运费呢", memory={**memory, "asked": "ask_delivery_time"}))
    assert memory["question"]["intent"] == "ask_freight" and memory["question"]["text"] == "运费呢 我的东西到哪了"


def test_the_place_stays_for_another_question_about_it() -> None:
    found = one("运费呢", "ask_freight", 0.5, memory=after("到新疆几天", "ask_delivery_time"))
    assert (found.intent, found.entities) == ("ask_freight", {"place": "新疆"})


def test_a_message_with_a_clear_question_of_its_own_goes_on_with_nothing() -> None:
    found = one("这个多少钱", "ask_price", 0.95, memory=after("黑色L有货吗", "ask_stock"))
    assert (found.intent, found.going_on) == ("ask_price", {})


# Words of another matter ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text, asked, meant", [
    ("还要几天", "track_parcel", "ask_delivery_time"), ("那什么时候", "track_parcel", "ask_delivery_time"), ("几点", "ask_delivery_time", "ask_delivery_time"),
    ("多久", "ask_invoice", "ask_invoice"), ("还要多久", "ask_ship_time", "ask_ship_time"), ("要多久", "refund_progress", "refund_progress"),
    ("要几天", "exchange_goods", "exchange_goods"), ("几天", "ask_delivery_area", "ask_delivery_time"), ("要几天", "cancel_order", "refund_progress"),
    ("运费呢", "exchange_goods", "ask_return_freight"), ("运费呢", "ask_delivery_time", "ask_freight"), ("要扣钱不", "refuse_parcel", "ask_return_freight"),
    ("要扣钱不", "cancel_order", "cancel_order"), ("要自己出吗", "ask_carrier", "ask_carrier"), ("退哪里", "cancel_order", "cancel_order"),
    ("退哪了", "refund_progress", "refund_progress"), ("发什么", "ask_ship_time", "ask_carrier"), ("电话呢", "track_parcel", "arrange_delivery"),
    ("那洗过呢", "return_policy", "return_policy"), ("赠品嘞", "return_policy", "return_policy"), ("到付呢", "ask_return_address", "ask_return_freight"),
    ("贵了", "ask_price", "ask_discount"), ("便宜点的呢", "recommend", "recommend"), ("定金嘞", "ask_coupon", "ask_coupon"),
    ("多久", "ask_pilling", None), ("电话呢", "ask_pilling", None), ("退货", "ask_return_freight", None), ("那钱呢", "return_goods", None),
    ("那洗呢", "ask_shrink", None), ("几天能到新疆", "track_parcel", None), ("运费险怎么用", "exchange_goods", None),
])  # fmt: skip
def test_a_word_of_another_matter_is_read_within_the_one_under_way(text: str, asked: str, meant: str | None) -> None:
    assert kind_meant(text, asked) == meant


def test_every_kind_of_question_has_a_meaning_somewhere() -> None:
    assert set(KINDS) == set(MEANT)


def test_a_telephone_asked_for_beside_a_parcel_fetches_no_person() -> None:
    assert one("电话呢", "ask_human", 0.78, memory=after("到哪了", "track_parcel")).intent == "arrange_delivery"


# Measures ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first, text, measures", [
    ("165 45公斤穿多大", "哎呀刚说错了 是170", {"height": 170}), ("身高172体重68kg啥码", "体重打错 是78", {"weight": 78}),
    ("脚长25.8穿几码", "25.3的呢", {"foot_length": 25.3}), ("身高126穿多大", "老大138的呢", {"height": 138}), ("165 45公斤穿多大", "170的呢", {"height": 170}),
])  # fmt: skip
def test_a_number_corrects_the_measure_it_names_or_the_one_the_size_was_asked_with(first: str, text: str, measures: dict[str, float]) -> None:
    memory = after(first, "ask_size", measures=one(first, "ask_size", 0.95).measures)
    assert one(text, "ask_size", 0.3, memory=memory).measures == measures


@pytest.mark.parametrize("text", ["小两码呢", "123456", "满300减多少"])
def test_other_numbers_are_no_measures(text: str) -> None:
    assert one(text, "ask_discount", 0.3, memory=after("165 45公斤穿多大", "ask_size")).measures == {}


@pytest.mark.parametrize("text, steps", [
    ("大一号呢", 1), ("小一码勒不勒", -1), ("小两码", -2), ("大1码", 1), ("大号", 0), ("拍大一码了", 0), ("大了一码", 0), ("想换大一码", 1)])
def test_another_size_by_its_distance(text: str, steps: int) -> None:
    assert steps_asked(text) == steps


# Short and unclear ----------------------------------------------------------------------------------------------------------


def ranked(text: str, *ranking: tuple[str, float], asked: str) -> Understood:
    order = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    parse = {**heard(text, *ranking[0]), "intent_ranking": order}
    parse["questions"] = [{**parse["questions"][0], "intent_ranking": order}]
    (found,) = resolve(parse, after("问", asked), message(text), THRESHOLD)
    return found


def test_an_unclear_fragment_is_taken_for_a_question_of_the_matter_under_way() -> None:
    found = ranked("脚背高", ("out_of_scope", 0.4), ("ask_size", 0.3), asked="ask_size")
    assert (found.intent, found.sure) == ("ask_size", True) and found.confidence < 1


@pytest.mark.parametrize("ranking", [
    (("ask_price", 0.5), ("ask_size", 0.05)),  # hardly of the matter
    (("ask_measurements", 0.2), ("ask_fit", 0.2)),  # two of the matter, equally likely
    (("ask_human", 0.4), ("ask_size", 0.3)),  # perhaps somebody wants a person
])  # fmt: skip
def test_what_stays_unclear_is_asked_back(ranking: tuple[tuple[str, float], ...]) -> None:
    assert not ranked("脚背高", *ranking, asked="ask_size").sure


@pytest.mark.parametrize("text", ["不用换", "好的", "鞋子里面那个垫子可以拿出来吗"])
def test_a_yes_a_no_and_a_whole_sentence_are_no_fragments(text: str) -> None:
    assert not ranked(text, ("out_of_scope", 0.3), ("ask_size", 0.3), asked="ask_size").going_on


# Goods and orders --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text, asked, meant", [
    ("开衫呢", "ask_pilling", "ask_pilling"), ("那开衫", "track_parcel", "track_parcel"), ("开衫", "ask_pilling", "nothing"), ("开衫呢", "ask_invoice", "nothing")])
def test_a_piece_of_a_name_asks_about_those_goods(text: str, asked: str, meant: str) -> None:
    (found,) = resolve(heard(text), after("问", asked, order="1"), message(text), THRESHOLD, lambda words: "开衫" in words)
    assert found.intent == meant


def test_another_order_is_the_last_question_without_this_one() -> None:
    found = one("不是这单", "deny", 0.6, memory=after("到哪了", "track_parcel", order="26-1"))
    assert (found.intent, found.not_order, found.going_on["text"]) == ("track_parcel", "26-1", "不是这单 到哪了")


def test_that_order_keeps_the_others_possible() -> None:
    found = one("圆领卫衣那单", memory=after("到哪了", "track_parcel", order="26-1"))
    assert (found.intent, found.not_order) == ("track_parcel", None)


def test_a_clear_question_about_another_order_is_that_question() -> None:
    assert one("上一单发票开了吗", "ask_invoice", 0.9, memory=after("到哪了", "track_parcel", order="26-1")).intent == "ask_invoice"


# Lists ------------------------------------------------------------------------------------------------------------------------


def test_a_place_in_the_row_names_one_of_the_products_shown() -> None:
    memory = after("推荐几件", "recommend", shown=["P1006", "P1007"])
    found = one("第二个好多钱", "ask_price", 0.45, memory=memory)
    assert (found.intent, found.sure, found.entities["product"]) == ("ask_price", True, "P1007")
    assert one("第一款", memory=memory).intent == "product_card"
    assert one("第三个多少钱", "ask_price", 0.9, memory=memory).entities == {}


@pytest.mark.parametrize("text, product", [("不加绒的", "P1007"), ("圆的那款", "P1007"), ("加绒那款", "P1006")])
def test_a_mark_that_only_one_of_the_offered_has_chooses_it(text: str, product: str) -> None:
    offered = [{"title": title, "payload": title, "means": {"product": id_}} for title, id_ in (("加绒连帽卫衣", "P1006"), ("圆领卫衣", "P1007"))]
    assert one(text, memory={**awaiting("product", "ask_pilling"), "offered": offered}).entities.get("product") == product


# Answers to what the bot asked ----------------------------------------------------------------------------------------------


def proposed(**data: Any) -> dict[str, Any]:
    """A change of a line that waits for a yes."""
    return awaiting("confirm", "change_order", order="1", change="line", colour=["黑色"], **data)


@pytest.mark.parametrize("text, intent", [("换成L", "change_order"), ("算了 还是燕麦色", "ask_colour"), ("大一号", "ask_size"), ("不对 要白色的", "deny")])
def test_a_correction_of_a_proposed_change_is_proposed_anew_and_never_written(text: str, intent: str) -> None:
    found = one(text, intent, 0.9, memory=proposed())
    assert (found.intent, found.confirmed, found.awaiting["data"]["colour"]) == ("change_order", None, ["黑色"])


@pytest.mark.parametrize("text", ["算了 不要黑色了", "不换黑色了"])
def test_refusing_the_proposed_colour_is_a_no(text: str) -> None:
    assert one(text, "deny", 0.9, memory=proposed()).confirmed is False


@pytest.mark.parametrize("text, change, confirmed", [
    ("那就拦吧", "intercept", True), ("好 你们弄吧", "part", True), ("那就取消吧", "cancel", True), ("帮我处理吧", "intercept", True),
    ("换吧", "cancel", None), ("改吧", "cancel", None), ("取消吧", "line", None), ("好 取消", "line", None), ("那就换吧", "line", True), ("取消", "cancel", None),
])  # fmt: skip
def test_a_yes_may_only_repeat_what_was_asked(text: str, change: str, confirmed: bool | None) -> None:
    assert one(text, memory=awaiting("confirm", "some_order", change=change)).confirmed is confirmed


@pytest.mark.parametrize("text, change, confirmed", [("换吧", "cancel", None), ("换一件就好", "cancel", None), ("得劲", "cancel", True), ("取消得了", "line", None)])
def test_naming_another_deed_is_no_yes_however_sure_the_classifier_is(text: str, change: str, confirmed: bool | None) -> None:
    assert one(text, "affirm", 0.99, memory=awaiting("confirm", "cancel_order", change=change)).confirmed is confirmed


def test_who_has_no_picture_is_told_what_to_do_without_one() -> None:
    found = one("没得照片", "not_as_described", 0.8, memory=awaiting("image", "quality_problem", order="1"))
    assert (found.intent, found.awaiting) == ("quality_problem", {})


def test_who_gives_up_buying_cancels_no_order() -> None:
    assert one("算了 不买了", "cancel_order", 0.99, memory=awaiting("measures", "ask_size")).intent == "deny"


def test_how_far_another_size_is_answers_which_size() -> None:
    assert one("大一号", "ask_size", 0.6, memory=awaiting("size", "change_order", order="1")).intent == "change_order"


def test_a_garment_answers_which_order() -> None:
    assert one("圆领卫衣", memory=awaiting("order", "return_goods")).awaiting["what"] == "order"
    assert one("圆领T那单", memory=awaiting("order", "return_goods")).intent == "return_goods"
