"""The demonstration shoppers: loaded once into an empty database, and kept as fresh as the clock at every later start."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Optional

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.clock import SHANGHAI, Clock
from bot.stores import demo_file
from bot.stores.columns import yuan
from bot.stores.database import alone, writing
from bot.stores.demo_file import DemoProblem
from bot.stores.retime import move_demo
from bot.stores.tables import aftersales, demo_shoppers, facts, order_lines, orders, parcels, trace_events
from bot.stores.times import relative

DEMO_FILE = Path(__file__).resolve().parents[2] / "data" / "shop" / "demo" / "shoppers.yml"
_SEED = 7_310_003  # any number no other lock uses
_FACT = "demonstration_times_belong_to"
_DISPATCH_HOURS = 48
_log = logging.getLogger(__name__)


class Seeded(NamedTuple):
    """What a start did to the demonstration data: loaded so much, or moved it by so many days."""

    shoppers: int = 0
    orders: int = 0
    moved_days: int = 0
    problems: tuple[DemoProblem, ...] = ()


def check_demo(content: Any, file: Path = DEMO_FILE) -> list[DemoProblem]:
    """What in the file cannot be used, for `python -m bot check`; nothing when there is no such file."""
    if not file.exists():
        return []
    shoppers, broken = demo_file.read_demo(file)
    return broken or demo_file.problems_of(shoppers, content.by_sku)


def seed_demo(engine: Engine, content: Any, clock: Clock, file: Path = DEMO_FILE) -> Seeded:
    """Loads the file when there is no order at all yet; else moves loaded demonstration orders on by whole days.

    Orders the file gets wrong are left out, logged, and listed in the result: a shop that has replaced the
    demonstration products still starts. Titles, colours, sizes and prices not written there come from `content`.
    """
    now = clock.now()
    with writing(engine) as connection:
        alone(connection, _SEED)
        since = connection.execute(select(facts.c.value).where(facts.c.name == _FACT)).scalar()
        if since is not None:
            days = move_demo(connection, datetime.fromisoformat(since), now)
            _remember(connection, datetime.fromisoformat(since) + timedelta(days=days))
            return Seeded(moved_days=days)
        if not file.exists() or connection.execute(select(orders.c.number).limit(1)).first():
            return Seeded()
        return _load(connection, file, content, now)


def _remember(connection: Connection, moment: datetime) -> None:
    connection.execute(delete(facts).where(facts.c.name == _FACT))
    connection.execute(insert(facts).values(name=_FACT, value=moment.isoformat()))


def _load(connection: Connection, file: Path, content: Any, now: datetime) -> Seeded:
    shoppers, broken = demo_file.read_demo(file)
    problems = broken or demo_file.problems_of(shoppers, content.by_sku)
    for problem in problems:
        _log.warning("%s 第 %d 行：%s", file, problem.line, problem.message)
    spoilt = {problem.order for problem in problems}
    count = 0
    usable = [one for one in shoppers if one.get("id") and one.get("name") and one.get("about")]
    for position, shopper in enumerate(usable):
        row = {name: str(shopper[name]) for name in ("id", "name", "about")}
        connection.execute(insert(demo_shoppers).values(position=position, **row))
        good = [order for order in shopper.get("orders") or [] if str(order.get("number")) not in spoilt]
        for order in good:
            _insert_order(connection, row["id"], order, content, now)
        count += len(good)
    _remember(connection, now)
    return Seeded(len(usable), count, 0, tuple(problems))


def _insert_order(connection: Connection, shopper: str, order: dict, content: Any, now: datetime) -> None:
    number = str(order["number"])
    sent = [(_parcel(number, parcel), parcel) for parcel in order.get("parcels") or []]
    first = sent[0][0]["tracking"] if sent else None
    lines = [_line(number, position, line, content, first) for position, line in enumerate(order["lines"], 1)]
    row = _order_row(shopper, order, lines, now, _dispatch_hours(content))
    connection.execute(insert(orders).values(**row))
    connection.execute(insert(order_lines), lines)
    for parcel, written in sent:
        made = connection.execute(insert(parcels).values(**parcel)).inserted_primary_key[0]
        connection.execute(insert(trace_events), _events(made, written["events"], now))
    for position, case in enumerate(order.get("cases") or [], 1):
        connection.execute(insert(aftersales).values(**_case(number, position, case, row, lines, now)))


def _when(entry: dict, name: str, now: datetime) -> Optional[datetime]:
    return relative(entry[name], now) if entry.get(name) else None


def _dispatch_hours(content: Any) -> float:
    shipping = (getattr(content, "policies", None) or {}).get("shipping") or {}
    return float(shipping.get("dispatch_hours") or _DISPATCH_HOURS)


def _line(number: str, position: int, line: dict, content: Any, parcel: Optional[str]) -> dict[str, Any]:
    product, sku = content.by_sku.get(line["sku"], (None, None))
    copied = {"product": line["sku"]}
    if product is not None:
        copied = {"product": product.id, "title": product.name}
        copied.update(colour=sku.colour, size=sku.size, price=yuan(sku.price))
    written = {name: line[name] for name in ("product", "title", "colour", "size", "price") if line.get(name) is not None}
    tracking = None if line.get("unsent") else str(line.get("tracking") or parcel or "").upper() or None
    place = {"order_number": number, "line": position, "sku": line["sku"], "tracking": tracking}
    return {**place, "quantity": int(line.get("quantity") or 1), **copied, **written}


def _parcel(number: str, parcel: dict) -> dict[str, Any]:
    row = {name: parcel.get(name) for name in ("carrier", "signed_by", "sign_place")}
    status = parcel.get("status") or parcel["events"][-1]["status"]
    return {**row, "order_number": number, "tracking": str(parcel["tracking"]).upper(), "status": status}


def _events(parcel: int, events: list[dict], now: datetime) -> list[dict[str, Any]]:
    words = ("place", "text", "status")
    return [
        {"parcel_id": parcel, "position": i, "at": relative(e["at"], now), **{name: str(e[name]) for name in words}}
        for i, e in enumerate(events)
    ]


def _order_row(shopper: str, order: dict, lines: list[dict], now: datetime, hours: float) -> dict[str, Any]:
    names = ("created_at", "paid_at", "ship_by", "shipped_at", "signed_at", "closed_at")
    row = {name: _when(order, name, now) for name in names}
    presale = _when(order, "presale_date", now)
    row["presale_date"] = presale and presale.date()
    if row["ship_by"] is None and row["paid_at"]:
        row["ship_by"] = row["paid_at"] + timedelta(hours=hours)
        if presale:
            row["ship_by"] = datetime.combine(presale.date(), time(23, 59, 59), SHANGHAI)
    row["freight"] = yuan(order.get("freight") or 0)
    row["total"] = yuan(order.get("total") or sum(yuan(one["price"]) * one["quantity"] for one in lines) + row["freight"])
    for name in ("closed_reason", "paid_with", "note"):
        row[name] = order.get(name)
    row.update({name: str(order[name]) for name in ("number", "status", "receiver", "phone", "address")})
    return {**row, "shopper": shopper}


def _case(number: str, position: int, case: dict, order: dict, lines: list[dict], now: datetime) -> dict[str, Any]:
    times = ("applied_at", "decided_at", "received_at", "refunded_at", "closed_at")
    words = ("kind", "status", "reason", "reject_reason", "exchange_sku", "return_carrier", "line")
    row = {name: _when(case, name, now) for name in times} | {name: case.get(name) for name in words}
    for name in ("return_tracking", "replacement_tracking"):
        row[name] = str(case[name]).upper() if case.get(name) else None
    row["number"] = str(case.get("number") or f"TK{number}{position:02d}")
    row["amount"] = yuan(case["amount"] if case.get("amount") is not None else _at_stake(case, order, lines))
    row["refund_to"] = case.get("refund_to") or order["paid_with"]
    return {**row, "order_number": number}


def _at_stake(case: dict, order: dict, lines: list[dict]) -> Any:
    if case["kind"] == "exchange":
        return 0
    about = [line for line in lines if line["line"] == case.get("line")]
    return about[0]["price"] * about[0]["quantity"] if about else order["total"]
