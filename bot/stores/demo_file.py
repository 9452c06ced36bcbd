"""Reads data/shop/demo/shoppers.yml and says in words, with the line, what in it cannot be used."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, NamedTuple

import yaml

from bot.clock import SHANGHAI
from bot.stores import parcel as parcels
from bot.stores import records
from bot.stores.times import relative

_ORDER_TIMES = ("created_at", "paid_at", "ship_by", "presale_date", "shipped_at", "signed_at", "closed_at")
_CASE_TIMES = ("applied_at", "decided_at", "received_at", "refunded_at", "closed_at")
_LISTS = ("shoppers", "orders", "lines", "parcels", "events", "cases")
_WORDS = {
    "shopper": ("id", "name", "about"),
    "order": ("number", "status", "created_at", "receiver", "phone", "address"),
    "line": ("sku",),
    "parcel": ("carrier", "tracking", "events"),
    "event": ("at", "place", "text", "status"),
    "case": ("kind", "status", "reason", "applied_at"),
}
_NAMES = {"shopper": "顾客", "order": "订单", "line": "订单里的商品", "parcel": "包裹", "event": "物流轨迹", "case": "售后单"}


class DemoProblem(NamedTuple):
    """Something in the file that cannot be used; `order` is the number of the order it spoils, if it is one's."""

    line: int
    message: str
    order: str = ""


class _Numbered(yaml.SafeLoader):
    """Keeps with every mapping the line it starts on."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        return {**super().construct_mapping(node, deep=True), "__line__": node.start_mark.line + 1}


def read_demo(path: Path) -> tuple[list[dict], list[DemoProblem]]:
    """The shoppers as written, and what is wrong with the file as a whole."""
    try:
        read = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Numbered)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        return [], [DemoProblem(line, "这里的格式（缩进、冒号或引号）读不懂，请对照上面的写法改一下。")]
    if not isinstance(read, dict) or not isinstance(read.get("shoppers"), list):
        return [], [DemoProblem(1, "文件里应当有 shoppers: 以及它下面的一列顾客。")]
    misshapen = list(_misshapen(read))
    return ([], misshapen) if misshapen else (read["shoppers"], [])


def _misshapen(entry: dict) -> Iterator[DemoProblem]:
    for name in _LISTS:
        below = entry.get(name)
        if below is None:
            continue
        if not isinstance(below, list) or not all(isinstance(one, dict) for one in below):
            yield DemoProblem(entry.get("__line__", 1), f"{name}: 下面应当是一列，每一项用「- 」开头，里面写「名字: 内容」。")
            continue
        for one in below:
            yield from _misshapen(one)


def problems_of(shoppers: list[dict], by_sku: Any) -> list[DemoProblem]:
    """Everything that keeps an order from being loaded, and shoppers without id, name or description."""
    now = datetime.now(SHANGHAI)
    found = [problem for shopper in shoppers for problem in _missing("shopper", shopper, "")]
    seen: set[str] = set()
    for shopper in shoppers:
        for order in shopper.get("orders") or []:
            number = str(order.get("number", ""))
            if number in seen:
                found.append(DemoProblem(order["__line__"], f"订单号 {number} 出现了两次，请换一个。", number))
            seen.add(number)
            found.extend(_order(order, number, by_sku, now))
    return found


def _order(order: dict, number: str, by_sku: Any, now: datetime) -> Iterator[DemoProblem]:
    yield from _missing("order", order, number)
    yield from _one_of(order, "status", records.ORDER_STATUSES, number)
    yield from _times(order, _ORDER_TIMES, number, now)
    if not order.get("lines"):
        yield DemoProblem(order["__line__"], f"订单 {number} 里没有商品，请在 lines: 下面至少写一件。", number)
    for line in order.get("lines") or []:
        yield from _missing("line", line, number)
        complete = all(line.get(name) is not None for name in ("title", "colour", "size", "price"))
        if line.get("sku") not in by_sku and not complete:
            text = f"商品表里没有货号 {line.get('sku')!r}；请换成 skus.csv 里有的货号，或者把 title、colour、size、price 都写上。"
            yield DemoProblem(line["__line__"], text, number)
    for parcel in order.get("parcels") or []:
        yield from _missing("parcel", parcel, number)
        yield from _one_of(parcel, "signed_by", parcels.SIGNED_BY, number)
        for event in parcel.get("events") or []:
            yield from _missing("event", event, number)
            yield from _one_of(event, "status", parcels.PARCEL_STATUSES, number)
            yield from _times(event, ("at",), number, now)
    for case in order.get("cases") or []:
        yield from _missing("case", case, number)
        yield from _one_of(case, "kind", records.CASE_KINDS, number)
        yield from _one_of(case, "status", records.CASE_STATUSES, number)
        yield from _times(case, _CASE_TIMES, number, now)


def _missing(what: str, entry: dict, number: str) -> Iterator[DemoProblem]:
    for name in _WORDS[what]:
        if entry.get(name) in (None, "", []):
            yield DemoProblem(entry["__line__"], f"{_NAMES[what]}少写了 {name}:，请补上。", number)


def _one_of(entry: dict, name: str, known: tuple[str, ...], number: str) -> Iterator[DemoProblem]:
    if entry.get(name) is not None and entry[name] not in known:
        yield DemoProblem(entry["__line__"], f"{name}: {entry[name]!r} 不认识；可以写 {'、'.join(known)}。", number)


def _times(entry: dict, names: tuple[str, ...], number: str, now: datetime) -> Iterator[DemoProblem]:
    for name in names:
        try:
            relative(entry.get(name) or "-0d", now)
        except ValueError as error:
            yield DemoProblem(entry["__line__"], f"{name}: {error}。", number)
