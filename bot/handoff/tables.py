"""Tables of the conversation side. They share the database and the migrations of bot/stores."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.stores.columns import Moment
from bot.stores.database import metadata

conversations = Table(
    "conversations", metadata,
    Column("id", String(200), primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("shopper", String(128), nullable=False),
    Column("holder", String(10), nullable=False, server_default="bot"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("agent", String(80)),
    Column("waiting_since", Moment),
    Column("memory", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
)

messages = Table(
    "messages", metadata,
    # One growing number orders the transcript and makes "what came after" a single comparison.
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(200), ForeignKey("conversations.id"), nullable=False),
    Column("author", String(10), nullable=False),
    Column("external_id", String(128)),
    Column("kind", String(10), nullable=False, server_default="text"),
    Column("text", Text, nullable=False, server_default=""),
    Column("product", String(128)),
    Column("order_number", String(128)),
    Column("image_url", Text),
    Column("sent_at", String(64)),
    Column("state", String(10), nullable=False),
    Column("merged_into", String(128)),
    Column("answers", String(128)),
    Column("buttons", JSON),
    Column("card", JSON),
    Column("intent", String(80)),
    Column("confidence", Float),
    Column("reply", String(80)),
    Column("said_by", String(80)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation", "external_id", name="one_message_per_id"),
    Index("messages_of", "conversation", "seq"),
    Index("messages_by_state", "state"),
)

tickets = Table(
    "tickets", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(200), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("intent", String(80)),
    Column("confidence", Float),
    Column("opened_at", Moment, nullable=False),
    Column("promised", Moment),
    Column("agent", String(80)),
    Column("taken_at", Moment),
    Column("closed_at", Moment),
)
