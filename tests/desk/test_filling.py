"""What a phrase's variables stand for: the order in question, its parcel, its refund, never a guess."""

from __future__ import annotations

import pytest

from bot.desk.filling import current_order, values_for
from bot.handoff import Ticket
from tests.channels.serving import Serving
from tests.stores.fakes import NOON


def about(**facts: str) -> Ticket:
    return Ticket(1, "web:a", "a", "taken", "asked", None, None, NOON, None, "小棉", "agent", "", facts=facts)


def values(serving: Serving, shopper: str, **facts: str) -> dict[str, str]:
    orders = serving.world.stores.orders.of(shopper)
    return values_for(about(**facts), orders, "小棉", serving.world.shop.content, serving.parts.wording.say)


@pytest.fixture(scope="module")
def shoppers(serving: Serving) -> list[str]:
    return [one.id for one in serving.world.stores.demo_shoppers()]


def test_the_order_the_talk_is_about_comes_before_the_newest(serving: Serving, shoppers: list[str]) -> None:
    shopper = next(one for one in shoppers if len(serving.world.stores.orders.of(one)) > 1)
    oldest = serving.world.stores.orders.of(shopper)[-1]
    assert values(serving, shopper, order=oldest.number)["order"] == oldest.number
    assert current_order(about(order="somebody else's"), serving.world.stores.orders.of(shopper)).shopper == shopper


def test_somebody_without_orders_leaves_everything_about_orders_open(serving: Serving) -> None:
    found = values(serving, "nobody")
    assert not {"order", "product", "carrier", "tracking", "parcel_last", "refund_amount"} & set(found)
    assert found["agent"] == "小棉" and found["shop"] == serving.world.shop.content.settings.name


def test_every_demonstration_shoppers_values_are_words_and_no_codes(serving: Serving, shoppers: list[str]) -> None:
    for shopper in shoppers:
        found = values(serving, shopper)
        assert all(isinstance(value, str) and value for value in found.values())
        for name in ("order_status", "refund_status"):
            assert not found.get(name, "").isascii() or name not in found


def test_the_parcel_still_under_way_is_the_one_that_is_told(serving: Serving, shoppers: list[str]) -> None:
    for shopper in shoppers:
        order = current_order(None, serving.world.stores.orders.of(shopper))
        moving = [parcel.tracking for parcel in order.parcels if parcel.under_way] if order else []
        if moving:
            orders = serving.world.stores.orders.of(shopper)
            assert values_for(None, orders, "小棉", serving.world.shop.content, serving.parts.wording.say)["tracking"] in moving
