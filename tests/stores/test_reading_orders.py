"""Reading orders: the shopper's own, all of it, in few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.stores import Stores

from .fakes import NOON, put_case, put_order, put_parcel

JUNK = ["", "\x00", "\ud800", "' OR 1=1 --", "9" * 300, "🙂", "1001\x00"]


def test_a_shopper_without_orders_gets_an_empty_list(stores: Stores) -> None:
    assert stores.orders.of("nobody") == []


def test_orders_come_newest_first(engine: Engine, stores: Stores) -> None:
    for hours, number in ((3, "1001"), (1, "1002"), (2, "1003")):
        put_order(engine, number, created_at=NOON - timedelta(hours=hours))
    assert [order.number for order in stores.orders.of("xiaolu")] == ["1002", "1003", "1001"]
    assert [order.number for order in stores.orders.of("xiaolu", limit=2)] == ["1002", "1003"]


def test_an_order_of_another_shopper_looks_like_none_at_all(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", "xiaolu")
    put_parcel(engine, "1001", "YT1", (NOON, "moving"))
    put_case(engine, "TK1", "1001", return_tracking="SF9")
    for shopper in ("azhe", "XIAOLU", "xiaolu ' OR '1'='1"):
        assert stores.orders.of(shopper) == []
        assert stores.orders.of(shopper, "1001") is stores.orders.of(shopper, "4711") is None
        assert stores.orders.by_tracking(shopper, "YT1") is stores.orders.by_tracking(shopper, "YT2") is None
        assert stores.aftersales.of(shopper) == []
        assert stores.aftersales.of(shopper, "TK1") is None
        assert stores.aftersales.by_tracking(shopper, "SF9") is None


@pytest.mark.parametrize("junk", JUNK)
def test_a_number_that_cannot_be_one_finds_nothing_and_breaks_nothing(stores: Stores, junk: str) -> None:
    assert stores.orders.of("xiaolu", junk) is None
    assert stores.orders.of(junk, "1001") is None
    assert stores.orders.of(junk) == []
    assert stores.orders.by_tracking("xiaolu", junk) is None
    assert stores.aftersales.of("xiaolu", junk) is None
    assert stores.stock.on_hand(junk) == 0


def test_an_order_comes_with_its_lines_parcels_events_and_cases(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", skus=["P1-黑色-M", "P2-白色-L"])
    put_order(engine, "1002")
    put_parcel(engine, "1001", "YT1", (NOON - timedelta(days=1), "collected"), (NOON, "moving"))
    put_parcel(engine, "1001", "YT2", (NOON, "collected"))
    put_case(engine, "TK1", "1001", applied_at=NOON - timedelta(days=1))
    put_case(engine, "TK2", "1001")
    order = stores.orders.of("xiaolu", "1001")
    assert [line.sku for line in order.lines] == ["P1-黑色-M", "P2-白色-L"]
    assert [(p.tracking, [e.status for e in p.events]) for p in order.parcels] == [
        ("YT1", ["collected", "moving"]),
        ("YT2", ["collected"]),
    ]
    assert [case.number for case in order.cases] == ["TK2", "TK1"]
    other = stores.orders.of("xiaolu", "1002")
    assert (len(other.lines), other.parcels, other.cases) == (1, (), ())


def test_events_come_oldest_first_however_they_were_reported(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    put_parcel(engine, "1001", "YT1", (NOON, "moving"), (NOON - timedelta(days=1), "collected"))
    parcel = stores.orders.of("xiaolu", "1001").parcels[0]
    assert [e.status for e in parcel.events] == ["collected", "moving"]
    assert parcel.last.at == NOON


def test_a_tracking_number_finds_its_order_and_parcel_in_any_case(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    put_parcel(engine, "1001", "YT1", (NOON, "moving"))
    put_parcel(engine, "1001", "YT2", (NOON, "moving"))
    order, parcel = stores.orders.by_tracking("xiaolu", " yt2 ")
    assert (order.number, parcel.tracking) == ("1001", "YT2")
    assert len(order.parcels) == 2


def test_thirty_orders_take_no_more_queries_than_one(engine: Engine, stores: Stores) -> None:
    put_order(engine, "2000", "azhe")
    for number in range(1000, 1030):
        put_order(engine, str(number))
        put_parcel(engine, str(number), f"YT{number}", (NOON, "moving"))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert len(stores.orders.of("azhe")) == 1
    few = len([sql for sql in asked if sql.startswith("SELECT")])
    asked.clear()
    assert len(stores.orders.of("xiaolu")) == 30
    assert few == len([sql for sql in asked if sql.startswith("SELECT")]) == 5


def test_records_cannot_be_changed_by_those_who_read_them(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    with pytest.raises(AttributeError):
        stores.orders.of("xiaolu", "1001").status = "refunded"  # type: ignore[misc]
