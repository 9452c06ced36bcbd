"""The demonstration shoppers: every situation is there, at any hour, today and next week."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Callable

import pytest
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.stores import Order, Stores, check_demo, connect, seed_demo, upgrade

from .fakes import NOON, SHOP, FakeContent, FixedClock, put_order

FILE = SHOP / "demo" / "shoppers.yml"
Situation = Callable[[Order, datetime], bool]
DAY = timedelta(days=1)

SITUATIONS: dict[str, Situation] = {
    "unpaid": lambda o, now: o.status == "unpaid",
    "paid and not yet due": lambda o, now: o.status == "paid" and not o.presale_date and now < o.ship_by,
    "overdue for dispatch": lambda o, now: o.overdue(now),
    "pre-sale": lambda o, now: o.status == "paid" and bool(o.presale_date) and o.ship_by.date() == o.presale_date,
    "shipped": lambda o, now: o.status == "shipped" and o.parcels[0].status == "collected",
    "moving": lambda o, now: o.status == "shipped" and o.parcels[0].status == "moving" and not o.stalled_parcels(now),
    "stalled over three days": lambda o, now: o.status == "shipped" and bool(o.stalled_parcels(now)),
    "out for delivery": lambda o, now: any(p.status == "delivering" and p.last.at > now - DAY for p in o.parcels),
    "signed by a station": lambda o, now: o.parcels != () and o.parcels[0].signed_by == "station" and not o.cases,
    "signed by somebody else": lambda o, now: o.parcels != () and o.parcels[0].signed_by == "guard" and not o.cases,
    "delivery failed": lambda o, now: any(p.status == "problem" for p in o.parcels),
    "several parcels, one line still here": lambda o, now: len(o.parcels) > 1 and bool(o.unsent_lines),
    "return under way": lambda o, now: o.open_case is not None and o.open_case.status == "returning",
    "return received": lambda o, now: o.open_case is not None and o.open_case.status == "received",
    "refunded": lambda o, now: o.status == "refunded" and o.cases[0].refunded_at is not None,
    "cancelled without payment": lambda o, now: o.status == "cancelled" and o.paid_at is None,
    "cancelled and paid back": lambda o, now: o.status == "cancelled" and o.cases[:1] != () and bool(o.cases[0].refunded_at),
    "exchange": lambda o, now: bool(o.replacements) and o.replacements[0].under_way and o.cases[0].kind == "exchange",
    "return rejected": lambda o, now: bool(o.cases) and bool(o.cases[0].reject_reason),
    "within seven days": lambda o, now: not o.cases and o.return_days_left(now) == 4,
    "beyond seven days": lambda o, now: not o.cases and (o.return_days_left(now) or 0) == -5,
    "refund waiting": lambda o, now: any((c.kind, c.status) == ("refund_only", "applied") for c in o.cases),
    "return waiting": lambda o, now: any((c.kind, c.status) == ("return_goods", "applied") for c in o.cases),
}


def everything(stores: Stores) -> list[Order]:
    return [order for shopper in stores.demo_shoppers() for order in stores.orders.of(shopper.id)]


def test_there_are_shoppers_to_choose_from_each_with_a_name_and_a_line_about_them(demo: Stores) -> None:
    shoppers = demo.demo_shoppers()
    assert len(shoppers) >= 16
    assert [shopper.id for shopper in shoppers] == [f"demo-{n:02d}" for n in range(1, len(shoppers) + 1)]
    assert all(shopper.name and 4 < len(shopper.about) < 40 for shopper in shoppers)
    assert len({shopper.name for shopper in shoppers}) == len(shoppers)


def empty_situations(stores: Stores, now: datetime) -> list[str]:
    orders = everything(stores)
    return [name for name, there in SITUATIONS.items() if not any(there(order, now) for order in orders)]


def test_somebody_is_in_every_situation(demo: Stores, clock: FixedClock) -> None:
    assert empty_situations(demo, clock.now()) == []


def test_somebody_has_several_orders_at_once_and_somebody_none(demo: Stores) -> None:
    counts = {len(demo.orders.of(shopper.id)) for shopper in demo.demo_shoppers()}
    assert {0, 1, 4} <= counts


def test_the_carriers_are_those_people_know(demo: Stores) -> None:
    carriers = {parcel.carrier[:2] for order in everything(demo) for parcel in order.parcels}
    assert carriers == {"中通", "圆通", "韵达", "极兔", "顺丰", "邮政"}


def test_what_the_file_leaves_out_comes_from_the_shops_sheet(demo: Stores, sheet: FakeContent) -> None:
    for line in (line for order in everything(demo) for line in order.lines):
        product, sku = sheet.by_sku[line.sku]
        assert (line.title, line.colour, line.size, line.price) == (product.name, sku.colour, sku.size, sku.price)


@pytest.mark.parametrize("hour", [0, 1, 3, 5, 8, 12, 18, 23])
def test_at_any_hour_nothing_lies_in_the_future_and_all_happens_in_order(
    tmp_path: Path, sheet: FakeContent, hour: int
) -> None:
    now = NOON.replace(hour=hour, minute=hour * 2)
    engine = connect(f"sqlite:///{tmp_path / 'hour.db'}")
    upgrade(engine)
    seed_demo(engine, sheet, FixedClock(now), FILE)
    for order in everything(Stores(engine, FixedClock(now))):
        steps = [order.created_at, order.paid_at, order.shipped_at, order.signed_at]
        known = [step for step in steps if step] + [now]
        assert known == sorted(known), order.number
        for parcel in order.parcels:
            times = [order.paid_at, *(event.at for event in parcel.events), now]
            assert times == sorted(times), parcel.tracking
            assert parcel.events[0].status == "collected"
        for case in order.cases:
            steps = [order.paid_at, case.applied_at, case.decided_at, case.received_at, case.refunded_at, now]
            known = [step for step in steps if step]
            assert known == sorted(known), case.number
    assert empty_situations(Stores(engine, FixedClock(now)), now) == []
    engine.dispose()


def test_loading_happens_once(engine: Engine, demo: Stores, sheet: FakeContent, clock: FixedClock) -> None:
    before = everything(demo)
    assert seed_demo(engine, sheet, clock, FILE) == (0, 0, 0, ())
    assert everything(demo) == before


def test_a_database_with_real_orders_gets_no_demonstration(
    engine: Engine, stores: Stores, sheet: FakeContent, clock: FixedClock
) -> None:
    put_order(engine, "1001")
    assert seed_demo(engine, sheet, clock, FILE).orders == 0
    assert stores.demo_shoppers() == []


def test_a_shop_without_the_file_starts_empty(
    engine: Engine, stores: Stores, sheet: FakeContent, clock: FixedClock, tmp_path: Path
) -> None:
    assert seed_demo(engine, sheet, clock, tmp_path / "none.yml").orders == 0
    assert check_demo(sheet, tmp_path / "none.yml") == []


@pytest.mark.parametrize("days", [9, -400])
def test_a_later_start_finds_everybody_in_the_same_situation(
    engine: Engine, demo: Stores, sheet: FakeContent, clock: FixedClock, days: int
) -> None:
    put_order(engine, "1001", "a real shopper")
    real = demo.orders.of("a real shopper")
    clock.advance(days=days, hours=7)
    assert seed_demo(engine, sheet, clock, FILE).moved_days == days
    now = clock.now()
    assert empty_situations(demo, now) == []
    assert max(event.at for o in everything(demo) for p in o.parcels for event in p.events) <= now
    assert demo.orders.of("a real shopper") == real


def test_restarts_in_between_do_not_add_up_to_too_much(
    engine: Engine, demo: Stores, sheet: FakeContent, clock: FixedClock
) -> None:
    created = demo.orders.of("demo-01")[0].created_at
    for _ in range(5):
        clock.advance(hours=20)
        seed_demo(engine, sheet, clock, FILE)
    assert demo.orders.of("demo-01")[0].created_at == created + timedelta(days=4)


def test_dispatch_is_due_when_the_policy_says(engine: Engine, stores: Stores, sheet: FakeContent) -> None:
    changed = FakeContent(sheet.by_sku, {"shipping": {"dispatch_hours": 24}})
    seed_demo(engine, changed, FixedClock(), FILE)
    order = stores.orders.of("demo-02")[0]
    assert order.ship_by == order.paid_at + timedelta(hours=24)


def test_a_case_about_one_line_is_about_its_price_and_an_exchange_about_none(demo: Stores) -> None:
    for order in everything(demo):
        for case in order.cases:
            line = order.line(case.line) if case.line else None
            expected = 0 if case.kind == "exchange" else line.price * line.quantity if line else order.total
            assert case.amount == expected


def test_an_order_of_goods_the_shop_no_longer_sells_is_left_out_not_fatal(
    engine: Engine, stores: Stores, sheet: FakeContent, clock: FixedClock
) -> None:
    fewer = FakeContent({sku: found for sku, found in sheet.by_sku.items() if not sku.startswith("P1010")})
    seeded = seed_demo(engine, fewer, clock, FILE)
    assert [problem.order for problem in seeded.problems] == ["330268415907733203"]
    assert stores.orders.of("demo-03") == []
    assert len(stores.orders.of("demo-02")) == 1


def test_the_demonstration_file_itself_is_in_order(sheet: FakeContent) -> None:
    assert check_demo(sheet, FILE) == []


BAD = """shoppers:
  - id: a
    name: 甲
    about: 一笔订单
    orders:
      - number: "1"
        status: sent
        created_at: yesterday
        receiver: 甲
        phone: "13800000000"
        address: 某地
        lines:
          - {sku: P404-红-M}
      - number: "1"
        status: paid
        created_at: -1d
"""


def test_what_is_wrong_is_told_with_line_value_and_remedy(tmp_path: Path, sheet: FakeContent) -> None:
    file = tmp_path / "shoppers.yml"
    file.write_text(BAD, encoding="utf-8")
    told = [f"{problem.line} {problem.message}" for problem in check_demo(sheet, file)]
    for line, word in ((6, "'sent'"), (6, "'yesterday'"), (13, "P404-红-M"), (14, "出现了两次"), (14, "address")):
        assert any(one.startswith(f"{line} ") and word in one for one in told), (line, word, told)


@pytest.mark.parametrize(
    "text", ["", "shoppers", "shoppers: 3", "shoppers: [1]", "a: [", "shoppers:\n  - {id: a, orders: [x]}", "\t- x"]
)
def test_a_file_in_pieces_is_told_not_thrown(engine: Engine, sheet: FakeContent, tmp_path: Path, text: str) -> None:
    file = tmp_path / "shoppers.yml"
    file.write_text(text, encoding="utf-8")
    assert check_demo(sheet, file)
    assert seed_demo(engine, sheet, FixedClock(datetime.now(SHANGHAI)), file).orders == 0
