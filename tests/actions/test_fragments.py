"""What a fragment leaves out comes with it (`going_on`): the last question's words, size and colour."""

from __future__ import annotations

import pytest

from actions.aftersales import ExchangeGoods
from actions.change_order import ChangeOrder
from actions.logistics import TrackParcel
from actions.product import Details, Fading, Pilling, Smell
from actions.return_rules import ReturnFreight, ReturnPolicy
from actions.shipping import ShipTime
from actions.size import Fit, Size
from actions.stock import StockOnHand

from .finding import find, paid, signed_days_ago

TEE, COAT = "P1001", "P1017"
SEVERAL = "demo-22"  # a shopper with orders in several states


def test_a_colour_alone_is_asked_for_in_the_size_asked_for_before(ask):
    said = ask(StockOnHand, "米色的呢", product="P1035", going_on={"text": "米色的呢 有吗", "size": ["37"], "colour": ["米色"]})
    assert said.values["item"] == "米色 37"


def test_the_last_questions_words_say_what_is_asked_of_another_product(ask):
    assert ask(Details, "小白鞋呢", product="P1035", going_on={"text": "小白鞋呢 产地哪里"}).name == "utter_origin"
    assert ask(Smell, "儿童羽绒服呢", product="P1033", going_on={"text": "儿童羽绒服呢 A类吗"}).name == "utter_class_no"


def test_a_piece_of_a_name_is_enough_in_a_fragment(ask):
    said = ask(Pilling, "碎花那条呢", product="P1019", going_on={"text": "碎花那条呢 起球吗"})
    assert said.answer.slots["product"] == "P1018"
    assert ask(Pilling, "碎花那条呢", product="P1019").answer.slots.get("product") is None  # a whole message may say 碎花 of anything


def test_what_is_worn_underneath_is_no_other_product(ask):
    ask(Size, "165 50kg穿多大", product=COAT)
    said = ask(Size, "里头套厚毛衣嘞", going_on={"text": "里头套厚毛衣嘞 165 50kg穿多大"})
    assert "utter_size_layer" in said.names


@pytest.mark.parametrize("text, relation", [("大一号呢", "larger"), ("小一码呢", "smaller"), ("大两码呢", "much_larger")])
def test_a_size_further_is_counted_from_the_advice(ask, text, relation):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Size, text, going_on={"text": f"{text} 175 130斤穿多大"}).name == f"utter_size_compare_{relation}"


@pytest.mark.parametrize("text", ["小一码勒不勒", "M码会不会紧"])
def test_how_another_size_falls_is_compared_with_the_advice(ask, text):
    ask(Size, "175 130斤穿多大", product=TEE)
    assert ask(Fit, text).name == "utter_size_compare_smaller"


def test_somebody_elses_measures_stay_theirs_in_a_fragment(ask):
    ask(Size, "孩子115穿多大", product="P1032", means={"height": 115})
    said = ask(Size, "那儿童连帽羽绒服呢", going_on={"text": "那儿童连帽羽绒服呢 孩子穿多大"})
    assert said.values["size"] == "120"


def test_a_size_further_is_proposed_for_the_line_and_keeps_its_colour(ask, stores):
    shopper, order = find(stores, paid)
    ask(ChangeOrder, "想换个尺码", shopper=shopper)
    said = ask(ChangeOrder, "大一号", shopper=shopper, answers=True)
    sizes = ask.content.products[order.lines[0].product].sizes
    larger = sizes[sizes.index(order.lines[0].size) + 1]
    assert said.values["new"] == f"{order.lines[0].colour} {larger}" and said.awaiting["what"] == "confirm"


def test_a_correction_of_a_proposal_keeps_what_it_does_not_say(ask, stores):
    shopper, order = find(stores, paid)
    line = order.lines[0]
    other = next(sku for sku in ask.content.products[line.product].skus if sku.colour != line.colour and sku.size == line.size)
    size = next(sku.size for sku in ask.content.products[line.product].skus if sku.colour == other.colour and sku.size not in (line.size, "均码"))
    ask(ChangeOrder, f"换成{other.colour}", shopper=shopper)
    said = ask(ChangeOrder, f"换成{size}", shopper=shopper, answers=True)
    assert said.values["new"] == f"{other.colour} {size}"
    assert stores.orders.of(shopper, order.number).lines[0].sku == line.sku


def test_an_exchange_one_size_up_says_whether_it_is_there(ask, stores):
    found = find(stores, lambda order: signed_days_ago(3, ask.now)(order) and len(order.lines) == 1)
    said = ask(ExchangeGoods, "想换大一码", shopper=found.shopper)
    assert {"utter_exchange_in_stock", "utter_exchange_no_stock"} & set(said.names)


def test_a_fragments_own_words_go_before_the_last_questions(ask):
    said = ask(ReturnPolicy, "那洗过呢", going_on={"text": "那洗过呢 吊牌剪了呢"})
    assert said.name == "utter_return_policy_washed"
    assert ask(ReturnFreight, "运费呢", going_on={"text": "运费呢 想换大一码"}).name == "utter_return_freight_exchange"
    assert ask(Fading, "黑的嘞", product="P1002", going_on={"text": "黑的嘞 会掉色吗", "colour": ["黑色"]}).name == "utter_fading"


def test_the_order_that_is_not_meant_is_not_taken(ask, stores):
    orders = stores.orders.of(SEVERAL)
    said = ask(TrackParcel, "不是这单", shopper=SEVERAL, order=orders[2].number, not_order=orders[2].number)
    assert said.answer.slots.get("order") != orders[2].number
    assert orders[2].number not in [b["means"].get("order") for b in said.buttons]


def test_a_garment_says_which_order_when_words_point_at_one(ask, stores):
    order = next(one for one in stores.orders.of(SEVERAL) if one.unsent_lines and not one.closed)
    alias = ask.content.products[order.lines[0].product].aliases[0]
    assert ask(ShipTime, f"{alias}那单", shopper=SEVERAL).answer.slots["order"] == order.number
