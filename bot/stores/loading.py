"""Reads orders with all that belongs to them: five small queries, however many orders there are."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Iterable, Mapping, NamedTuple, Optional

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, Select

from bot.stores.parcel import Parcel, TraceEvent
from bot.stores.records import AfterSale, Order, OrderLine
from bot.stores.tables import aftersales, order_lines, orders, parcels, photos, trace_events


class Reads(NamedTuple):
    """The five queries for one way of choosing orders; built once, so that SQLAlchemy compiles each once."""

    orders: Select
    lines: Select
    parcels: Select
    cases: Select
    photos: Select


def reads(*conditions: ColumnElement, limited: bool = False) -> Reads:
    """The queries for the orders that meet `conditions`, which always include whose they are."""
    newest_first = (orders.c.created_at.desc(), orders.c.number.desc())
    wanted = select(orders).where(*conditions).order_by(*newest_first)
    numbers = select(orders.c.number).where(*conditions)
    if limited:
        wanted = wanted.limit(bindparam("limit"))
        numbers = numbers.order_by(*newest_first).limit(bindparam("limit"))
    events = [trace_events.c[name] for name in ("at", "place", "text")] + [trace_events.c.status.label("event_status")]
    return Reads(
        wanted,
        select(order_lines).where(order_lines.c.order_number.in_(numbers)).order_by(order_lines.c.line),
        select(parcels, *events)
        .join_from(parcels, trace_events, isouter=True)
        .where(parcels.c.order_number.in_(numbers))
        .order_by(parcels.c.id, trace_events.c.at, trace_events.c.position),
        select(aftersales)
        .where(aftersales.c.order_number.in_(numbers))
        .order_by(aftersales.c.applied_at.desc(), aftersales.c.number.desc()),
        select(photos).where(photos.c.order_number.in_(numbers)).order_by(photos.c.id),
    )


_HIS = orders.c.shopper == bindparam("shopper")
_TRACKED = select(parcels.c.order_number).where(parcels.c.tracking == bindparam("tracking"))
OF_SHOPPER = reads(_HIS)
NEWEST_OF_SHOPPER = reads(_HIS, limited=True)
BY_NUMBER = reads(_HIS, orders.c.number == bindparam("number"))
BY_TRACKING = reads(_HIS, orders.c.number.in_(_TRACKED))


def load(connection: Connection, queries: Reads, **values: Any) -> list[Order]:
    """The orders the queries choose, newest first."""
    found = connection.execute(queries.orders, values).mappings().all()
    if not found:
        return []
    lines = _grouped(connection.execute(queries.lines, values).mappings(), _line)
    boxes = _parcels(connection.execute(queries.parcels, values).mappings())
    pictures = list(connection.execute(queries.photos, values).mappings())
    cases = _grouped(connection.execute(queries.cases, values).mappings(), lambda row: case_of(row, pictures))
    return [
        Order(
            **row,
            lines=tuple(lines[row["number"]]),
            parcels=tuple(boxes[row["number"]]),
            cases=tuple(cases[row["number"]]),
            photos=_urls(pictures, row["number"], None),
        )
        for row in found
    ]


def load_one(connection: Connection, shopper: str, number: str) -> Optional[Order]:
    """One order of this shopper, or None."""
    return next(iter(load(connection, BY_NUMBER, shopper=shopper, number=number)), None)


def case_of(row: Mapping[str, Any], pictures: Iterable[Mapping[str, Any]]) -> AfterSale:
    """A case from its row and the photos among `pictures` that belong to it."""
    values = dict(row)
    order = values.pop("order_number")
    return AfterSale(order=order, photos=_urls(pictures, order, row["number"]), **values)


def _grouped(rows: Iterable[Mapping[str, Any]], make: Any) -> dict[str, list]:
    groups: dict[str, list] = defaultdict(list)
    for row in rows:
        groups[row["order_number"]].append(make(row))
    return groups


def _line(row: Mapping[str, Any]) -> OrderLine:
    return OrderLine(**{name: value for name, value in row.items() if name != "order_number"})


def _parcels(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Parcel]]:
    events: dict[int, list[TraceEvent]] = defaultdict(list)
    heads: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        heads[row["id"]] = row
        if row["at"] is not None:
            events[row["id"]].append(TraceEvent(row["at"], row["place"], row["text"], row["event_status"]))
    fields = ("tracking", "carrier", "status", "signed_by", "sign_place")
    return _grouped(
        heads.values(), lambda row: Parcel(events=tuple(events[row["id"]]), **{name: row[name] for name in fields})
    )


def _urls(pictures: Iterable[Mapping[str, Any]], order: str, case: Optional[str]) -> tuple[str, ...]:
    return tuple(p["url"] for p in pictures if p["order_number"] == order and p["aftersale_number"] == case)
