"""Which size, and why."""

from __future__ import annotations

import pytest

from actions.measurements import Measurements
from actions.size import Fit, Size

from .asking import set_stock

HOODIE, TEE, KNIT, DOWN, SHOES, KIDS, SOCKS = "P1006", "P1001", "P1008", "P1015", "P1035", "P1032", "P1038"


def test_it_asks_only_for_what_is_missing(ask):
    said = ask(Size, "穿多大", product=TEE)
    assert said.name == "utter_size_need_height_weight"
    said = ask(Size, "175", answers=True)
    assert said.name == "utter_size_need_weight"
    assert "身高 175cm" in said.text
    assert ask(Size, "130斤", answers=True).values["size"] == "L"


def test_it_advises_at_once_when_all_is_said(ask):
    said = ask(Size, "身高165体重55公斤穿多大", product=TEE)
    assert said.name == "utter_size_advice"
    assert said.answer.slots["measures"] == {"height": 165, "weight": 55}


def test_a_wide_fit_is_said_and_taken_off(ask):
    said = ask(Size, "175 130斤穿多大", product=HOODIE)
    assert said.name == "utter_size_smaller"
    assert "版型偏大，建议选小一码" in said.text
    assert said.values["size"] == "L" and said.values["base"] == "XL"


def test_a_narrow_fit_is_said_and_added(ask):
    said = ask(Size, "身高160体重50公斤", product=KNIT)
    assert said.name == "utter_size_larger"


def test_between_two_sizes_both_are_explained(ask):
    said = ask(Size, "身高175体重63公斤", product="P1007")
    assert said.name == "utter_size_between"
    assert said.values["smaller"] == "L" and said.values["larger"] == "XL"


def test_between_two_sizes_a_fit_already_allowed_for_is_said_so(ask):
    said = ask(Size, "身高175体重63公斤", product=HOODIE)
    assert said.name == "utter_size_between_moved" and "已经算进去" in said.text
    assert said.values["smaller"] == "M" and said.values["larger"] == "L"


def test_the_shopkeepers_own_advice_decides_between_two_sizes(ask):
    said = ask(Size, "身高170体重64.5公斤", product="P1013")  # 两码之间选大
    assert said.name == "utter_size_between" and said.values["size"] == said.values["larger"]


def test_a_usual_size_beyond_what_is_sold_is_off_the_chart(ask, content):
    largest = content.products[KNIT].sizes[-1]
    said = ask(Size, f"我平时穿{largest}码", product=KNIT)
    assert said.name == "utter_size_off_large" and f"平时穿 {largest} 码" in said.text


def test_measures_are_remembered_for_the_next_product(ask):
    ask(Size, "165 55公斤穿多大", product=TEE)
    assert ask(Size, "那这款呢", product="P1007").values["size"]


