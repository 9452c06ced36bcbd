"""Orders, parcels, after-sales cases and stock: small interfaces over one database.

Every read and write takes the shopper as the channel knows them. Neither Rasa nor a web framework is imported here.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.stores.aftersales import AfterSales
from bot.stores.database import UNAVAILABLE, Rehearsed, alive, connect, metadata, reading, rehearsal, writing
from bot.stores.demo import DemoProblem, Seeded, check_demo, seed_demo
from bot.stores.migrate import upgrade
from bot.stores.orders import Orders
from bot.stores.parcel import Parcel, TraceEvent
from bot.stores.records import AfterSale, DemoShopper, Order, OrderLine, Written
from bot.stores.stock import Stock, Synced
from bot.stores.tables import demo_shoppers

__all__ = [
    "AfterSale", "AfterSales", "DemoProblem", "DemoShopper", "Order", "OrderLine", "Orders", "Parcel", "Rehearsed", "Seeded", "Stock",
    "Stores", "Synced", "TraceEvent", "UNAVAILABLE", "Written", "alive", "check_demo", "connect", "metadata", "reading",
    "rehearsal", "seed_demo", "upgrade", "writing",
]  # fmt: skip


class Stores:
    """All records of the shop. Safe to use from several threads."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.orders = Orders(engine, clock)
        self.aftersales = AfterSales(engine, clock)
        self.stock = Stock(engine)

    def demo_shoppers(self) -> list[DemoShopper]:
        """Whom the demonstration page can sign you in as, in the order of the file; empty without demonstration data."""
        columns = select(demo_shoppers.c.id, demo_shoppers.c.name, demo_shoppers.c.about)
        with reading(self.engine) as connection:
            return [DemoShopper(*row) for row in connection.execute(columns.order_by(demo_shoppers.c.position))]
