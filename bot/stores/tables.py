"""The tables of the records: orders, their lines, parcels and trace, after-sales cases, photos, stock.

`requests` remembers what was already written for which message, so that a repeated message changes nothing twice.
Changing a table needs a new file in migrations/versions; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.stores.columns import Moment, Yuan
from bot.stores.database import metadata


def _of_order() -> Column:
    return Column("order_number", String(128), ForeignKey("orders.number", ondelete="CASCADE"), nullable=False)


demo_shoppers = Table(
    "demo_shoppers",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("number", String(128), primary_key=True),
    Column("shopper", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("paid_at", Moment),
    Column("ship_by", Moment),
    Column("presale_date", Date),
    Column("shipped_at", Moment),
    Column("signed_at", Moment),
    Column("closed_at", Moment),
    Column("closed_reason", Text),
    Column("total", Yuan, nullable=False),
    Column("freight", Yuan, nullable=False),
    Column("paid_with", Text),
    Column("receiver", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("note", Text),
    Index(None, "shopper", "created_at"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_number", String(128), ForeignKey("orders.number", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("sku", String(128), nullable=False),
    Column("product", String(128), nullable=False),
    Column("title", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("size", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", Yuan, nullable=False),
    Column("tracking", String(64)),
)

parcels = Table(
    "parcels",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_order(),
    Column("tracking", String(64), nullable=False, index=True),
    Column("carrier", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("signed_by", String(16)),
    Column("sign_place", Text),
    UniqueConstraint("carrier", "tracking"),
    Index(None, "order_number"),
)

trace_events = Table(
    "trace_events",
    metadata,
    Column("parcel_id", Integer, ForeignKey("parcels.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("place", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(16), nullable=False),
)

aftersales = Table(
    "aftersales",
    metadata,
    Column("number", String(128), primary_key=True),
    _of_order(),
    Column("line", Integer),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("amount", Yuan, nullable=False),
    Column("applied_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("return_carrier", Text),
    Column("return_tracking", String(64)),
    Column("received_at", Moment),
    Column("refunded_at", Moment),
    Column("refund_to", Text),
    Column("reject_reason", Text),
    Column("exchange_sku", String(128)),
    Column("replacement_tracking", String(64)),
    Column("closed_at", Moment),
    Index(None, "order_number"),
)

photos = Table(
    "photos",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_order(),
    Column("aftersale_number", String(128), ForeignKey("aftersales.number", ondelete="CASCADE")),
    Column("url", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "order_number"),
)

stock = Table(
    "stock",
    metadata,
    Column("sku", String(128), primary_key=True),
    Column("product", String(128), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("size", Text, nullable=False),
    Column("price", Yuan, nullable=False),
    Column("sheet", Integer),
    Column("on_hand", Integer, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("shopper", String(128), primary_key=True),
    Column("request_id", Text, primary_key=True),
    Column("operation", Text, primary_key=True),
    Column("outcome", String(32), nullable=False),
    Column("case_number", String(128)),
    Column("at", Moment, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
