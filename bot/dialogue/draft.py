"""A turn in the making: what it read, what it wants to say, and what it wants kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from bot.handoff import Conversation, Handover, Incoming, Spoken, TurnResult


@dataclass
class Draft:
    """Committed whole or not at all. `release` gives a waiting conversation back to the bot."""

    conversation: Conversation
    message: Incoming
    memory: dict[str, Any]
    replies: list[Spoken]
    handover: Optional[Handover] = None
    release: bool = False

    def result(self) -> TurnResult:
        """What the transcript commits."""
        return TurnResult(self.replies, self.memory, self.handover, self.release)
