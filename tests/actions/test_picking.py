"""Which order is meant."""

import pytest

from actions.change_order import ChangeOrder
from actions.change_address import ChangeAddress
from actions.logistics import TrackParcel
from actions.order import OrderStatus
from actions.return_cases import RefundProgress
from actions.urging import UrgeShipping

from .finding import case_in, find, paid, unpaid


@pytest.fixture
def many(stores):
    """The shopper with an order in each of the four common states."""
    for shopper in stores.demo_shoppers():
        orders = stores.orders.of(shopper.id)
        if {"unpaid", "paid", "shipped", "signed"} <= {order.status for order in orders}:
            return shopper.id, {order.status: order for order in orders}
    raise AssertionError


@pytest.fixture
def nobody(stores):
    return next(s.id for s in stores.demo_shoppers() if not stores.orders.of(s.id))


def test_without_any_order_it_says_so_and_asks_for_a_number(ask, nobody):
    said = ask(OrderStatus, "我的订单呢", shopper=nobody)
    assert said.name == "utter_no_order" and said.awaiting["what"] == "order"


def test_an_order_of_another_shopper_looks_like_none_at_all(ask, stores, nobody):
    foreign = find(stores, paid).order.number
    theirs = ask(OrderStatus, f"订单{foreign}", shopper=nobody, means={"order": foreign})
    missing = ask(OrderStatus, "订单330000000000000001", shopper=nobody, means={"order": "330000000000000001"})
    assert theirs.name == missing.name == "utter_order_not_found"
    assert theirs.values == missing.values and theirs.awaiting["what"] == "order"
    assert ask.memory["order"] is None


def test_a_foreign_tracking_number_looks_like_none_at_all(ask, stores, nobody):
    foreign = find(stores, lambda order: order.parcels).order.parcels[0].tracking
    assert ask(TrackParcel, foreign, shopper=nobody, means={"tracking_number": foreign}).name == "utter_order_not_found"


def test_an_order_card_of_another_shopper_looks_like_none_at_all(ask, stores, nobody):
    assert ask(TrackParcel, "", shopper=nobody, order=find(stores, paid).order.number).name == "utter_order_not_found"


def test_a_tracking_number_finds_its_order(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "shipped")
    said = ask(OrderStatus, "", shopper=shopper, means={"tracking_number": order.parcels[0].tracking.lower()})
    assert said.values["order"] == order.number


def test_the_number_of_a_parcel_sent_back_finds_its_order(ask, stores):
    shopper, order = find(stores, case_in("returning"))
    said = ask(RefundProgress, "", shopper=shopper, means={"tracking_number": order.cases[0].return_tracking})
    assert said.values["order"] == order.number


def test_several_orders_are_offered_as_buttons_newest_first(ask, many, stores):
    shopper, orders = many
    said = ask(OrderStatus, "我的订单什么情况", shopper=shopper)
    assert said.name == "utter_which_order" and said.awaiting["what"] == "order"
    assert [b["means"]["order"] for b in said.buttons] == [o.number for o in stores.orders.of(shopper)][:5]


def test_the_one_order_that_fits_is_taken_without_asking(ask, many):
    shopper, orders = many
    assert ask(TrackParcel, "快递到哪了", shopper=shopper).values["order"] == orders["shipped"].number
    ask.memory.clear()
    assert ask(UrgeShipping, "怎么还不发货", shopper=shopper).values["order"] == orders["paid"].number


def test_an_order_in_view_that_does_not_fit_gives_way_to_the_one_that_does(ask, many):
    shopper, orders = many
    said = ask(TrackParcel, "快递到哪了", shopper=shopper, order=orders["unpaid"].number)
    assert said.values["order"] == orders["shipped"].number


def test_an_order_card_is_taken_as_it_is_even_when_another_would_fit_better(ask, many):
    shopper, orders = many
    assert ask(TrackParcel, "", shopper=shopper, order=orders["unpaid"].number).values["order"] == orders["unpaid"].number


def test_pressing_an_order_button_answers_the_question(ask, many):
    shopper, orders = many
    first = ask(OrderStatus, "订单怎么样了", shopper=shopper)
    pressed = first.buttons[-1]
    said = ask(OrderStatus, pressed["title"], shopper=shopper, means=pressed["means"], answers=True)
    assert said.values["order"] == pressed["means"]["order"]


def test_a_product_named_in_the_message_chooses_the_order_with_it(ask, many):
    shopper, orders = many
    line = orders["signed"].lines[0]
    assert ask(OrderStatus, "", shopper=shopper, means={"product": line.product}).values["order"] == orders["signed"].number


def test_what_was_said_before_choosing_the_order_is_not_asked_again(ask, stores, many):
    shopper, orders = many
    first = ask(ChangeAddress, "地址改成浙江省杭州市西湖区文三路90号3栋502", shopper=shopper)
    assert first.name == "utter_which_order"
    chosen = next(b for b in first.buttons if b["means"]["order"] == orders["paid"].number)
    said = ask(ChangeAddress, chosen["title"], shopper=shopper, means=chosen["means"], answers=True)
    assert said.name == "utter_address_confirm" and said.awaiting["data"]["address"].endswith("502")


def test_the_colour_and_size_survive_choosing_the_order(ask, content, stores, many):
    shopper, orders = many
    line = orders["unpaid"].lines[0]
    other = next(s for s in content.products[line.product].skus if s.id != line.sku and s.price == line.price and s.stock > 5)
    first = ask(ChangeOrder, f"改成{other.colour}{other.size}", shopper=shopper)
    chosen = next(b for b in first.buttons if b["means"]["order"] == orders["unpaid"].number)
    said = ask(ChangeOrder, chosen["title"], shopper=shopper, means=chosen["means"], answers=True)
    assert said.name == "utter_change_confirm" and said.awaiting["data"]["sku"] == other.id


def test_only_five_orders_are_offered(ask, stores, many):
    from datetime import timedelta
    from decimal import Decimal

    from sqlalchemy import insert

    from bot.stores import writing
    from bot.stores.tables import order_lines, orders

    with writing(stores.engine) as connection:
        for n in range(8):
            row = dict(number=f"33000000000000010{n}", shopper="busy", status="paid", created_at=ask.now - timedelta(hours=n), freight=0)
            row.update(total=Decimal(50), receiver="小鹿", phone="13800001201", address="江苏省南京市玄武区珠江路88号")
            connection.execute(insert(orders).values(**row))
            line = dict(sku="P1001-白色-M", product="P1001", title="T恤", colour="白色", size="M", quantity=1, price=Decimal(50))
            connection.execute(insert(order_lines).values(order_number=row["number"], line=1, **line))
    said = ask(OrderStatus, "订单", shopper="busy")
    assert len(said.buttons) == 5 and said.values["count"] == 8
    assert len({b["title"] for b in said.buttons}) == 5


def test_a_single_unpaid_order_is_taken_for_any_question(ask, stores):
    shopper, order = find(stores, unpaid)
    assert ask(TrackParcel, "到哪了", shopper=shopper).values["order"] == order.number
