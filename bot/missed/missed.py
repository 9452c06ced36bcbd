"""A question the bot missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

# How it was missed.
UNANSWERED, ASKED_BACK, HANDED_OVER, CORRECTED = "unanswered", "asked_back", "handed_over", "corrected"


@dataclass(frozen=True)
class Missed:
    """One message without personal data. `seq` is the message's number in the transcript; `intent` and `confidence` what the bot took
    it for; `chosen` the intent of the button the shopper pressed when asked back; `reply` what an agent then answered, scrubbed, too."""

    text: str
    conversation: str
    seq: int
    at: datetime
    kind: str
    intent: Optional[str] = None
    confidence: float = 0.0
    chosen: Optional[str] = None
    reply: str = ""
