"""How every write goes: lock the order, see whether this request was done before, look at the state, write, remember."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, NamedTuple, Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.stores.columns import key
from bot.stores.database import writing
from bot.stores.loading import load_one
from bot.stores.records import Order, Outcome, Written
from bot.stores.tables import orders, requests


class Change(NamedTuple):
    """What a change came to, and the case it made or touched."""

    outcome: Outcome
    case: Optional[str] = None


#: Looks at the locked order and writes, or says why not.
Changing = Callable[[Connection, Order, datetime], Change]


def write(
    engine: Engine, clock: Clock, shopper: str, number: str, *, operation: str, request_id: str, change: Changing
) -> Written:
    """Runs `change` once per shopper, request and operation, whatever it came to; a repeat gets the same outcome."""
    if key(shopper) is None or key(number) is None:
        return Written("not_found")
    with writing(engine) as connection:
        order = _locked(connection, key(shopper), key(number))
        if order is None:
            return Written("not_found")
        same = {"shopper": order.shopper, "request_id": request_id, "operation": f"{operation} {order.number}"}
        result = _remembered(connection, same)
        if result is None:
            result = change(connection, order, clock.now())
            connection.execute(
                insert(requests).values(**same, outcome=result.outcome, case_number=result.case, at=clock.now())
            )
            order = load_one(connection, order.shopper, order.number)
        return Written(result.outcome, order, result.case)


def _locked(connection: Connection, shopper: str, number: str) -> Optional[Order]:
    # PostgreSQL: two writers on one order go one after the other. SQLite has one writer anyway.
    mine = select(orders.c.number).where(orders.c.shopper == shopper, orders.c.number == number).with_for_update()
    return load_one(connection, shopper, number) if connection.execute(mine).first() else None


def _remembered(connection: Connection, same: dict[str, str]) -> Optional[Change]:
    columns = select(requests.c.outcome, requests.c.case_number)
    row = connection.execute(columns.where(*(requests.c[name] == value for name, value in same.items()))).first()
    return Change(row[0], row[1]) if row else None
