"""Sums, full reductions and large numbers of pieces."""

from __future__ import annotations

from actions.price import Discount, Gift, Price
from actions.stock import StockOnHand

from .asking import set_stock

TEE, SHOES, FAMILY, SKIRT = "P1001", "P1035", "P1034", "P1021"


def test_the_named_things_are_added_up_and_reduced(ask):
    said = ask(Price, "围巾 包 帽子一起多少钱")
    assert said.name == "utter_total_off" and said.values["total"] == "199.7" and said.values["pay"] == "184.7"


def test_a_second_piece_of_the_same_is_reduced_too(ask):
    assert ask(Price, "两双一起多少", product=SHOES).values["pay"] == "217.05"  # 238 - 5.95 - 15


def test_without_sizes_a_price_that_differs_is_not_added_up(ask):
    assert ask(Price, "三个人一共多少钱", product=FAMILY).name == "utter_total_which"
    assert ask(Price, "两大一小一共多少钱", product=FAMILY).values["total"] == "297.9"


def test_a_total_of_nothing_known_asks_which(ask):
    assert ask(Discount, "一共多少").name == "utter_which_product"


def test_the_price_for_a_child_is_the_childs(ask):
    assert ask(Price, "小孩的多少钱", product=FAMILY).values["price"] == "79.9"


def test_how_much_an_amount_saves_is_worked_out(ask):
    assert ask(Discount, "买300块能减多少").values["pay"] == "285"
    assert ask(Discount, "买100块能减多少").name == "utter_discount_short"


def test_the_second_piece_is_not_half_price(ask):
    assert "不是半价" in ask(Discount, "第二件半价？").text


def test_large_numbers_go_to_a_person(ask):
    assert ask(Price, "200/30 件").name == "utter_discount_wholesale"
    assert ask(StockOnHand, "15件有吗", product=TEE).name == "utter_quantity_limit"


def test_a_price_of_something_sold_out_says_so(ask, content, stores):
    set_stock(stores, content.products[TEE].find("白色", "M"), 0)
    assert ask(Price, "白色M多少钱", product=TEE).names == ["utter_price_item", "utter_price_sold_out"]


def test_what_belongs_to_the_product_is_not_denied_as_a_gift(ask):
    assert "压襟" in ask(Gift, "送压襟吗", product=SKIRT).text
