"""One reading for all who ask at the same moment: when something changes, every open desk asks at once."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Awaitable, Callable, Optional

FRESH = 0.15  # seconds; a change that comes during a reading is told to the desks anyway, and they ask again


class Shared:
    """Remembers one reading under way, or just done. `now` is monotonic seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun = float("-inf")
        self._reading: Optional[asyncio.Future] = None

    async def read(self, make: Callable[[], Awaitable[Any]]) -> Any:
        """What `make` gives, begun at most FRESH seconds ago. A failed reading is nobody else's."""
        failed = self._reading is not None and self._reading.done() and (self._reading.cancelled() or self._reading.exception() is not None)
        if self._reading is None or failed or self._now() - self._begun > FRESH:
            self._begun, self._reading = self._now(), asyncio.ensure_future(make())
        return await asyncio.shield(self._reading)  # who hangs up does not stop it for the others
