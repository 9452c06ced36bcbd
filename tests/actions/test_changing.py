"""Changing an order: only before dispatch, only after a yes, written once."""

import pytest

from actions.change_order import ChangeOrder
from actions.change_address import ChangeAddress
from actions.changing import CancelOrder
from bot.stores import Stores

from ..stores.fakes import put_case
from .asking import set_stock
from .finding import find, moving, paid, signed_days_ago, unpaid

NEW = "浙江省杭州市西湖区文三路90号3栋502"


@pytest.fixture
def waiting(stores: Stores):
    return find(stores, paid)


def again(stores, found):
    return stores.orders.of(found.shopper, found.order.number)


def test_an_address_typed_in_one_go_goes_straight_to_the_confirmation(ask, stores, waiting):
    said = ask(ChangeAddress, f"地址改成{NEW} 王芳 13912345678", shopper=waiting.shopper)
    assert said.name == "utter_address_confirm" and said.awaiting["what"] == "confirm"
    assert [b["means"]["confirmed"] for b in said.buttons] == [True, False]
    assert again(stores, waiting).address == waiting.order.address


def test_what_the_shopper_just_typed_is_repeated_in_full_and_masked_once_it_is_on_record(ask, waiting):
    said = ask(ChangeAddress, f"地址改成{NEW} 王芳 13912345678", shopper=waiting.shopper)
    assert all(part in text for text in said.texts for part in (NEW, "王芳", "13912345678"))
    done = ask(ChangeAddress, "对", shopper=waiting.shopper, confirmed=True, answers=True)
    assert "王**" in done.text and "139****5678" in done.text and "文三路****" in done.text
    assert not any(part in done.text for part in ("502", "王芳", "13912345678"))


def test_a_yes_writes_the_address_and_says_so(ask, stores, waiting):
    ask(ChangeAddress, f"地址改成{NEW} 王芳 13912345678", shopper=waiting.shopper)
    said = ask(ChangeAddress, "对", shopper=waiting.shopper, confirmed=True, answers=True)
    order = again(stores, waiting)
    assert said.name == "utter_address_done"
    assert (order.receiver, order.phone, order.address) == ("王芳", "13912345678", NEW)


def test_a_no_writes_nothing(ask, stores, waiting):
    ask(ChangeAddress, f"地址改成{NEW}", shopper=waiting.shopper)
    assert ask(ChangeAddress, "算了", shopper=waiting.shopper, confirmed=False, answers=True).name == "utter_change_dropped"
    assert again(stores, waiting).address == waiting.order.address


def test_a_yes_to_another_question_writes_nothing(ask, stores, waiting):
    said = ask(ChangeAddress, "改地址", shopper=waiting.shopper, confirmed=True)
    assert said.name == "utter_address_ask" and again(stores, waiting).address == waiting.order.address


def test_a_phone_alone_changes_only_the_phone(ask, stores, waiting):
    ask(ChangeAddress, "电话改成13912345678", shopper=waiting.shopper)
    ask(ChangeAddress, "嗯", shopper=waiting.shopper, confirmed=True, answers=True)
    order = again(stores, waiting)
    assert order.phone == "13912345678" and order.address == waiting.order.address and order.receiver == waiting.order.receiver


def test_without_a_new_address_it_asks_and_reads_the_next_message(ask, waiting):
    assert ask(ChangeAddress, "地址写错了想改一下", shopper=waiting.shopper).awaiting["what"] == "address"
    said = ask(ChangeAddress, NEW, shopper=waiting.shopper, answers=True)
    assert said.name == "utter_address_confirm" and said.awaiting["data"]["address"] == NEW


def test_half_an_address_is_never_written_over_a_whole_one(ask, waiting):
    said = ask(ChangeAddress, "门牌改成3栋502", shopper=waiting.shopper)
    assert said.name == "utter_address_rest" and said.awaiting["what"] == "address"


def test_a_place_we_do_not_deliver_to_is_refused_before_confirming(ask, waiting):
    said = ask(ChangeAddress, "改成香港九龙尖沙咀弥敦道100号美丽华大厦5楼", shopper=waiting.shopper)
    assert said.name == "utter_address_undelivered" and said.values["place"] == "香港"


def test_a_place_with_extra_postage_goes_to_a_person(ask, waiting):
    said = ask(ChangeAddress, "改成新疆维吾尔自治区乌鲁木齐市天山区人民路1号", shopper=waiting.shopper)
    assert said.name == "utter_address_remote" and said.handed_over == "address"


def test_after_dispatch_it_says_what_is_still_possible_and_offers_the_carrier(ask, stores):
    found = find(stores, moving)
    said = ask(ChangeAddress, f"地址改成{NEW}", shopper=found.shopper)
    assert said.name == "utter_address_shipped" and said.handed_over is None
    said = ask(ChangeAddress, said.buttons[0]["title"], shopper=found.shopper, confirmed=True, answers=True)
    assert said.name == "utter_intercept" and said.handed_over == "intercept"
    assert again(stores, found).address == found.order.address


