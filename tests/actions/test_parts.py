"""An order sent in parts: the garment named decides which parcel or line is meant."""

import pytest

from actions.aftersales import ExchangeGoods, RefundOnly, ReturnGoods
from actions.change_address import ChangeAddress
from actions.change_order import ChangeOrder
from actions.changing import CancelOrder
from actions.garments import lines_named
from actions.logistics import TrackParcel
from actions.urging import UrgeShipping

from .finding import find


@pytest.fixture
def split(stores):
    """One parcel signed (大衣), one on its way (毛衣), one garment not sent (羽绒服)."""
    return find(stores, lambda order: order.status == "shipped" and order.unsent_lines and len(order.parcels) == 2)


@pytest.mark.parametrize("action, text, name", [
    (CancelOrder, "取消羽绒服", "utter_part_cancel"), (CancelOrder, "取消没发的那件", "utter_part_cancel"),
    (CancelOrder, "不是毛衣 是羽绒服", "utter_part_cancel"), (RefundOnly, "羽绒服别发了 退钱", "utter_part_cancel"),
    (ChangeAddress, "地址改下 没发的那件 上海市徐汇区漕溪路1号", "utter_part_address"), (ChangeOrder, "羽绒服换成L", "utter_part_change"),
    (ExchangeGoods, "羽绒服换成L", "utter_part_change"),
])  # fmt: skip
def test_a_garment_not_sent_yet_is_named_and_a_person_offered(ask, split, action, text, name):
    said = ask(action, text, shopper=split.shopper)
    assert said.name == name and "羽绒服" in said.text and "毛衣" not in said.text and "大衣" not in said.text
    assert said.handed_over is None and ask(action, "好", shopper=split.shopper, confirmed=True, answers=True).handed_over


def test_a_garment_on_its_way_is_intercepted_and_one_that_arrived_returned(ask, split):
    said = ask(CancelOrder, "取消毛衣", shopper=split.shopper)
    assert said.name == "utter_cancel_shipped" and "羽绒服" not in said.text
    assert ask(CancelOrder, "取消大衣", shopper=split.shopper).name == "utter_cancel_arrived"
    said = ask(ReturnGoods, "大衣想退", shopper=split.shopper)
    assert said.name == "utter_return_days" and "毛衣" not in said.text


def test_without_a_garment_it_asks_which(ask, split):
    said = ask(CancelOrder, "取消", shopper=split.shopper)
    assert said.name == "utter_part_which" and len(said.buttons) == 3
    pressed = said.buttons[2]
    assert ask(CancelOrder, pressed["title"], shopper=split.shopper, means=pressed["means"], answers=True).name == "utter_part_cancel"


def test_asked_which_the_garment_may_be_typed(ask, split):
    ask(CancelOrder, "取消", shopper=split.shopper)
    assert ask(CancelOrder, "毛衣", shopper=split.shopper, answers=True).name == "utter_cancel_shipped"


def test_only_the_parcel_with_the_garment_is_told(ask, split):
    assert ask(TrackParcel, "毛衣到哪了", shopper=split.shopper).name == "utter_track_moving"
    assert ask(TrackParcel, "羽绒服到哪了", shopper=split.shopper).name == "utter_dispatch_rest"
    assert ask(UrgeShipping, "羽绒服快点发", shopper=split.shopper).name == "utter_dispatch_rest"
    assert ask(UrgeShipping, "毛衣快点发", shopper=split.shopper).names == ["utter_urge_has_left", "utter_track_moving"]


def test_one_of_two_garments_not_sent_cannot_be_cancelled_alone(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "paid" and len(order.lines) == 2, alone=False)
    said = ask(CancelOrder, "取消羽绒服", shopper=shopper)
    assert said.names == ["utter_cancel_whole", "utter_cancel_confirm"] and "羽绒" in said.answer.replies[0].values["part"]


@pytest.mark.parametrize("text", ["快点发货", "包裹到哪了", "包邮吗", "寄到包头市"])
def test_words_about_something_else_name_no_garment(ask, split, text):
    from dataclasses import replace
    from types import SimpleNamespace

    bag = next(product for product in ask.content.products.values() if product.name.endswith("包"))
    order = replace(split.order, lines=(*split.order.lines, replace(split.order.lines[0], line=4, product=bag.id, title=bag.name)))
    assert lines_named(SimpleNamespace(text=text, said=[], awaiting={}, going_on={}, content=ask.content), order) == ()
    assert lines_named(SimpleNamespace(text="包什么时候发", said=[], awaiting={}, going_on={}, content=ask.content), order)[0].line == 4
