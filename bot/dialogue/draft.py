"""A turn in the making: what it read, what it wants to say, and what it wants kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from bot.handoff import Conversation, Handover, Incoming, Rating, Spoken, TurnResult


@dataclass
class Draft:
    """Committed whole or not at all; see TurnResult for what the last fields do."""

    conversation: Conversation
    message: Incoming
    memory: dict[str, Any]
    replies: list[Spoken]
    handover: Optional[Handover] = None
    release: bool = False
    called_off: bool = False
    contact: Optional[str] = None
    rating: Optional[Rating] = None
    rehearsal: bool = False  # never committed; actions write nothing

    def result(self) -> TurnResult:
        """What the transcript commits."""
        return TurnResult(self.replies, self.memory, self.handover, self.release, self.called_off, self.contact, self.rating)
