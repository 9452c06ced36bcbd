"""Where a shopper stands right now: who speaks with them, how many come before them, who is typing."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Awaitable, Callable, Optional

from bot.channels.base import Parts
from bot.channels.typing import Typing

FRESH, JUST_READ = 1.0, 0.2  # seconds


class Standings:
    """Read at every poll of every open chat; the queue itself at most once a second, however many wait in it."""

    def __init__(self, parts: Parts, stored: Callable[..., Awaitable[Any]], now: Callable[[], float] = time.monotonic) -> None:
        """`stored` runs store calls off the event loop."""
        self._parts = parts
        self._stored = stored
        self._now = now
        self._places: dict[str, int] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def of(self, conversation: str) -> dict[str, Any]:
        """`holder`; `place`, how many wait in front (None when not waiting); `agent`, who holds it; `typing`, whether an agent is."""
        record = await self._stored(self._parts.transcript.conversation, conversation)
        holder = record.holder if record else "bot"
        typing = set(self._parts.typing.who(conversation)) - {Typing.SHOPPER}
        return {
            "holder": holder, "place": await self._place(conversation) if holder == "waiting" else None,
            "agent": record.agent if record and holder == "agent" else None, "typing": bool(typing),
        }

    async def _place(self, conversation: str) -> Optional[int]:
        async with self._reading:
            # Somebody who has only just joined the queue is not in what was read before.
            age = self._now() - self._read_at
            if age > FRESH or (conversation not in self._places and age > JUST_READ):
                line = await self._stored(self._parts.human.queue.line)
                self._places, self._read_at = {waiting: place for place, waiting in enumerate(line)}, self._now()
            return self._places.get(conversation)
