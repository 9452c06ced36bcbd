"""Tables of the conversation side. They share the database and the migrations of bot/stores."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

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
    Column("suggested", Text),  # the suggestion an agent began with; what they made of it is `text`
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation", "external_id", name="one_message_per_id"),
    Index("messages_of", "conversation", "seq"),
    Index("messages_by_state", "state"),
    Index("messages_at", "at"),
)

tickets = Table(
    "tickets", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(200), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("state", String(10), nullable=False, index=True),
    # Why it came, decided once when it was opened (bot.handoff.triage).
    Column("reason", String(40), nullable=False),
    Column("intent", String(80)),
    Column("confidence", Float),
    Column("topic", String(40)),
    Column("team", String(40)),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("because", JSON),  # [{"code", "points", "words"}]: what the priority is made of
    Column("facts", JSON),  # what the bot had found out by then (bot.handoff.messages.Handover.facts)
    Column("opened_at", Moment, nullable=False),
    Column("promised", Moment),
    Column("contact", Text),
    # Whose it is. An offer is a head start for one agent: others do not get it as their next before it ends.
    Column("agent", String(80)),
    Column("offered_to", String(80)),
    Column("offered_until", Moment),
    Column("taken_at", Moment),
    Column("told_at", Moment),  # when the shopper was last told about the wait
    Column("first_reply_at", Moment),
    Column("closed_at", Moment),
    Column("result", String(40)),
    # What the shopper thought of it: A, B or C, asked once.
    Column("asked_at", Moment),
    Column("satisfaction", String(1)),
    Column("satisfaction_why", Text),
)

changes = Table(
    # Everything that happened beside what was said; growing, never changed. `id` and messages.seq together say what is new.
    "changes", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("conversation", String(200)),
    Column("ticket", Integer),
    Column("by", String(80), nullable=False),
    Column("detail", JSON),
    Index("changes_of", "conversation", "id"),
    Index("changes_at", "at"),
)

notes = Table(
    # Agents' words to each other. Kept apart from the messages, so that no reader of the transcript can show them to a shopper.
    "notes", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(200), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

customers = Table(
    # What the shop's people remember about a shopper, whatever the conversation.
    "customers", metadata,
    Column("shopper", String(128), primary_key=True),
    Column("tags", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("by", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)

phrases = Table(
    "phrases", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(80)),  # the phrase of the shop's file that this row stands for instead; null for one made at the desk
    Column("owner", String(80)),  # null: everybody's
    Column("topic", String(40), nullable=False),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("removed", Boolean, nullable=False, server_default=false()),
    Column("updated_by", String(80), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

agents = Table(
    "agents", metadata,
    Column("name", String(80), primary_key=True),
    Column("password", Text, nullable=False),
    Column("role", String(20), nullable=False, server_default="agent"),
    Column("teams", JSON),  # null or []: every team's conversations
    Column("parallel", Integer),  # null: the shop's setting
    Column("status", String(10), nullable=False, server_default="away"),
    Column("seen_at", Moment),  # when their desk was last open; machine time, like sign-ins
    Column("created_at", Moment, nullable=False),
)
