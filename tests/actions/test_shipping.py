"""Dispatch, carrier, postage, places, and how many days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.places import province_in
from actions.postage import Carrier, DeliveryArea, Freight
from actions.shipping import DeliveryTime, ShipTime

TEE, PRESALE = "P1001", "P1015"
PAID, OVERDUE, MOVING, PRESOLD = "330271902245870102", "330268415907733203", "330269027741583906", "330267530118462704"


def test_before_the_cut_off_it_leaves_today_afterwards_tomorrow(ask):
    assert ask(ShipTime, "今天能发货吗", product=TEE).name == "utter_ship_time_today"
    ask.now += timedelta(hours=2)
    assert ask(ShipTime, "今天能发货吗", product=TEE).name == "utter_ship_time_tomorrow"


def test_holidays_have_their_own_answer(ask):
    assert ask(ShipTime, "国庆放假发货吗").name == "utter_ship_time_holiday"


def test_presale_goods_name_the_last_day(ask):
    said = ask(ShipTime, "拍了什么时候发", product=PRESALE)
    assert said.name == "utter_ship_time_presale" and said.values["until"] == "12月7日"


def test_a_waiting_order_answers_with_its_own_promise(ask):
    said = ask(ShipTime, "什么时候发货", shopper="demo-02")
    assert said.name == "utter_dispatch_due" and said.values["order"] == PAID


def test_an_overdue_order_gets_the_honest_answer_and_a_person(ask):
    said = ask(ShipTime, "什么时候发货", shopper="demo-03")
    assert said.name == "utter_dispatch_overdue" and said.handed_over == "overdue"


def test_a_product_in_view_that_is_not_ordered_is_answered_by_the_rule(ask):
    assert ask(ShipTime, "多久发货", shopper="demo-02", product=TEE).name == "utter_ship_time_today"


def test_several_waiting_orders_are_offered_beside_the_rule(ask):
    said = ask(ShipTime, "多久发货", shopper="demo-22")
    assert said.name == "utter_ship_time_orders" and len(said.buttons) == 2
    assert ask(ShipTime, said.buttons[0]["title"], shopper="demo-22", means=said.buttons[0]["means"]).names


def test_another_shoppers_order_is_none(ask):
    assert ask(ShipTime, "", means={"order": PAID}).name == "utter_order_not_found"


def test_whether_it_has_left_is_answered_from_the_record(ask):
    assert ask(ShipTime, "发货了吗", shopper="demo-06").names == ["utter_track_moving"]


def test_delivery_by_the_order_adds_the_way_to_the_promise(ask):
    said = ask(DeliveryTime, "几天能到", shopper="demo-02")
    assert said.name == "utter_delivery_order_waiting" and said.values["order"] == PAID


def test_a_parcel_under_way_is_answered_from_its_trace(ask):
    assert ask(DeliveryTime, "什么时候到", shopper="demo-06").names[0].startswith("utter_track_")
    ask.memory.clear()
    stalled = ask(DeliveryTime, "什么时候到", shopper="demo-07")
    assert stalled.names == ["utter_track_stalled"] and stalled.handed_over


def test_a_place_said_is_reckoned_by_the_rule(ask):
    said = ask(DeliveryTime, "寄到广州几天到", product=TEE)
    assert said.name == "utter_delivery_estimate" and said.values["days"] == "2-3"
    assert said.values["from_day"] == "后天" and said.values["to_day"] == "11月27日"


def test_a_place_is_asked_for_only_when_nothing_else_tells(ask):
    said = ask(DeliveryTime, "几天能到", product=TEE)
    assert said.name == "utter_delivery_usual" and said.awaiting["what"] == "place"
    assert ask(DeliveryTime, "新疆", answers=True).values["days"] == "5-8"
    ask.memory.clear()
    assert ask(DeliveryTime, "几天能到", shopper="demo-13", product=TEE).name == "utter_delivery_estimate_guess"


@pytest.mark.parametrize("text, name", [
    ("寄到杭州12月5日前能到吗", "utter_delivery_by_yes"), ("寄到杭州11月25日前能到吗", "utter_delivery_by_tight"), ("寄到新疆后天能到吗", "utter_delivery_by_no"),
])  # fmt: skip
def test_a_wished_day_is_compared_with_the_reckoning(ask, text, name):
    assert ask(DeliveryTime, text, product=TEE).name == name


def test_presale_goods_arrive_after_their_presale(ask):
    said = ask(DeliveryTime, "寄到上海几天到", product=PRESALE)
    assert said.name == "utter_delivery_presale" and said.values["to_day"] == "12月9日"
    ask.memory.clear()
    assert ask(DeliveryTime, "几天到", product=PRESALE).name == "utter_delivery_presale_usual"


def test_an_address_shows_no_more_than_its_province(ask, stores):
    for n in range(1, 25):
        ask.memory.clear()
        said = ask(DeliveryTime, "几天到", shopper=f"demo-{n:02d}")
        for order in stores.orders.of(f"demo-{n:02d}"):
            assert order.receiver not in said.text and order.phone not in said.text and order.address[6:] not in said.text


@pytest.mark.parametrize("text, name", [
    ("发什么快递", "utter_carrier"), ("能发顺丰吗", "utter_carrier_express"), ("可以发中通吗", "utter_carrier_yes"), ("能发京东吗", "utter_carrier_no"),
])  # fmt: skip
def test_carriers_are_the_policys(ask, text, name):
    assert ask(Carrier, text).name == name


def test_my_own_orders_carrier_is_the_one_it_left_with(ask, stores):
    said = ask(Carrier, "我的发的什么快递", shopper="demo-06")
    parcel = stores.orders.of("demo-06")[0].parcels[0]
    assert said.name == "utter_carrier_order" and said.values["carrier"] == parcel.carrier
    ask.memory.clear()
    assert ask(Carrier, "我的订单发什么快递", shopper="demo-02").name == "utter_carrier_order_waiting"


@pytest.mark.parametrize("text, name", [
    ("包邮吗", "utter_freight"), ("到北京包邮吗", "utter_freight_free"), ("乌鲁木齐邮费多少", "utter_freight_remote"), ("香港包邮吗", "utter_freight_undelivered"),
    ("寄到美国要多少运费", "utter_freight_undelivered"), ("为什么收运费", "utter_freight_why"),
])  # fmt: skip
def test_postage_by_the_place(ask, text, name):
    assert ask(Freight, text).name == name


def test_an_order_that_was_charged_nothing_is_said_so(ask):
    assert ask(Freight, "怎么收了我运费", shopper="demo-02").name == "utter_freight_order_free"


@pytest.mark.parametrize("text, name", [
    ("能送到吗", "utter_area_where"), ("拉萨能送吗", "utter_area_remote"), ("苏州能送到吗", "utter_area_yes"), ("台湾能寄吗", "utter_area_no"),
    ("村里送不送", "utter_area_village"), ("送货上门吗", "utter_area_doorstep"), ("可以自提吗", "utter_area_pickup"),
])  # fmt: skip
def test_places_are_told_by_the_policy(ask, text, name):
    assert ask(DeliveryArea, text).name == name


def test_the_place_asked_for_is_answered(ask):
    ask(DeliveryArea, "能送到吗")
    assert ask(DeliveryArea, "成都", answers=True).values["days"] == "3-5"


@pytest.mark.parametrize("text, province", [
    ("深圳市南山区", "广东"), ("浙江省湖州市", "浙江"), ("吉林省长春市朝阳区", "吉林"), ("内蒙古包头", "内蒙古"), ("好的", None),
])  # fmt: skip
def test_the_province_of_a_place(text, province):
    assert province_in(text) == province


@pytest.mark.parametrize("text, name", [("今天下午五点下单今天发吗", "utter_ship_time_after"), ("今天下午三点半拍今天发吗", "utter_ship_time_before")])
def test_the_hour_that_was_said_decides_the_day_of_dispatch(ask, text, name):
    assert ask(ShipTime, text).name == name


def test_the_day_of_paying_is_not_the_day_wanted(ask):
    assert ask(DeliveryTime, "今天拍几号到 哈尔滨", product="P1001").name == "utter_delivery_estimate"
    assert ask(DeliveryTime, "今天拍几号到 哈尔滨", product="P1015").name == "utter_delivery_presale"


def test_no_faster_carrier_is_sold_for_goods_on_order(ask):
    said = ask(DeliveryTime, "周五能到上海吗", product="P1015")
    assert said.name == "utter_delivery_presale_late" and "顺丰" not in said.text


@pytest.mark.parametrize("text, name", [("12月5号到得了上海吗", "utter_delivery_by_yes"), ("20号拍的几号到上海", "utter_delivery_estimate")])
def test_a_day_on_which_it_was_paid_is_no_day_on_which_it_is_wanted(ask, text, name):
    assert ask(DeliveryTime, text, product=TEE).name == name


@pytest.mark.parametrize("text", ["美国寄吗", "寄到国外", "日本能发吗"])
def test_abroad_is_a_place_that_is_not_delivered_to(ask, text):
    assert ask(DeliveryArea, text).name == "utter_area_no"
