"""At night a shopper who was promised a call back may leave where to reach them."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.dialogue.draft import Draft
from bot.dialogue.understood import Understood

LONGEST = 200
EXPECTS_A_NUMBER = ("address", "confirm", "reason")  # a phone number said to these questions belongs to the order
_CHAT_NAME = re.compile(r"(?:微信|威信|薇信|v信|vx|wx|qq)[号码是为:：\s]*[a-z0-9][a-z0-9_-]{4,}", re.I)


def contact_in(draft: Draft, questions: Sequence[Understood]) -> Optional[str]:
    """The words that hold a phone number or a chat name, when a person was promised and no such number was asked for."""
    awaited = (draft.memory.get("awaiting") or {}).get("what")
    if not draft.memory.get("promised") or awaited in EXPECTS_A_NUMBER:
        return None
    phones = [q.entities["phone"] for q in questions if q.entities.get("phone")]
    if phones or _CHAT_NAME.search(draft.message.text):
        return draft.message.text.strip()[:LONGEST]
    return None
