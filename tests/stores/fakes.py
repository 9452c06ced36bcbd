"""Stand-ins for what the stores are given: a clock that stands still, the shop's content, orders written in one line."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.stores import writing
from bot.stores.tables import aftersales, order_lines, orders, parcels, trace_events

SHOP = Path(__file__).resolve().parents[2] / "data" / "shop"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=SHANGHAI)


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass(frozen=True)
class FakeProduct:
    id: str
    name: str


@dataclass(frozen=True)
class FakeSku:
    id: str
    colour: str
    size: str
    price: Decimal
    stock: int


@dataclass
class FakeContent:
    """Content with the two things the stores look at."""

    by_sku: dict[str, tuple[FakeProduct, FakeSku]] = field(default_factory=dict)
    policies: dict[str, Any] = field(default_factory=lambda: {"shipping": {"dispatch_hours": 48}})


def content(*skus: tuple[str, str, int]) -> FakeContent:
    """`content(("P1-黑色-M", "59.90", 3))`: SKUs with price and stock."""
    made = FakeContent()
    for sku, price, stock in skus:
        product, colour, size = sku.split("-")
        made.by_sku[sku] = (FakeProduct(product, f"商品{product}"), FakeSku(sku, colour, size, Decimal(price), stock))
    return made


def the_shops_sheet() -> FakeContent:
    """All SKUs of the demonstration shop, straight from its two sheets."""
    made = FakeContent()
    with open(SHOP / "products.csv", encoding="utf-8-sig", newline="") as sheet:
        names = {row["编号"]: row["名称"] for row in csv.DictReader(sheet)}
    with open(SHOP / "skus.csv", encoding="utf-8-sig", newline="") as sheet:
        for row in csv.DictReader(sheet):
            product = FakeProduct(row["商品编号"], names[row["商品编号"]])
            sku = FakeSku(row["货号"], row["颜色"], row["尺码"], Decimal(row["价格"]), int(row["库存"]))
            made.by_sku[sku.id] = (product, sku)
    return made


def put_order(engine: Engine, number: str, shopper: str = "xiaolu", *, skus: Any = ("P1-黑色-M",), **changed: Any) -> None:
    """An order of one piece per SKU at 59.90, paid an hour ago unless told otherwise."""
    row = dict(number=number, shopper=shopper, status="paid", created_at=NOON - timedelta(hours=1), freight=0)
    row.update(total=Decimal("59.90") * len(skus), receiver="小鹿", phone="13800001201", address="珠江路88号")
    row.update(changed)
    with writing(engine) as connection:
        connection.execute(insert(orders).values(**row))
        for line, sku in enumerate(skus, 1):
            product, colour, size = sku.split("-")
            values = dict(order_number=number, line=line, sku=sku, product=product, colour=colour, size=size)
            connection.execute(insert(order_lines).values(title="卫衣", quantity=1, price="59.90", **values))


def put_parcel(engine: Engine, number: str, tracking: str, *events: tuple[datetime, str]) -> None:
    """A parcel of an order; its status is the last event's."""
    with writing(engine) as connection:
        row = dict(order_number=number, tracking=tracking, carrier="圆通速递", status=events[-1][1])
        parcel = connection.execute(insert(parcels).values(**row)).inserted_primary_key[0]
        for position, (at, status) in enumerate(events):
            event = dict(parcel_id=parcel, position=position, at=at, status=status)
            connection.execute(insert(trace_events).values(place="杭州", text="已揽收", **event))


def put_case(engine: Engine, case: str, number: str, status: str = "applied", **changed: Any) -> None:
    """A return of an order, asked for now unless told otherwise."""
    row = dict(number=case, order_number=number, kind="return_goods", status=status, reason="不合适", amount="59.90")
    with writing(engine) as connection:
        connection.execute(insert(aftersales).values(**{**row, "applied_at": NOON, **changed}))
