"""States the demonstration data does not have: every one of them has words, whatever the record leaves out."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from actions.change_order import ChangeOrder
from actions.change_address import ChangeAddress
from actions.changing import CancelOrder
from actions.aftersales import ExchangeGoods, RefundOnly, ReturnGoods
from actions.arranging import ArrangeDelivery
from actions.logistics import ParcelNotReceived, ParcelStalled, RefuseParcel, TrackParcel
from actions.order import OrderStatus
from actions.return_cases import ChangeReturn, RefundProgress, ReturnAddress
from bot.stores import writing
from bot.stores.parcel import PARCEL_STATUSES
from bot.stores.records import CASE_KINDS, CASE_STATUSES
from bot.stores.tables import aftersales, orders, parcels, trace_events

from ..stores.fakes import put_case
from .finding import find, moving, paid, signed_days_ago

ABOUT_PARCELS = [
    TrackParcel, ParcelStalled, ParcelNotReceived, ArrangeDelivery, RefuseParcel, ChangeAddress, ChangeOrder, CancelOrder, ReturnGoods,
    RefundOnly, ExchangeGoods, OrderStatus,
]  # fmt: skip
ABOUT_CASES = [RefundProgress, ChangeReturn, ReturnAddress, OrderStatus, ReturnGoods, RefundOnly]


def write(stores, *statements):
    with writing(stores.engine) as connection:
        for statement in statements:
            connection.execute(statement)


def all_have_words(ask, actions, shopper):
    for action in actions:
        ask.memory.clear()
        assert ask(action, "怎么弄", shopper=shopper).texts, action


@pytest.mark.parametrize("status", PARCEL_STATUSES)
def test_every_parcel_status_has_words(ask, stores, status):
    shopper, order = find(stores, moving)
    write(stores, update(parcels).where(parcels.c.order_number == order.number).values(status=status))
    all_have_words(ask, ABOUT_PARCELS, shopper)


@pytest.mark.parametrize("status", PARCEL_STATUSES)
def test_a_parcel_without_any_event_has_words(ask, stores, status):
    shopper, order = find(stores, moving)
    write(stores, delete(trace_events), update(parcels).where(parcels.c.order_number == order.number).values(status=status))
    all_have_words(ask, ABOUT_PARCELS, shopper)


@pytest.mark.parametrize("status, times", [("shipped", {"shipped_at": timedelta(hours=-3)}), ("signed", {"signed_at": timedelta(days=-1)}), ("shipped", {})])
def test_an_order_sent_without_any_parcel_on_record_has_words(ask, stores, status, times):
    shopper, order = find(stores, paid)
    values = {name: ask.now + ago for name, ago in times.items()}
    write(stores, update(orders).where(orders.c.number == order.number).values(status=status, **values))
    all_have_words(ask, ABOUT_PARCELS, shopper)


@pytest.mark.parametrize("kind", CASE_KINDS)
@pytest.mark.parametrize("status", CASE_STATUSES)
def test_every_case_has_words_in_time_and_late_also_when_the_record_is_bare(ask, stores, status, kind):
    begun, then = ask.now, ask.now - timedelta(minutes=5)
    for number, fits in enumerate((paid, signed_days_ago(3, ask.now))):
        shopper, order = find(stores, fits)
        full = dict(decided_at=then, received_at=then, refunded_at=then, closed_at=then, refund_to="银行卡", return_carrier="中通快递",
                    return_tracking="1", reject_reason="吊牌已剪", exchange_sku=order.lines[0].sku, replacement_tracking="2")  # fmt: skip
        for values in ({}, full):
            write(stores, delete(aftersales).where(aftersales.c.order_number == order.number))
            put_case(stores.engine, f"TK{number}", order.number, status, kind=kind, applied_at=then, **values)
            for days in (0, 20):
                ask.now = begun + timedelta(days=days)
                all_have_words(ask, ABOUT_CASES, shopper)
                late = status in ("received", "applied") or (status == "approved" and kind == "refund_only")
                ask.memory.clear()
                assert ask(RefundProgress, "", shopper=shopper).handed_over == ("refund_late" if days and late else None)


def test_money_to_no_known_account_goes_back_where_it_came_from(ask, stores):
    shopper, order = find(stores, paid)
    write(stores, update(orders).where(orders.c.number == order.number).values(paid_with=None))
    assert "原付款账户" in ask(CancelOrder, "取消", shopper=shopper).text


def test_a_withdrawn_case_may_be_asked_for_again_only_in_time(ask, stores):
    shopper, order = find(stores, signed_days_ago(3, ask.now))
    put_case(stores.engine, "TK1", order.number, "withdrawn", applied_at=ask.now, closed_at=ask.now)
    assert ask(RefundProgress, "", shopper=shopper).name == "utter_progress_withdrawn"
    write(stores, update(aftersales).values(applied_at=ask.now))
    ask.now += timedelta(days=9)
    assert ask(RefundProgress, "", shopper=shopper).name == "utter_progress_withdrawn_late"
