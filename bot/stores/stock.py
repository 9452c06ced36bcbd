"""Stock: what is on hand, between the shopkeeper's sheet and what orders took or gave back since."""

from __future__ import annotations

from typing import Any, Iterable, NamedTuple, Protocol

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.stores.columns import key, yuan
from bot.stores.database import alone, reading, writing
from bot.stores.tables import stock

_SYNC = 7_310_001  # any number no other lock uses
_COPIED = ("product", "title", "colour", "size", "price", "sheet")
_LEVELS = select(stock.c.sku, stock.c.on_hand).where(stock.c.sku.in_(bindparam("skus", expanding=True)))
_OF_PRODUCT = select(stock.c.sku, stock.c.on_hand).where(stock.c.product == bindparam("product"))


class SheetContent(Protocol):
    """The part of the shop's content that is read here."""

    by_sku: Any


class Synced(NamedTuple):
    """How many SKUs a sync added, changed, and found gone from the sheet."""

    added: int
    changed: int
    gone: int


class Stock:
    """How many of each SKU can be sold."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_hand(self, sku: str) -> int:
        """Pieces of this SKU; 0 when the shop does not know it."""
        return self.levels([sku])[sku]

    def levels(self, skus: Iterable[str]) -> dict[str, int]:
        """Pieces of each of these SKUs, in one query."""
        wanted = list(skus)
        found = self._read(_LEVELS, skus=[sku for sku in wanted if key(sku)])
        return {sku: found.get(sku, 0) for sku in wanted}

    def of_product(self, product: str) -> dict[str, int]:
        """Pieces of every SKU of a product."""
        return self._read(_OF_PRODUCT, product=product) if key(product) else {}

    def sync(self, content: SheetContent) -> Synced:
        """Takes over the sheet: its number wins when it changed since last time, else the store's own goes on.

        A SKU that left the sheet is removed: nobody can change to it any more, and it has 0 on hand.
        """
        sheet = {sku: _row(product, one) for sku, (product, one) in content.by_sku.items()}
        with writing(self._engine) as connection:
            alone(connection, _SYNC)
            return _take_over(connection, sheet)

    def _read(self, query: Any, **values: Any) -> dict[str, int]:
        with reading(self._engine) as connection:
            return {sku: on_hand for sku, on_hand in connection.execute(query, values)}


def _row(product: Any, sku: Any) -> dict[str, Any]:
    return {
        "product": product.id,
        "title": product.name,
        "colour": sku.colour,
        "size": sku.size,
        "price": yuan(sku.price),
        "sheet": sku.stock,
    }


def _take_over(connection: Connection, sheet: dict[str, dict[str, Any]]) -> Synced:
    kept = {row["sku"]: row for row in connection.execute(select(stock)).mappings()}
    added = [{"sku": sku, "on_hand": row["sheet"], **row} for sku, row in sheet.items() if sku not in kept]
    gone = [{"gone": sku} for sku in kept if sku not in sheet]
    changed = [
        {"which": sku, **row}
        for sku, row in sheet.items()
        if sku in kept and any(kept[sku][name] != row[name] for name in _COPIED)
    ]
    if added:
        connection.execute(insert(stock), added)
    for row in changed:
        sku = row.pop("which")
        # Only a new number on the sheet is a stock-take; a new price or title is none.
        counted = {"on_hand": row["sheet"]} if kept[sku]["sheet"] != row["sheet"] else {}
        connection.execute(update(stock).where(stock.c.sku == sku).values(**row, **counted))
    if gone:
        connection.execute(delete(stock).where(stock.c.sku == bindparam("gone")), gone)
    return Synced(len(added), len(changed), len(gone))
