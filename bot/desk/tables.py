"""Who may use the desk. The table shares the database and the migrations of bot/stores."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from bot.stores.columns import Moment
from bot.stores.database import metadata

agents = Table(
    "agents",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password", Text, nullable=False),
    Column("role", String(20), nullable=False, server_default="agent"),
    Column("created_at", Moment, nullable=False),
)
