"""Prices, offers, coupons, gifts, and buying before it got cheaper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from actions.price import Coupon, Discount, Gift, Price
from actions.price_protection import PriceProtection

from .finding import find

TEE, HOODIE, PRESALE = "P1001", "P1006", "P1015"


def test_the_price_is_the_sheets(ask, content):
    for product in content.products.values():
        ask.memory.clear()
        said = ask(Price, "多少钱", product=product.id)
        low = f"{product.price_low.normalize():f}"
        assert all(low in text for text in said.texts)


def test_a_colour_and_size_have_their_own_price(ask, content):
    dear = content.products[TEE].find("白色", "XL")[0]
    raised = replace(dear, price=Decimal("59.90"))
    tee = replace(content.products[TEE], skus=tuple(raised if sku is dear else sku for sku in content.products[TEE].skus))
    ask.content = replace(content, products={**content.products, TEE: tee}, by_sku={**content.by_sku, dear.id: (tee, raised)})
    assert ask(Price, "多少钱", product=TEE).name == "utter_price_range"
    assert ask(Price, "白色XL的多少钱", product=TEE).values["price"] == "59.9"
    assert ask(Price, "多少钱", sku=dear.id).values["item"] == "白色 XL"


def test_without_a_product_the_price_question_asks_which(ask):
    assert ask(Price, "多少钱").name == "utter_which_product"


@pytest.mark.parametrize("text, name", [
    ("能便宜点吗", "utter_discount"), ("有什么活动", "utter_discount"), ("批发价多少", "utter_discount_wholesale"), ("买30件能便宜吗", "utter_discount_wholesale"),
    ("学生有优惠吗", "utter_discount_member"), ("双十二会更便宜吗", "utter_discount_later"), ("满减和券能叠加吗", "utter_discount_stack"),
])  # fmt: skip
def test_offers_are_told_by_the_words(ask, text, name):
    assert ask(Discount, text).name == name


@pytest.mark.parametrize("text, name", [
    ("优惠券怎么领", "utter_coupon"), ("券为什么用不了", "utter_coupon_fails"), ("领的券在哪里看", "utter_coupon_where"),
    ("退款后优惠券会退回吗", "utter_coupon_refund"), ("忘记用优惠券了", "utter_coupon_forgot"), ("百亿补贴红包能用吗", "utter_coupon_platform"),
])  # fmt: skip
def test_coupons_are_told_by_the_words(ask, text, name):
    assert ask(Coupon, text).name == name


def test_a_coupon_that_fails_on_presale_goods_has_its_reason(ask):
    assert ask(Coupon, "这个券怎么用不了", product=PRESALE).name == "utter_coupon_presale"


def test_a_gift_is_the_products_own_and_the_shops(ask):
    text = ask(Gift, "有赠品吗", product=HOODIE).text
    assert "除毛粘尘滚" in text and "299" in text
    ask.memory.clear()
    assert ask(Gift, "有赠品吗").name == "utter_gift"
    assert ask(Gift, "赠品可以自己选吗").name == "utter_gift_choose"


def test_a_missing_gift_is_looked_up_in_the_order(ask):
    due = ask(Gift, "赠品没收到", shopper="demo-14")
    assert due.name == "utter_gift_missing_order" and "毛衣去球梳" in due.values["gift"]
    ask.memory.clear()
    assert ask(Gift, "赠品怎么没收到", shopper="demo-06").name == "utter_gift_not_yet"
    ask.memory.clear()
    assert ask(Gift, "赠品没收到").name == "utter_gift_missing"


def test_an_order_without_a_gift_is_said_so(ask):
    said = ask(Gift, "没收到赠品", shopper="demo-13")
    assert said.name == "utter_gift_none_due"


def cheaper(content, sku_id, by):
    product, sku = content.by_sku[sku_id]
    return replace(content, by_sku={**content.by_sku, sku_id: (product, replace(sku, price=sku.price - Decimal(by)))})


def test_a_real_drop_is_found_reckoned_and_passed_on_after_a_yes(ask, content):
    ask.content = cheaper(content, "P1019-黑色-M", "12.50")
    said = ask(PriceProtection, "刚买就降价了 退差价", shopper="demo-13")
    assert said.name == "utter_protection_due" and said.values["difference"] == "12.5"
    assert said.handed_over is None
    yes = ask(PriceProtection, "好", shopper="demo-13", answers=True, confirmed=True)
    assert yes.name == "utter_protection_passed_on" and yes.handed_over == "price_protection"
    assert "12.5" in yes.text


def test_a_no_passes_nothing_on(ask, content):
    ask.content = cheaper(content, "P1019-黑色-M", "12.50")
    ask(PriceProtection, "降价了", shopper="demo-13")
    said = ask(PriceProtection, "不用", shopper="demo-13", answers=True, confirmed=False)
    assert said.name == "utter_protection_kept" and said.handed_over is None


def test_no_drop_is_said_with_both_prices(ask):
    said = ask(PriceProtection, "怎么降价了", shopper="demo-13")
    assert said.name == "utter_protection_same" and said.values["paid"] == said.values["now"]


def test_after_the_protected_days_it_is_too_late(ask):
    ask.now += timedelta(days=20)
    said = ask(PriceProtection, "降价了退我差价", shopper="demo-13")
    assert said.name == "utter_protection_late" and said.values["days_ago"] >= 20


def test_unpaid_closed_and_no_orders_have_their_own_answers(ask):
    assert ask(PriceProtection, "保价吗", shopper="demo-01").name == "utter_protection_unpaid"
    ask.memory.clear()
    assert ask(PriceProtection, "保价吗", shopper="demo-19").name == "utter_protection_closed"
    ask.memory.clear()
    assert ask(PriceProtection, "保价吗", shopper="demo-24").name == "utter_protection_rule"


def test_another_shoppers_order_is_not_compared(ask):
    said = ask(PriceProtection, "330262285517743617 降价了", shopper="demo-24", means={"order": "330262285517743617"})
    assert said.name == "utter_order_not_found"


@pytest.mark.parametrize("text, name", [("能用券吗", "utter_coupon_presale"), ("预售要付定金吗", "utter_presale_no_deposit")])
def test_goods_on_order_follow_the_presale_policy(ask, text, name):
    assert ask(Coupon, text, product="P1015").name == name


def test_a_coupon_for_a_named_product_on_order_is_refused(ask):
    assert ask(Coupon, "长款羽绒服 能用优惠券吗").name == "utter_coupon_presale"
    assert ask(Coupon, "能用券吗", product="P1001").name == "utter_coupon"


def test_coupons_for_goods_on_order_are_refused_in_general(ask):
    assert ask(Coupon, "预售能用券不").name == "utter_coupon_presale_general"


def test_the_order_in_view_on_order_decides_about_coupons_too(ask, stores):
    shopper, order = find(stores, lambda o: o.status == "paid" and o.presale_date is not None)
    assert ask(Coupon, "能用券吗", shopper=shopper, order=order.number).name == "utter_coupon_presale"


@pytest.mark.parametrize("action", [Price, Discount])
def test_a_deposit_is_answered_whatever_the_question_was_taken_for(ask, action):
    assert ask(action, "要付定金吗", product="P1015").name == "utter_presale_no_deposit"
