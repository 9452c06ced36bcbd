"""The changes a shopper can make to an order before dispatch. Each looks at the locked order first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.stores.records import Order, OrderLine
from bot.stores.tables import aftersales, order_lines, orders, stock
from bot.stores.writing import Change, Changing


def address(wanted: dict[str, str]) -> Changing:
    """Receiver, phone, address: those in `wanted`."""

    def change(connection: Connection, order: Order, now: datetime) -> Change:
        if not order.changeable:
            return Change("too_late")
        if all(getattr(order, name) == value for name, value in wanted.items()):
            return Change("unchanged")
        _update(connection, order, **wanted)
        return Change("done")

    return change


def note(added: str) -> Changing:
    """One more line in the note."""

    def change(connection: Connection, order: Order, now: datetime) -> Change:
        if not order.changeable:
            return Change("too_late")
        already = (order.note or "").split("\n")
        if not added or added in already:
            return Change("unchanged")
        _update(connection, order, note="\n".join([*filter(None, already), added]))
        return Change("done")

    return change


def cancel(reason: str) -> Changing:
    """The whole order; with a refund case when it was paid."""

    def change(connection: Connection, order: Order, now: datetime) -> Change:
        if order.closed or (order.changeable and order.open_case):
            return Change("unchanged", order.open_case.number if order.open_case else None)
        if not order.changeable:
            return Change("too_late")
        for line in sorted(order.lines, key=lambda line: line.sku):
            _give_back(connection, line)
        _update(connection, order, status="cancelled", closed_at=now, closed_reason=reason)
        return Change("done", _refund(connection, order, reason, now) if order.status == "paid" else None)

    return change


def line(number: int, sku: str) -> Changing:
    """Another SKU of the same product for one line."""

    def change(connection: Connection, order: Order, now: datetime) -> Change:
        old = order.line(number)
        if not order.changeable:
            return Change("too_late")
        if old is None:
            return Change("no_such_line")
        return Change("unchanged") if old.sku == sku else _swap(connection, order, old, sku)

    return change


def _swap(connection: Connection, order: Order, old: OrderLine, sku: str) -> Change:
    new = _locked_stock(connection, old.sku, sku).get(sku)
    if new is None or new["product"] != old.product:
        return Change("other_product")
    if new["on_hand"] < old.quantity:
        return Change("no_stock")
    if new["price"] != old.price and order.status == "paid":
        return Change("price_differs")
    _take(connection, sku, old.quantity)
    _give_back(connection, old)
    here = (order_lines.c.order_number == order.number) & (order_lines.c.line == old.line)
    copied = {name: new[name] for name in ("sku", "colour", "size", "price")}
    connection.execute(update(order_lines).where(here).values(**copied))
    _update(connection, order, total=order.total + (new["price"] - old.price) * old.quantity)
    return Change("done")


def _locked_stock(connection: Connection, *skus: str) -> dict[str, Any]:
    # In one order for everybody, so that two opposite swaps cannot wait for each other.
    rows = connection.execute(select(stock).where(stock.c.sku.in_(skus)).order_by(stock.c.sku).with_for_update())
    return {row["sku"]: row for row in rows.mappings()}


def _take(connection: Connection, sku: str, quantity: int) -> None:
    connection.execute(update(stock).where(stock.c.sku == sku).values(on_hand=stock.c.on_hand - quantity))


def _give_back(connection: Connection, line: OrderLine) -> None:
    # A SKU the shop no longer sells has no row, and nothing to give back to.
    _take(connection, line.sku, -line.quantity)


def _update(connection: Connection, order: Order, **values: Any) -> None:
    connection.execute(update(orders).where(orders.c.number == order.number).values(**values))


def _refund(connection: Connection, order: Order, reason: str, now: datetime) -> Optional[str]:
    number = f"TK{order.number}{len(order.cases) + 1:02d}"
    connection.execute(
        insert(aftersales).values(
            number=number,
            order_number=order.number,
            kind="refund_only",
            status="approved",
            reason=reason,
            amount=order.total,
            applied_at=now,
            decided_at=now,
            refund_to=order.paid_with,
        )
    )
    return number
