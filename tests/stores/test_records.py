"""What a record says about itself, given the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.stores import AfterSale, Order, OrderLine, Parcel, TraceEvent

from .fakes import NOON

MONEY = Decimal("59.90")
PAID = Order("1001", "xiaolu", "paid", NOON, MONEY, Decimal(0), "小鹿", "13800001201", "珠江路88号", paid_at=NOON)
CASE = AfterSale("TK1", "1001", "exchange", "applied", "换大一码", Decimal(0), NOON)


def parcel(status: str = "moving", tracking: str = "YT1", **changed: object) -> Parcel:
    return Parcel(tracking, "圆通速递", status, (TraceEvent(NOON, "杭州", "到达", status),), **changed)  # type: ignore[arg-type]


def test_paid_goods_are_overdue_once_the_promise_has_passed() -> None:
    order = replace(PAID, ship_by=NOON + timedelta(hours=48))
    assert not order.overdue(NOON + timedelta(hours=48))
    assert order.overdue(NOON + timedelta(hours=48, seconds=1))


@pytest.mark.parametrize(
    "changed", [{"status": "unpaid"}, {"status": "cancelled"}, {"parcels": (parcel(),)}, {"ship_by": None}]
)
def test_what_is_not_waiting_for_dispatch_is_never_overdue(changed: dict) -> None:
    order = replace(PAID, **{"ship_by": NOON, **changed})
    assert not order.overdue(NOON + timedelta(days=9))


def test_a_parcel_is_stalled_after_more_than_three_silent_days() -> None:
    assert not parcel().stalled(NOON + timedelta(days=3))
    assert parcel().stalled(NOON + timedelta(days=3, minutes=1))
    assert parcel().stalled(NOON + timedelta(days=2), after=timedelta(days=1))


@pytest.mark.parametrize("status", ["signed", "returned"])
def test_a_parcel_that_has_arrived_is_never_stalled(status: str) -> None:
    assert not parcel(status).stalled(NOON + timedelta(days=30))


def test_a_parcel_without_any_event_is_quiet_for_nobody_knows_how_long() -> None:
    silent = Parcel("YT1", "圆通速递", "collected")
    assert silent.last is silent.signed_at is silent.quiet_for(NOON) is None
    assert not silent.stalled(NOON)


def test_only_another_hand_than_the_receivers_counts_as_somebody_else() -> None:
    assert parcel("signed", signed_by="station").signed_by_someone_else
    assert not parcel("signed", signed_by="receiver").signed_by_someone_else
    assert not parcel("signed").signed_by_someone_else
    assert parcel("signed").signed_at == NOON


@pytest.mark.parametrize("days, left", [(0, 7), (3, 4), (7, 0), (8, -1), (12, -5)])
def test_seven_days_are_counted_from_the_day_after_signing(days: int, left: int) -> None:
    order = replace(PAID, status="signed", signed_at=NOON)
    assert order.return_days_left(NOON + timedelta(days=days)) == left
    assert order.return_days_left(NOON.replace(hour=23, minute=59) + timedelta(days=days)) == left
    assert order.last_return_day() == date(2026, 11, 29)


def test_days_left_are_nobodys_business_before_signing() -> None:
    assert PAID.return_days_left(NOON) is PAID.last_return_day() is None


def test_an_order_knows_what_travels_where() -> None:
    lines = tuple(
        OrderLine(n, "P1-黑色-M", "P1", "卫衣", "黑色", "M", 1, MONEY, tracking)
        for n, tracking in enumerate(("YT1", "YT2", "YT1", None), 1)
    )
    order = replace(PAID, lines=lines, parcels=(parcel(), parcel(tracking="YT2")))
    assert [line.line for line in order.contents(order.parcels[0])] == [1, 3]
    assert [line.line for line in order.unsent_lines] == [4]
    assert (order.line(2).tracking, order.line(9)) == ("YT2", None)


def test_a_replacement_is_told_from_the_first_delivery() -> None:
    case = replace(CASE, status="exchanged", replacement_tracking="YT2")
    order = replace(PAID, parcels=(parcel("signed"), parcel(tracking="YT2")), cases=(case,))
    assert [p.tracking for p in order.replacements] == ["YT2"]


def test_the_open_case_is_the_newest_unfinished_one() -> None:
    done, old = replace(CASE, number="TK3", status="refunded"), replace(CASE, number="TK2")
    assert replace(PAID, cases=(done, old, CASE)).open_case is old
    assert replace(PAID, cases=(done,)).open_case is None


def test_a_phone_is_shown_without_its_middle() -> None:
    assert PAID.masked_phone == "138****1201"
    assert replace(PAID, phone="12345").masked_phone == "****"
