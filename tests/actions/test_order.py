"""Order states, dispatch, and the questions about ordering that no record answers."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from actions.order import Account, Invoice, OrderStatus, PlaceOrder, Review
from actions.urging import UrgeShipping
from bot.stores import writing
from bot.stores.tables import orders

from ..stores.fakes import put_case
from .finding import case_in, find, moving, overdue, paid, signed_days_ago, unpaid


def presale(order):
    return order.presale_date is not None


def test_an_unpaid_order_says_how_long_it_stays_open(ask, stores):
    shopper, order = find(stores, unpaid)
    said = ask(OrderStatus, "我的订单成功了吗", shopper=shopper)
    assert said.name == "utter_dispatch_unpaid" and said.values["left"].endswith("分钟")


def test_an_unpaid_order_past_its_time_is_not_promised_any_more(ask, stores):
    shopper, order = find(stores, unpaid)
    ask.now += timedelta(hours=1)
    assert ask(OrderStatus, "", shopper=shopper).name == "utter_dispatch_unpaid_closing"


def test_a_paid_order_says_by_when_it_leaves(ask, stores):
    shopper, order = find(stores, paid)
    said = ask(OrderStatus, "订单什么状态", shopper=shopper)
    assert said.name == "utter_dispatch_due" and "后天" in said.values["until"]
    assert said.cards[0]["type"] == "order" and said.cards[0]["status"] == "待发货"


def test_urging_an_order_in_time_says_what_happens_if_it_is_late(ask, stores):
    said = ask(UrgeShipping, "快点发货啊", shopper=find(stores, paid).shopper)
    assert said.name == "utter_urge_due" and said.handed_over is None


def test_an_overdue_order_gets_an_apology_the_policys_coupon_and_a_person(ask, stores, content):
    said = ask(UrgeShipping, "三天了还不发", shopper=find(stores, overdue).shopper)
    assert said.name == "utter_dispatch_overdue" and said.handed_over == "overdue"
    assert said.values["coupon"] == content.policies["shipping"]["late_coupon"]
    assert all("5 元" in text for text in said.texts) and "1 天" in said.values["left"]


def test_a_presale_order_names_its_day_and_is_not_overdue(ask, stores):
    said = ask(UrgeShipping, "怎么还没发", shopper=find(stores, presale).shopper)
    assert said.name == "utter_urge_presale" and said.values["until"] == "12月3日" and said.handed_over is None


def test_an_overdue_presale_gets_the_presale_coupon(ask, stores, content):
    ask.now += timedelta(days=12)
    said = ask(UrgeShipping, "怎么还没发", shopper=find(stores, presale).shopper)
    assert said.name == "utter_dispatch_overdue" and said.values["coupon"] == content.policies["presale"]["late_coupon"]


def test_an_order_being_refunded_is_not_promised_to_be_sent(ask, stores):
    shopper, order = find(stores, paid)
    put_case(stores.engine, "TK1", order.number, kind="refund_only", applied_at=ask.now)
    assert ask(UrgeShipping, "发货啊", shopper=shopper).name == "utter_dispatch_refunding"


def test_the_rest_of_a_split_order_is_named_with_its_own_day(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "shipped" and order.unsent_lines)
    said = ask(UrgeShipping, "还有一件没发", shopper=shopper)
    assert said.name == "utter_dispatch_rest" and "明天" in said.values["until"]
    ask.now += timedelta(days=3)
    assert ask(UrgeShipping, "还有一件没发", shopper=shopper).handed_over == "overdue"


def test_urging_what_has_left_says_where_it_is(ask, stores):
    assert ask(UrgeShipping, "发货没", shopper=find(stores, moving).shopper).names == ["utter_urge_has_left", "utter_track_moving"]


def test_urging_a_silent_parcel_is_not_answered_cheerfully(ask, stores):
    shopper, _ = find(stores, lambda order: order.stalled_parcels(ask.now))
    assert ask(UrgeShipping, "发货没", shopper=shopper).names == ["utter_track_stalled"]


def test_a_signed_order_says_when_and_offers_what_follows(ask, stores):
    said = ask(OrderStatus, "订单完成了吗", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.name == "utter_order_signed"
    assert [b["means"]["intent"] for b in said.buttons] == ["parcel_not_received", "return_goods", "exchange_goods"]


def test_a_cancelled_order_says_why_and_where_the_money_is(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "cancelled" and order.cases, alone=False)
    said = ask(OrderStatus, "取消成功了吗", shopper=shopper, order=order.number)
    assert said.names == ["utter_order_closed_paid", "utter_progress_refunded_at_once"]


def test_an_order_closed_unpaid_owes_nothing(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "cancelled" and not order.paid_at, alone=False)
    assert ask(OrderStatus, "", shopper=shopper, order=order.number).name == "utter_order_closed_unpaid"


def test_a_question_about_the_amount_is_answered_with_the_amount(ask, stores):
    shopper, order = find(stores, paid)
    said = ask(OrderStatus, "订单金额不对吧", shopper=shopper)
    assert said.name == "utter_order_amount" and "119" in said.text


def test_an_order_in_return_answers_with_the_return(ask, stores):
    assert ask(OrderStatus, "订单状态", shopper=find(stores, case_in("returning")).shopper).name == "utter_progress_returning"


def test_no_order_ever_shows_the_phone_the_name_or_the_house(ask, stores):
    for shopper in stores.demo_shoppers():
        for order in stores.orders.of(shopper.id):
            said = ask(OrderStatus, "", shopper=shopper.id, means={"order": order.number})
            for secret in (order.phone, order.receiver, order.address):
                assert secret not in said.text and secret not in str(said.cards)


@pytest.mark.parametrize("text, name", [
    ("怎么下单", "utter_place_order"), ("可以货到付款吗", "utter_place_order_unsupported"), ("付款失败怎么回事", "utter_place_order_fails"),
    ("我付了两次钱", "utter_place_order_double"), ("要几个人才能拼单", "utter_place_order_group"), ("能用花呗吗", "utter_place_order_methods"),
    ("可以先用后付不", "utter_place_order_pay_later"), ("怎么加购物车", "utter_place_order_cart"), ("一次最多买几件", "utter_place_order_limit"),
])  # fmt: skip
def test_ordering_questions_get_their_own_answer(ask, text, name):
    assert ask(PlaceOrder, text).names[0] == name


def test_somebody_who_cannot_pay_is_told_how_long_the_order_waits(ask, stores):
    said = ask(PlaceOrder, "付不了款", shopper=find(stores, unpaid).shopper)
    assert said.names == ["utter_place_order_fails", "utter_dispatch_unpaid"]


@pytest.mark.parametrize("text, name", [
    ("能开发票吗", "utter_invoice"), ("要专票", "utter_invoice_special"), ("抬头开错了", "utter_invoice_change"),
    ("发票怎么还没收到", "utter_invoice_where"), ("有纸质发票吗", "utter_invoice_paper"), ("要加税点吗", "utter_invoice_tax"),
])  # fmt: skip
def test_invoice_questions_get_their_own_answer(ask, text, name):
    assert ask(Invoice, text).names[0] == name


def test_an_invoice_before_receipt_is_not_promised_at_once(ask, stores):
    said = ask(Invoice, "开发票", shopper=find(stores, moving).shopper)
    assert said.names == ["utter_invoice", "utter_invoice_order_not_yet"]


@pytest.mark.parametrize("text, name", [
    ("怎么评价", "utter_review"), ("好评返现吗", "utter_review_cash"), ("评价能删吗", "utter_review_edit"), ("我要给差评", "utter_review_bad"),
])  # fmt: skip
def test_review_questions_get_their_own_answer(ask, text, name):
    assert ask(Review, text).name == name


@pytest.mark.parametrize("text, name", [
    ("忘记密码了", "utter_account_password"), ("怎么换绑手机号", "utter_account_phone"), ("有会员吗", "utter_account_member"),
    ("积分怎么用", "utter_account_points"), ("余额怎么提现", "utter_account_wallet"), ("用另一个号下的单", "utter_account_two"), ("账号问题", "utter_account"),
])  # fmt: skip
def test_account_questions_get_their_own_answer(ask, text, name):
    assert ask(Account, text).name == name


def test_a_paid_order_without_a_recorded_deadline_is_held_to_the_policy(ask, stores):
    shopper, order = find(stores, overdue)
    with writing(stores.engine) as connection:
        connection.execute(update(orders).where(orders.c.number == order.number).values(ship_by=None))
    assert ask(UrgeShipping, "", shopper=shopper).name == "utter_dispatch_overdue"
