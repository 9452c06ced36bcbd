"""An agent's mark on a bubble of the bot: 答错了. It stands in the log of changes, and can be taken back."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.handoff import changes
from bot.handoff.tables import messages, tickets
from bot.missed.problems import MissedProblem
from bot.stores.database import reading, writing


def conversation_of(engine: Engine, message: int) -> Optional[tuple[str, bool]]:
    """The conversation of a bubble that the bot answered with, and whether a person was ever wanted there; None for anything else."""
    with reading(engine) as db:
        row = db.execute(select(messages.c.conversation).where(
            messages.c.seq == message, messages.c.author == "bot", messages.c.answers.is_not(None))).first()
        if row is None:
            return None
        return row.conversation, db.execute(select(tickets.c.id).where(tickets.c.conversation == row.conversation).limit(1)).first() is not None


def mark_wrong(engine: Engine, clock: Clock, message: int, by: str, wrong: bool = True) -> str:
    """Marks a bubble, or takes the mark back; returns its conversation. Raises MissedProblem."""
    found = conversation_of(engine, message)
    if found is None:
        raise MissedProblem("只能给机器人的回答标“答错了”；请刷新后再试。")
    with writing(engine) as db:
        changes.note(db, clock.now(), changes.MARKED_WRONG, by, found[0], message=message, wrong=wrong)
    return found[0]
