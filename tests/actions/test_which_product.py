"""Which product is meant: what the words leave of all products, and which buttons are offered when they do not decide."""

from __future__ import annotations

import pytest

from actions import product as facts
from actions.price import Price
from actions.recommend import Recommend
from actions.size import Size

TEE, HOODIE, DOWN, LONG_DOWN, COAT, SKIRT = "P1001", "P1006", "P1014", "P1015", "P1016", "P1021"


def offered(said):
    return [button["means"]["product"] for button in said.buttons]


@pytest.mark.parametrize("text, products", [
    ("脚长24.5穿多大", {"P1035", "P1036", "P1037"}), ("8岁穿多大", {"P1032", "P1033", "P1034"}), ("3岁宝宝95cm", {"P1032", "P1033"}),
    ("那个白色t恤多大", {"P1001", "P1002", "P1003"}), ("羽绒服穿多大", {DOWN, LONG_DOWN}),
])  # fmt: skip
def test_the_buttons_are_what_the_words_leave(ask, text, products):
    assert set(offered(ask(Size, text))) == products


def test_without_any_clue_the_buttons_are_different_kinds_of_the_season(ask, content):
    kinds = [content.products[id_].category for id_ in offered(ask(Size, "穿多大"))]
    assert len(set(kinds)) == len(kinds) == 4


def test_somebody_with_orders_is_offered_nothing_they_never_bought(ask):
    assert offered(ask(Size, "穿多大", shopper="demo-13")) == ["P1019"]


@pytest.mark.parametrize("text, product", [
    ("马面裙", "织金马面裙"), ("泳衣", "保守连体泳衣"), ("睡衣 男", "男士纯棉长袖睡衣"), ("牛仔裤 女的", "高腰直筒牛仔裤"), ("童装t恤", "儿童纯棉长袖T恤"),
    ("羽绒服 8岁孩子穿的", "儿童连帽羽绒服"), ("短款羽绒服", "轻薄白鸭绒羽绒服"),
])  # fmt: skip
def test_a_kind_that_one_product_fits_is_that_product(ask, text, product):
    assert ask(Price, f"{text}多少钱").values["product"] == product


def test_a_piece_of_a_name_chooses_among_the_offered(ask):
    assert ask(Price, "羽绒服多少钱").name == "utter_which_product"
    assert ask(Price, "长款", answers=True).values["product"] == "长款加厚羽绒服"


def test_what_is_worn_underneath_is_not_the_product(ask):
    said = ask(Size, "170 130斤 里面套厚卫衣", product=DOWN)
    assert said.values["product"] == "轻薄白鸭绒羽绒服"


def test_something_thick_underneath_takes_the_size_the_shopkeeper_advises(ask):
    said = ask(Size, "170 130斤 里面套厚卫衣", product=DOWN)
    assert said.names == ["utter_size_advice", "utter_size_layer"]
    assert (said.values["size"], said.answer.replies[1].values["larger"]) == ("L", "XL")


def test_a_comparison_taken_for_a_recommendation_is_still_one(ask):
    assert ask(Recommend, "打底裤跟瑜伽裤哪个便宜").name == "utter_price_both_cheaper"


def test_a_matching_suggestion_does_not_become_the_product_in_view(ask):
    said = ask(Recommend, "配什么上衣", product=SKIRT)
    assert said.name.startswith("utter_recommend") if len(said.names) == 1 else said.names[0] == "utter_recommend_match"
    assert "product" not in said.answer.slots
    assert ask(facts.Care, "怎么洗").values["product"] == "织金马面裙"


@pytest.mark.parametrize("action, text, view, before, names", [
    (facts.Thickness, "大衣和风衣哪个厚", None, None, ("双面羊毛呢大衣", "经典双排扣风衣")),
    (facts.Thickness, "这两个哪个厚", "P1002", TEE, ("精梳棉基础圆领T恤", "重磅纯棉宽松短袖")),
    (facts.Thickness, "和风衣比哪个暖", COAT, None, ("双面羊毛呢大衣", "经典双排扣风衣")),
    (facts.Thickness, "跟冲锋衣哪个暖", None, DOWN, ("轻薄白鸭绒羽绒服", "三合一防风冲锋衣")),
    (facts.Thickness, "和羽绒服哪个暖和", COAT, None, ("双面羊毛呢大衣", "轻薄白鸭绒羽绒服", "长款加厚羽绒服")),
    (facts.Details, "白鸭绒那个和长款的有啥区别", None, None, ("轻薄白鸭绒羽绒服", "长款加厚羽绒服")),
])  # fmt: skip
def test_two_products_at_once_both_get_the_fact(ask, action, text, view, before, names):
    shown = ask(action, text, product=view, product_before=before).text
    assert all(name in shown for name in names)


def test_the_cheaper_of_two_is_named(ask):
    said = ask(Price, "哪个便宜", product="P1002", product_before=TEE)
    assert said.name == "utter_price_both_cheaper" and said.values["cheaper"] == "精梳棉基础圆领T恤"


def test_a_question_about_one_named_product_is_no_comparison(ask):
    said = ask(Size, "这款风衣哪个码合适 165 55kg", product=DOWN)
    assert said.values["product"] == "经典双排扣风衣"