def test_a_question_about_another_size_is_compared_with_the_advice(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    said = ask(Size, "那XL呢")
    assert said.name == "utter_size_compare_larger"
    assert "衣长 +" in said.text and "L" in said.text


def test_asking_for_the_advised_size_says_that_it_is_right(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Size, "L合适吗").name == "utter_size_compare_same"


def test_two_sizes_off_is_discouraged(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Size, "S行吗").name == "utter_size_compare_much_smaller"


def test_a_candidate_size_without_measures_asks_for_them_and_then_compares(ask):
    said = ask(Size, "XL码合适吗", product=TEE)
    assert said.name == "utter_size_need_height_weight"
    assert ask(Size, "175 130", answers=True).name == "utter_size_compare_larger"


def test_a_usual_size_is_enough(ask):
    said = ask(Size, "我平时穿L码 这个拍多大", product=HOODIE)
    assert said.name == "utter_size_usual"
    assert said.values["size"] == "M"


def test_a_size_that_is_not_made_is_said_so(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Size, "5XL可以吗").name == "utter_size_not_made"


def test_somebody_else_is_not_measured_with_the_shoppers_own_body(ask):
    ask(Size, "我160 50公斤穿多大", product=TEE)
    said = ask(Size, "给我老公买呢穿多大")
    assert said.name == "utter_size_need_height_weight"
    assert ask(Size, "180 150斤", answers=True).values["size"] in ("XL", "2XL")


def test_half_of_somebody_elses_measures_is_not_completed_with_the_shoppers_own(ask):
    ask(Size, "我160 50公斤穿多大", product=TEE)
    assert ask(Size, "我男朋友身高180呢").name == "utter_size_need_weight"


def test_a_body_off_the_chart_gets_no_made_up_size_but_a_person(ask):
    said = ask(Size, "身高175体重150公斤", product=TEE)
    assert said.name == "utter_size_off_large"
    assert said.handed_over == "size"


def test_shoes_go_by_the_foot(ask):
    assert ask(Size, "穿多大", product=SHOES).name == "utter_size_need_foot_length"
    assert ask(Size, "23.8", answers=True).values["size"] == "38"


def test_a_shoe_size_answers_the_question_for_the_foot(ask):
    ask(Size, "穿多大", product=SHOES)
    assert ask(Size, "平时穿38码", answers=True).values["size"] == "38"


def test_children_go_by_height_alone(ask):
    assert ask(Size, "孩子穿多大", product=KIDS).name == "utter_size_need_height_only"
    assert ask(Size, "118", answers=True).values["size"] == "120"


def test_one_size_says_whom_it_fits(ask):
    said = ask(Size, "我42码的脚能穿吗", product=SOCKS)
    assert said.name == "utter_size_one"
    assert "35-43" in said.text


def test_without_a_product_it_asks_which_and_keeps_what_was_said(ask):
    said = ask(Size, "175 130斤穿多大", shopper="demo-13")
    assert said.name == "utter_which_product"
    assert said.buttons[0]["means"]["product"] == "P1019"
    chosen = ask(Size, "加绒连帽卫衣", answers=True, means={"product": HOODIE})
    assert chosen.values["size"] == "L"


def test_the_product_of_the_order_in_view_is_the_product_meant(ask):
    said = ask(Size, "165 50公斤穿多大", shopper="demo-13", order="330262285517743617")
    assert said.values["product"] == "针织修身连衣裙"


def test_a_sold_out_size_is_said_with_what_there_is(ask, content, stores):
    set_stock(stores, content.products[TEE].find(size="L"), 0)
    said = ask(Size, "175 130斤穿多大", product=TEE)
    assert said.names == ["utter_size_advice", "utter_size_sold_out"]
    assert "M" in said.answer.replies[1].values["others"]


def test_a_colour_in_view_that_is_sold_out_is_said(ask, content, stores):
    set_stock(stores, content.products[TEE].find(colour="白色", size="L"), 0)
    said = ask(Size, "175 130斤穿多大", sku="P1001-白色-L")
    assert said.names[-1] == "utter_size_colour_sold_out"


def test_every_product_can_be_advised_on(ask, content):
    for product in content.products.values():
        ask.memory.clear()
        assert ask(Size, "穿多大", product=product.id).names
        body = "身高120" if "童" in product.audience else "身高165体重55公斤腰围70脚长24"
        assert ask(Size, body, product=product.id).names


@pytest.mark.parametrize("text, name", [
    ("尺码表发一下", "utter_measurements"), ("M码衣长多少", "utter_measurements_size_part"), ("衣长是多少", "utter_measurements_part"),
    ("XL的尺寸", "utter_measurements_size"), ("多长", "utter_measurements_part"), ("6XL的胸围", "utter_size_not_made"),
])  # fmt: skip
def test_the_table_answers_as_much_as_was_asked(ask, text, name):
    assert ask(Measurements, text, product=TEE).name == name


def test_the_table_shows_the_shoppers_own_size_when_it_is_known(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Measurements, "具体尺寸").values["size"] == "L"


def test_every_product_has_a_table_to_show(ask, content):
    for product in content.products.values():
        assert "cm" in ask(Measurements, "尺码表", product=product.id).text


def test_the_fit_states_cut_stretch_and_advice(ask):
    said = ask(Fit, "偏大吗", product=HOODIE)
    assert said.name == "utter_fit"
    assert "落肩宽松" in said.text and "微弹" in said.text


def test_the_fit_comes_with_the_size_of_a_known_body(ask):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Fit, "修身吗", product=HOODIE).values["size"] == "L"

