"""One order of locks. Whoever changes a conversation or its ticket locks the conversation's row first, and sees it as it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.handoff.tables import agents, conversations


def lock_conversation(db: Connection, conversation: str) -> Any:
    """The row, which nobody else changes before this transaction ends; None when there is none. (SQLite has one writer anyway.)"""
    # Not FOR UPDATE: messages refer to this row, and recording one need not wait.
    return db.execute(select(conversations).where(conversations.c.id == conversation).with_for_update(key_share=True)).first()


def lock_agent(db: Connection, name: str) -> None:
    """Nobody else counts or fills this agent's hands before this transaction ends. After the conversation's lock, never before."""
    db.execute(select(agents.c.name).where(agents.c.name == name).with_for_update(key_share=True)).first()
