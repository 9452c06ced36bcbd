"""Changing orders: only before dispatch, once per request, never somebody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Callable

import pytest
from sqlalchemy.engine import Engine

from bot.stores import Stores, Written

from .fakes import NOON, FixedClock, content, put_case, put_order, put_parcel

Write = Callable[[Stores, str, str, str], Written]
WRITES: dict[str, Write] = {
    "address": lambda s, who, order, id_: s.orders.change_address(who, order, address="中山路1号", request_id=id_),
    "line": lambda s, who, order, id_: s.orders.change_line(who, order, line=1, sku="P1-黑色-L", request_id=id_),
    "cancel": lambda s, who, order, id_: s.orders.cancel(who, order, reason="拍错了", request_id=id_),
    "note": lambda s, who, order, id_: s.orders.add_note(who, order, "别放驿站", request_id=id_),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
SHEET = content(("P1-黑色-M", "59.90", 5), ("P1-黑色-L", "59.90", 2), ("P1-黑色-XL", "69.90", 2), ("P2-白色-L", "59.90", 9))


@pytest.fixture(autouse=True)
def stocked(stores: Stores) -> None:
    stores.stock.sync(SHEET)


@every_write
def test_before_dispatch_it_is_written(engine: Engine, stores: Stores, write: Write) -> None:
    for status in ("unpaid", "paid"):
        put_order(engine, f"1-{status}", status=status)
        result = write(stores, "xiaolu", f"1-{status}", "m-1")
        assert result.done
        assert result.order == stores.orders.of("xiaolu", f"1-{status}")


@every_write
@pytest.mark.parametrize("status", ["shipped", "signed"])
def test_after_dispatch_it_is_too_late_and_nothing_changes(
    engine: Engine, stores: Stores, write: Write, status: str
) -> None:
    put_order(engine, "1001", status=status)
    before = stores.orders.of("xiaolu", "1001")
    result = write(stores, "xiaolu", "1001", "m-1")
    assert (result.outcome, result.order) == ("too_late", before)
    assert stores.orders.of("xiaolu", "1001") == before


@every_write
def test_one_parcel_of_the_order_on_its_way_is_too_late_already(engine: Engine, stores: Stores, write: Write) -> None:
    put_order(engine, "1001", status="paid", skus=["P1-黑色-M", "P2-白色-L"])
    put_parcel(engine, "1001", "YT1", (NOON, "collected"))
    assert write(stores, "xiaolu", "1001", "m-1").outcome == "too_late"


@every_write
def test_somebody_elses_order_is_answered_like_one_that_does_not_exist(
    engine: Engine, stores: Stores, write: Write
) -> None:
    put_order(engine, "1001")
    before = stores.orders.of("xiaolu", "1001")
    assert write(stores, "azhe", "1001", "m-1") == write(stores, "azhe", "4711", "m-1") == Written("not_found")
    assert stores.orders.of("xiaolu", "1001") == before


@every_write
@pytest.mark.parametrize("junk", ["", "\x00", "\ud800", "' OR 1=1 --"])
def test_a_number_that_cannot_be_one_is_not_found(stores: Stores, write: Write, junk: str) -> None:
    assert write(stores, "xiaolu", junk, "m-1").outcome == "not_found"
    assert write(stores, junk, "1001", "m-1").outcome == "not_found"


@every_write
def test_the_same_request_again_gets_the_same_answer_and_does_nothing(
    engine: Engine, stores: Stores, write: Write
) -> None:
    put_order(engine, "1001")
    first = write(stores, "xiaolu", "1001", "m-1")
    levels = stores.stock.of_product("P1")
    assert write(stores, "xiaolu", "1001", "m-1") == first
    assert stores.stock.of_product("P1") == levels


@every_write
def test_a_repeat_is_remembered_even_when_the_order_has_left_since(
    engine: Engine, stores: Stores, write: Write
) -> None:
    put_order(engine, "1001")
    assert write(stores, "xiaolu", "1001", "m-1").done
    put_parcel(engine, "1001", "YT1", (NOON, "collected"))
    assert write(stores, "xiaolu", "1001", "m-1").done
    assert not write(stores, "xiaolu", "1001", "m-2").done


@every_write
def test_the_same_request_sent_many_times_at_once_is_done_once(engine: Engine, stores: Stores, write: Write) -> None:
    put_order(engine, "1001")
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: write(stores, "xiaolu", "1001", "m-1"), range(6)))
    assert {(result.outcome, result.case) for result in results} == {("done", results[0].case)}
    order = stores.orders.of("xiaolu", "1001")
    assert len(order.cases) <= 1
    assert (order.note or "别放驿站") == "别放驿站"
    assert sum(stores.stock.of_product("P1").values()) in (9, 10)


def test_one_message_can_ask_for_two_changes(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    assert WRITES["address"](stores, "xiaolu", "1001", "m-1").done
    assert WRITES["note"](stores, "xiaolu", "1001", "m-1").done


def test_only_what_is_given_of_an_address_changes(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    order = stores.orders.change_address("xiaolu", "1001", phone=" 13800009999 ", request_id="m-1").order
    assert (order.receiver, order.phone, order.address) == ("小鹿", "13800009999", "珠江路88号")


def test_an_address_that_is_there_already_is_no_change(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    change = stores.orders.change_address
    assert change("xiaolu", "1001", address="珠江路88号", request_id="m-1").outcome == "unchanged"
    assert change("xiaolu", "1001", request_id="m-2").outcome == "unchanged"


def test_an_address_keeps_no_character_the_database_cannot_take(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    order = stores.orders.change_address("xiaolu", "1001", address="中山\x00路\ud8001号", request_id="m-1").order
    assert order.address == "中山路1号"


def test_notes_are_added_to_not_replaced(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", note="送人的")
    stores.orders.add_note("xiaolu", "1001", "别放驿站", request_id="m-1")
    assert stores.orders.add_note("xiaolu", "1001", "别放驿站", request_id="m-2").outcome == "unchanged"
    assert stores.orders.of("xiaolu", "1001").note == "送人的\n别放驿站"


def test_another_size_moves_the_stock_with_it(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", skus=["P2-白色-L", "P1-黑色-M"])
    order = stores.orders.change_line("xiaolu", "1001", line=2, sku="P1-黑色-L", request_id="m-1").order
    line = order.line(2)
    assert (line.sku, line.colour, line.size) == ("P1-黑色-L", "黑色", "L")
    assert stores.stock.levels(["P1-黑色-M", "P1-黑色-L"]) == {"P1-黑色-M": 6, "P1-黑色-L": 1}


@pytest.mark.parametrize(
    "line, sku, outcome",
    [
        (1, "P1-黑色-M", "unchanged"),
        (2, "P1-黑色-L", "no_such_line"),
        (1, "P2-白色-L", "other_product"),
        (1, "P1-黑色-5XL", "other_product"),
        (1, "\x00", "other_product"),
        (1, "P1-黑色-XL", "price_differs"),
    ],
)
def test_a_line_that_cannot_change_says_why(engine: Engine, stores: Stores, line: int, sku: str, outcome: str) -> None:
    put_order(engine, "1001")
    assert stores.orders.change_line("xiaolu", "1001", line=line, sku=sku, request_id="m-1").outcome == outcome
    assert sum(stores.stock.of_product("P1").values()) == 9


def test_a_size_that_is_sold_out_stays_sold_out(engine: Engine, stores: Stores) -> None:
    for number in ("1001", "1002", "1003"):
        put_order(engine, number)
    outcomes = [WRITES["line"](stores, "xiaolu", number, "m-1").outcome for number in ("1001", "1002", "1003")]
    assert outcomes == ["done", "done", "no_stock"]
    assert stores.stock.on_hand("P1-黑色-L") == 0


def test_the_last_piece_goes_to_one_of_those_who_want_it_at_once(engine: Engine, stores: Stores) -> None:
    numbers = [str(number) for number in range(1000, 1006)]
    for number in numbers:
        put_order(engine, number)
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda number: WRITES["line"](stores, "xiaolu", number, "m-1").outcome, numbers))
    assert sorted(outcomes) == ["done"] * 2 + ["no_stock"] * 4


def test_swaps_in_opposite_directions_do_not_block_each_other(engine: Engine, stores: Stores) -> None:
    there = [("1001", "P1-黑色-M", "P1-黑色-L"), ("1002", "P1-黑色-L", "P1-黑色-M")]
    for number, has, _ in there:
        put_order(engine, number, skus=[has])

    def swap(step: int) -> str:
        number, has, wants = there[step % 2]
        wanted = wants if step % 4 < 2 else has
        return stores.orders.change_line("xiaolu", number, line=1, sku=wanted, request_id=f"m-{step}").outcome

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(swap, range(16))) <= {"done", "unchanged", "no_stock"}


def test_an_unpaid_order_takes_over_the_other_price(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", status="unpaid")
    order = stores.orders.change_line("xiaolu", "1001", line=1, sku="P1-黑色-XL", request_id="m-1").order
    assert (order.lines[0].price, order.total) == (Decimal("69.90"), Decimal("69.90"))


def test_cancelling_what_was_paid_makes_a_refund_of_the_whole_amount(
    engine: Engine, stores: Stores, clock: FixedClock
) -> None:
    put_order(engine, "1001", paid_with="微信支付")
    clock.advance(minutes=5)
    result = stores.orders.cancel("xiaolu", "1001", reason="拍错了", request_id="m-1")
    order, case = result.order, stores.aftersales.of("xiaolu", result.case)
    assert (order.status, order.closed_at, order.closed_reason) == ("cancelled", clock.now(), "拍错了")
    assert (case.kind, case.status, case.amount, case.refund_to) == (
        "refund_only", "approved", Decimal("59.90"), "微信支付",
    )  # fmt: skip
    assert order.cases == (case,)
    assert stores.stock.on_hand("P1-黑色-M") == 6


def test_cancelling_what_was_not_paid_needs_no_refund(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", status="unpaid")
    result = stores.orders.cancel("xiaolu", "1001", reason="不要了", request_id="m-1")
    assert (result.outcome, result.case, result.order.cases) == ("done", None, ())


def test_an_order_that_is_over_or_being_refunded_is_not_cancelled_again(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", status="cancelled")
    put_order(engine, "1002", status="paid")
    put_case(engine, "TK1", "1002", kind="refund_only")
    cancel = stores.orders.cancel
    assert cancel("xiaolu", "1001", reason="x", request_id="m-1").outcome == "unchanged"
    result = cancel("xiaolu", "1002", reason="x", request_id="m-1")
    assert (result.outcome, result.case, result.order.status) == ("unchanged", "TK1", "paid")


def test_a_closed_order_takes_no_changes(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", status="refunded", closed_at=NOON - timedelta(days=1))
    assert WRITES["address"](stores, "xiaolu", "1001", "m-1").outcome == "too_late"
