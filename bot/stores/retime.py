"""Keeps demonstration orders as old as they are meant to be: a parcel out for delivery stays that, tomorrow too."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Date, Table, and_, select, update
from sqlalchemy.engine import Connection

from bot.stores.columns import Moment
from bot.stores.tables import aftersales, demo_shoppers, orders, parcels, photos, trace_events

_OF_DEMO = select(orders.c.number).where(orders.c.shopper.in_(select(demo_shoppers.c.id)))
_PARCELS = select(parcels.c.id).where(parcels.c.order_number.in_(_OF_DEMO))
_ROWS = (
    (orders, orders.c.number.in_(_OF_DEMO)),
    (aftersales, aftersales.c.order_number.in_(_OF_DEMO)),
    (photos, photos.c.order_number.in_(_OF_DEMO)),
    (trace_events, trace_events.c.parcel_id.in_(_PARCELS)),
)


def move_demo(connection: Connection, since: datetime, now: datetime) -> int:
    """Moves every time of the demonstration orders by the whole days between `since` and `now`; says how many.

    Whole days keep the times of day; rounded down, so that nothing comes to lie in the future.
    """
    days = (now - since) // timedelta(days=1)
    if days:
        for table, condition in _ROWS:
            _move(connection, table, condition, timedelta(days=days))
    return days


def _move(connection: Connection, table: Table, condition: object, by: timedelta) -> None:
    times = [column for column in table.columns if isinstance(column.type, (Moment, Date))]
    keys = list(table.primary_key.columns)
    for row in connection.execute(select(*keys, *times).where(condition)).mappings().all():
        moved = {c.name: row[c.name] + by for c in times if row[c.name] is not None}
        connection.execute(update(table).where(and_(*(k == row[k.name] for k in keys))).values(**moved))

