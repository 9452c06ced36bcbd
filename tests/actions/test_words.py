from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from actions.words import Words, mask_address, mask_name, mask_phone, money
from bot.clock import SHANGHAI

from .conftest import NOW
from .finding import find


@pytest.fixture
def words(content):
    return Words(content, NOW)


@pytest.mark.parametrize("at, shown", [
    (datetime(2026, 11, 22, 15, 30), "今天 15:30"), (datetime(2026, 11, 21, 9, 12), "昨天 09:12"), (datetime(2026, 11, 20, 0, 0), "前天 00:00"),
    (datetime(2026, 11, 23, 8, 0), "明天 08:00"), (datetime(2026, 11, 24, 8, 0), "后天 08:00"), (datetime(2026, 11, 19, 15, 30), "11月19日 15:30"),
    (datetime(2025, 12, 31, 15, 30), "2025年12月31日 15:30"),
])  # fmt: skip
def test_a_time_is_said_as_people_say_it(words, at, shown):
    assert words.when(at.replace(tzinfo=SHANGHAI)) == shown


def test_a_time_in_another_zone_is_said_in_ours(words):
    assert words.when(datetime.fromisoformat("2026-11-22T02:00:00+00:00")) == "今天 10:00"


def test_a_day_alone_is_said_without_a_time(words):
    assert words.day(date(2026, 11, 29)) == "11月29日"


@pytest.mark.parametrize("length, shown", [
    (dict(minutes=0), "1 分钟"), (dict(minutes=20), "20 分钟"), (dict(hours=6, minutes=59), "6 小时"), (dict(days=3), "3 天"),
    (dict(days=3, hours=4), "3 天 4 小时"), (dict(hours=-25), "1 天 1 小时"),
])  # fmt: skip
def test_a_duration_is_rounded_down_and_never_nothing(words, length, shown):
    assert words.lasting(timedelta(**length)) == shown


def test_money_has_no_needless_zeros():
    assert [money(Decimal(a)) for a in ("59.90", "199.00", "0.05", "100")] == ["59.9", "199", "0.05", "100"]


def test_phones_names_and_addresses_are_masked():
    assert mask_phone("13800001201") == "138****1201"
    assert mask_phone("1234") == "****"
    assert mask_name("欧阳娜娜") == "欧**"
    assert mask_name(None) == "**"


def test_every_demonstration_address_is_masked_before_the_house(stores):
    for shopper in stores.demo_shoppers():
        for order in stores.orders.of(shopper.id):
            shown = mask_address(order.address)
            assert shown.endswith("****") and not any(c.isdigit() for c in shown), shown
            assert order.address.startswith(shown[:-4])


def test_order_buttons_are_short_and_distinct(words, stores):
    for shopper in stores.demo_shoppers():
        titles = words.order_titles(stores.orders.of(shopper.id))
        assert len(set(titles)) == len(titles)
        assert all(len(title) <= 22 for title in titles), titles


def test_two_orders_of_the_same_thing_on_one_day_are_told_apart_by_their_number(words, stores):
    order = find(stores, lambda order: True, alone=False).order
    titles = words.order_titles([order, order.__class__(**{**order.__dict__, "number": "330000000000009999"})])
    assert titles[0].endswith(f"尾号{order.number[-4:]}") and titles[1].endswith("尾号9999")


def test_a_deleted_word_leaves_its_values(content):
    class Bare:
        replies: dict = {}
        products: dict = {}

    assert Words(Bare(), NOW).lasting(timedelta(hours=5)) == "5"


def test_every_small_word_the_code_names_is_in_the_shop(content):
    import re
    from pathlib import Path

    for file in Path("actions").glob("*.py"):
        for word in re.findall(r'words\("(\w+)"', file.read_text(encoding="utf-8")):
            assert f"utter_word_{word}" in content.replies, f"{file}: {word}"


def test_every_button_named_for_a_way_is_in_the_shop(content):
    from actions.cards import _WAYS

    for ways in _WAYS.values():
        for word, _ in ways:
            assert f"utter_word_button_{word}" in content.replies
