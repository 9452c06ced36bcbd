"""The records of the shop: orders, lines, parcels, trace, after-sales, photos, stock, requests done.

Money is in fen. Times are UTC. Add the next change as a new file (down_revision = "0001") and never edit this one:
databases out there have run it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def _order(**more):
    target = sa.ForeignKey("orders.number", name=more.pop("name"), ondelete="CASCADE")
    return sa.Column("order_number", sa.String(128), target, nullable=False, **more)


def upgrade() -> None:
    op.create_table(
        "demo_shoppers",
        sa.Column("id", sa.String(128), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_shoppers"),
    )
    _orders()
    _parcels()
    _aftersales()
    op.create_table(
        "stock",
        sa.Column("sku", sa.String(128), nullable=False),
        sa.Column("product", sa.String(128), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("size", sa.Text, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
        sa.Column("sheet", sa.Integer),
        sa.Column("on_hand", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sku", name="pk_stock"),
    )
    op.create_index("ix_stock_product", "stock", ["product"])
    op.create_table(
        "requests",
        sa.Column("shopper", sa.String(128), nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("case_number", sa.String(128)),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("shopper", "request_id", "operation", name="pk_requests"),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("number", sa.String(128), nullable=False),
        sa.Column("shopper", sa.String(128), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("paid_at", _TIME),
        sa.Column("ship_by", _TIME),
        sa.Column("presale_date", sa.Date),
        sa.Column("shipped_at", _TIME),
        sa.Column("signed_at", _TIME),
        sa.Column("closed_at", _TIME),
        sa.Column("closed_reason", sa.Text),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("freight", sa.Integer, nullable=False),
        sa.Column("paid_with", sa.Text),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_orders"),
    )
    op.create_index("ix_orders_shopper_created_at", "orders", ["shopper", "created_at"])
    op.create_table(
        "order_lines",
        _order(name="fk_order_lines_order_number"),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("sku", sa.String(128), nullable=False),
        sa.Column("product", sa.String(128), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("size", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
        sa.Column("tracking", sa.String(64)),
        sa.PrimaryKeyConstraint("order_number", "line", name="pk_order_lines"),
    )


def _parcels() -> None:
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer, nullable=False),
        _order(name="fk_parcels_order_number"),
        sa.Column("tracking", sa.String(64), nullable=False),
        sa.Column("carrier", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("signed_by", sa.String(16)),
        sa.Column("sign_place", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_parcels"),
        sa.UniqueConstraint("carrier", "tracking", name="uq_parcels_carrier_tracking"),
    )
    op.create_index("ix_parcels_order_number", "parcels", ["order_number"])
    op.create_index("ix_parcels_tracking", "parcels", ["tracking"])
    parcel = sa.ForeignKey("parcels.id", name="fk_trace_events_parcel_id", ondelete="CASCADE")
    op.create_table(
        "trace_events",
        sa.Column("parcel_id", sa.Integer, parcel, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("parcel_id", "position", name="pk_trace_events"),
    )


def _aftersales() -> None:
    op.create_table(
        "aftersales",
        sa.Column("number", sa.String(128), nullable=False),
        _order(name="fk_aftersales_order_number"),
        sa.Column("line", sa.Integer),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("applied_at", _TIME, nullable=False),
        sa.Column("decided_at", _TIME),
        sa.Column("return_carrier", sa.Text),
        sa.Column("return_tracking", sa.String(64)),
        sa.Column("received_at", _TIME),
        sa.Column("refunded_at", _TIME),
        sa.Column("refund_to", sa.Text),
        sa.Column("reject_reason", sa.Text),
        sa.Column("exchange_sku", sa.String(128)),
        sa.Column("replacement_tracking", sa.String(64)),
        sa.Column("closed_at", _TIME),
        sa.PrimaryKeyConstraint("number", name="pk_aftersales"),
    )
    op.create_index("ix_aftersales_order_number", "aftersales", ["order_number"])
    case = sa.ForeignKey("aftersales.number", name="fk_photos_aftersale_number", ondelete="CASCADE")
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer, nullable=False),
        _order(name="fk_photos_order_number"),
        sa.Column("aftersale_number", sa.String(128), case),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photos"),
    )
    op.create_index("ix_photos_order_number", "photos", ["order_number"])


def downgrade() -> None:
    for table in ("facts", "requests", "stock", "photos", "aftersales", "trace_events", "parcels", "order_lines"):
        op.drop_table(table)
    op.drop_table("orders")
    op.drop_table("demo_shoppers")
