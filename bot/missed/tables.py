"""What was decided about missed questions. The tables share the database and the migrations of bot/stores."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from bot.stores.columns import Moment
from bot.stores.database import metadata

missed_decisions = Table(
    "missed_decisions", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("by", String(80), nullable=False),
    Column("what", String(20), nullable=False),  # same, new, not_for_the_bot
    Column("target", String(80)),  # the intent: faq/<name> or a built-in one
    Column("text", Text, nullable=False),  # the sentence that stood for the group
    Column("texts", JSON, nullable=False),  # all of them, scrubbed, as they were decided
    Column("added", JSON, nullable=False),  # those of them that became data; an undo takes these back and no others
    Column("undone_at", Moment),
    Column("undone_by", String(80)),
)

missed_texts = Table(
    # One row a text that is decided now: its key is what makes a second decision impossible.
    "missed_texts", metadata,
    Column("key", String(64), primary_key=True),
    Column("decision", Integer, ForeignKey("missed_decisions.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
)