def test_dispatched_between_question_and_yes_it_is_not_written(ask, stores, waiting):
    from sqlalchemy import update

    from bot.stores import writing
    from bot.stores.tables import orders

    ask(ChangeAddress, f"地址改成{NEW}", shopper=waiting.shopper)
    with writing(stores.engine) as connection:
        connection.execute(update(orders).where(orders.c.number == waiting.order.number).values(status="shipped", shipped_at=ask.now))
    said = ask(ChangeAddress, "对", shopper=waiting.shopper, confirmed=True, answers=True)
    assert said.name == "utter_address_shipped_unseen" and again(stores, waiting).address == waiting.order.address


def test_a_signed_order_offers_not_received_instead(ask, stores):
    said = ask(ChangeAddress, "改地址", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.name == "utter_address_arrived"


def test_an_order_being_refunded_is_not_changed(ask, stores, waiting):
    put_case(stores.engine, "TK1", waiting.order.number, kind="refund_only", applied_at=ask.now)
    assert ask(ChangeAddress, f"改成{NEW}", shopper=waiting.shopper).names[0].startswith("utter_progress_")


def test_cancelling_asks_first_and_says_how_much_goes_where(ask, stores, waiting):
    said = ask(CancelOrder, "不要了取消吧", shopper=waiting.shopper)
    assert said.name == "utter_cancel_confirm" and said.values["to"] == waiting.order.paid_with
    assert again(stores, waiting).status == "paid"


def test_a_yes_cancels_and_names_the_refund(ask, stores, waiting):
    ask(CancelOrder, "拍错了", shopper=waiting.shopper)
    said = ask(CancelOrder, "确认取消", shopper=waiting.shopper, confirmed=True, answers=True)
    order = again(stores, waiting)
    assert said.name == "utter_cancel_done" and order.status == "cancelled" and order.cases[0].status == "approved"
    assert order.closed_reason == "拍错了"


def test_cancelling_an_unpaid_order_owes_no_refund(ask, stores):
    found = find(stores, unpaid)
    assert ask(CancelOrder, "不要了", shopper=found.shopper).name == "utter_cancel_confirm_unpaid"
    said = ask(CancelOrder, "嗯", shopper=found.shopper, confirmed=True, answers=True)
    assert said.name == "utter_cancel_done_unpaid" and again(stores, found).status == "cancelled"


def test_the_same_yes_twice_cancels_once(ask, stores, waiting):
    ask(CancelOrder, "拍错了", shopper=waiting.shopper)
    memory, count = dict(ask.memory), ask.count
    ask(CancelOrder, "确认", shopper=waiting.shopper, confirmed=True, answers=True)
    ask.memory, ask.count = memory, count
    assert ask(CancelOrder, "确认", shopper=waiting.shopper, confirmed=True, answers=True).name == "utter_cancel_done"
    assert len(again(stores, waiting).cases) == 1


def test_a_shipped_order_can_be_intercepted_by_a_person_or_refused(ask, stores):
    found = find(stores, moving)
    said = ask(CancelOrder, "取消订单", shopper=found.shopper)
    assert said.name == "utter_cancel_shipped" and said.awaiting["what"] == "confirm"
    assert ask(CancelOrder, "不用了", shopper=found.shopper, confirmed=False, answers=True).name == "utter_intercept_dropped"


def test_asking_whether_it_was_cancelled_says_when_and_the_refund(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "cancelled" and order.cases, alone=False)
    assert ask(CancelOrder, "取消成功没", shopper=shopper, order=order.number).names[0] == "utter_order_closed_paid"


def test_another_size_is_confirmed_and_written(ask, stores, content):
    found = find(stores, paid)
    line = found.order.lines[0]
    said = ask(ChangeOrder, f"{line.size}改成2XL", shopper=found.shopper)
    assert said.name == "utter_change_confirm" and said.values["new"] == f"{line.colour} 2XL"
    assert ask(ChangeOrder, "对", shopper=found.shopper, confirmed=True, answers=True).name == "utter_change_done"
    assert again(stores, found).lines[0].size == "2XL"


def test_without_a_wish_it_offers_what_can_be_had(ask, stores, content, waiting):
    said = ask(ChangeOrder, "想换个尺码", shopper=waiting.shopper)
    line = waiting.order.lines[0]
    assert said.name == "utter_change_ask" and 1 <= len(said.buttons) <= 5
    assert all(stores.stock.on_hand(content.products[line.product].find(b["means"]["colour"], b["means"]["size"])[0].id) for b in said.buttons)
    pressed = said.buttons[0]
    said = ask(ChangeOrder, pressed["title"], shopper=waiting.shopper, means=pressed["means"], answers=True)
    assert said.name == "utter_change_confirm" and said.values["new"] == pressed["title"]


def test_what_is_sold_out_is_said_so_with_alternatives(ask, stores, content, waiting):
    line = waiting.order.lines[0]
    wanted = content.products[line.product].find(line.colour, "2XL")
    set_stock(stores, wanted, 0)
    said = ask(ChangeOrder, "改成2XL", shopper=waiting.shopper)
    assert said.name == "utter_change_no_stock" and all(b["means"] != {"colour": line.colour, "size": "2XL"} for b in said.buttons)


def test_what_it_is_already_needs_no_change(ask, waiting):
    line = waiting.order.lines[0]
    assert ask(ChangeOrder, f"我要{line.colour}{line.size}", shopper=waiting.shopper).name == "utter_change_same"


def test_of_two_articles_the_one_that_comes_in_the_wanted_size_is_meant(ask, stores):
    found = find(stores, lambda order: order.status == "unpaid" and len(order.lines) == 2)
    said = ask(ChangeOrder, "换个码", shopper=found.shopper)
    assert said.name == "utter_change_which_line" and len(said.buttons) == 2
    pressed = said.buttons[1]
    said = ask(ChangeOrder, pressed["title"], shopper=found.shopper, means=pressed["means"], answers=True)
    assert said.name == "utter_change_ask" and said.awaiting["data"]["line"] == 2


@pytest.mark.parametrize("text, name", [
    ("拍多了改成1件", "utter_change_quantity"), ("两个订单合并发货", "utter_merge_confirm"), ("加个备注", "utter_change_ask_note"),
    ("备注一下送人的不要放小票", "utter_note_confirm"), ("能晚几天发吗", "utter_change_ask_delay"), ("推迟到28号发", "utter_delay_confirm"),
])  # fmt: skip
def test_other_wishes_get_their_own_way(ask, waiting, text, name):
    assert ask(ChangeOrder, text, shopper=waiting.shopper).name == name


def test_a_note_is_written_after_a_yes(ask, stores, waiting):
    ask(ChangeOrder, "加个备注", shopper=waiting.shopper)
    said = ask(ChangeOrder, "麻烦用纸箱装", shopper=waiting.shopper, answers=True)
    assert said.name == "utter_note_confirm" and said.values["note"] == "麻烦用纸箱装"
    assert ask(ChangeOrder, "好", shopper=waiting.shopper, confirmed=True, answers=True).name == "utter_note_done"
    assert "麻烦用纸箱装" in again(stores, waiting).note


def test_a_shipped_order_is_refused_or_exchanged_instead(ask, stores):
    said = ask(ChangeOrder, "改成L码", shopper=find(stores, moving).shopper)
    assert said.name == "utter_change_shipped"
    assert [b["means"]["intent"] for b in said.buttons] == ["refuse_parcel", "exchange_goods"]


def test_an_address_given_in_two_messages_is_joined(ask, stores, waiting):
    said = ask(ChangeAddress, "江苏省南京市", shopper=waiting.shopper)
    assert said.name == "utter_address_rest" and said.values["missing"] == "街道和门牌号"
    said = ask(ChangeAddress, "鼓楼区中山路1号5栋", shopper=waiting.shopper, answers=True)
    assert said.name == "utter_address_confirm" and "江苏省南京市鼓楼区中山路1号5栋" in said.text


@pytest.mark.parametrize("text, part", [("不对 是6栋", "中山路1号6栋"), ("电话13800009999", "13800009999"), ("收件人改成王芳", "王芳")])
@pytest.mark.parametrize("confirmed", [None, False])
def test_a_correction_before_the_yes_is_taken_and_asked_again(ask, stores, waiting, text, part, confirmed):
    ask(ChangeAddress, "地址改成江苏省南京市鼓楼区中山路1号5栋", shopper=waiting.shopper)
    said = ask(ChangeAddress, text, shopper=waiting.shopper, confirmed=confirmed, answers=True)
    assert said.name == "utter_address_confirm" and part in said.text
    assert again(stores, waiting).address == waiting.order.address
    ask(ChangeAddress, "对", shopper=waiting.shopper, confirmed=True, answers=True)
    order = again(stores, waiting)
    assert part in (order.receiver, order.phone) or order.address.endswith(part)


def test_wrong_without_saying_what_is_asked_for(ask, waiting):
    ask(ChangeAddress, f"地址改成{NEW}", shopper=waiting.shopper)
    said = ask(ChangeAddress, "不对", shopper=waiting.shopper, confirmed=False, answers=True)
    assert said.name == "utter_address_what" and said.awaiting["data"]["address"] == NEW


def test_a_broken_phone_is_named_and_the_rest_kept(ask, stores, waiting):
    said = ask(ChangeAddress, "广州市天河区体育西路1号 李四 1380000", shopper=waiting.shopper)
    assert said.name == "utter_address_phone" and said.values["phone"] == "1380000"
    said = ask(ChangeAddress, "13800009999", shopper=waiting.shopper, answers=True)
    assert said.name == "utter_address_confirm"
    ask(ChangeAddress, "对", shopper=waiting.shopper, confirmed=True, answers=True)
    order = again(stores, waiting)
    assert (order.receiver, order.phone, order.address) == ("李四", "13800009999", "广州市天河区体育西路1号")


@pytest.mark.parametrize("text", ["现在地址是啥", "我现在的地址是哪个", "看下我的收货地址", "电话留的多少"])
def test_the_present_address_is_told_masked(ask, waiting, text):
    said = ask(ChangeAddress, text, shopper=waiting.shopper)
    order = waiting.order
    assert said.name == "utter_address_present"
    assert not any(secret in said.text for secret in (order.receiver, order.phone, order.address))


def test_a_size_said_while_an_address_is_awaited_changes_the_size(ask, stores):
    found = find(stores, lambda order: order.status == "unpaid" and len(order.lines) == 2)
    ask(ChangeAddress, "改地址", shopper=found.shopper)
    said = ask(ChangeAddress, "算了不改了 换成阔腿裤m", shopper=found.shopper, answers=True)
    assert said.name == "utter_change_confirm" and said.values["new"] == "黑色 M"
    assert ask(ChangeAddress, "对", shopper=found.shopper, confirmed=True, answers=True).name == "utter_change_done"
    assert again(stores, found).lines[1].size == "M"


def test_giving_up_while_an_address_is_awaited_drops_it(ask, waiting):
    ask(ChangeAddress, "改地址", shopper=waiting.shopper)
    assert ask(ChangeAddress, "算了", shopper=waiting.shopper, answers=True).name == "utter_change_dropped"


@pytest.mark.parametrize("text", ["改颜色 黑色29", "换成黑色29", "颜色换黑 尺码29", "黑色的，29的"])
def test_a_bare_number_beside_a_colour_is_the_size(ask, stores, text):
    jeans = find(stores, lambda order: order.status == "paid" and order.lines[0].product == "P1010")
    said = ask(ChangeOrder, text, shopper=jeans.shopper)
    assert said.name == "utter_change_confirm" and said.values["new"] == "黑色 29"


def test_a_size_there_is_not_is_said_so_and_never_dropped(ask, stores):
    jeans = find(stores, lambda order: order.status == "paid" and order.lines[0].product == "P1010")
    said = ask(ChangeOrder, "改成黑色55", shopper=jeans.shopper)
    assert said.name == "utter_change_no_such" and said.values["new"] == "黑色 55"
    said = ask(ChangeOrder, "那29呢", shopper=jeans.shopper, answers=True)
    assert said.name == "utter_change_confirm" and said.values["new"] == "黑色 29"


def test_another_size_instead_of_a_yes_keeps_the_colour(ask, stores):
    jeans = find(stores, lambda order: order.status == "paid" and order.lines[0].product == "P1010")
    ask(ChangeOrder, "改成黑色28", shopper=jeans.shopper)
    said = ask(ChangeOrder, "还是30吧", shopper=jeans.shopper, answers=True)
    assert said.name == "utter_change_confirm" and said.values["new"] == "黑色 30"


def test_a_product_that_is_not_in_the_order_cannot_be_swapped_in(ask, waiting):
    assert ask(ChangeOrder, "换成阔腿裤M", shopper=waiting.shopper).name == "utter_change_other_product"


@pytest.mark.parametrize("text, name", [
    ("取消会扣钱吗", "utter_cancel_fee"), ("取消要手续费不", "utter_cancel_fee"), ("不取消了", "utter_cancel_dropped"), ("别取消", "utter_cancel_dropped"),
    ("要不要取消呢", "utter_cancel_confirm"),
])  # fmt: skip
def test_a_question_or_a_no_starts_no_cancellation(ask, stores, waiting, text, name):
    assert ask(CancelOrder, text, shopper=waiting.shopper).name == name and again(stores, waiting).status == "paid"


def test_an_order_that_can_still_be_changed_goes_before_the_one_in_view(ask, stores):
    shopper = next(s.id for s in stores.demo_shoppers() if len(stores.orders.of(s.id)) == 4)
    sent = next(order for order in stores.orders.of(shopper) if order.status == "shipped")
    said = ask(ChangeAddress, "能改地址吗", shopper=shopper, order=sent.number)
    assert said.name == "utter_which_order" and len(said.buttons) == 2
