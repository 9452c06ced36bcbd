"""Database work off the event loop, tried again while the database is locked, restarting or away."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

from bot.stores.database import UNAVAILABLE

PATIENCE = 20.0  # seconds a message may wait for its record before it is refused
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0


class Storage:
    """Runs synchronous store calls in threads. `gone` is what it raises when patience ends.

    There are enough threads that those waiting for SQLite's one writer keep no reader waiting. Each transaction either
    happened or did not (a broken connection rolls back), so trying again is safe for work that is idempotent by its keys,
    which all of the transcript's is."""

    gone = UNAVAILABLE

    def __init__(self, threads: int = 16, patience: float = PATIENCE) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="storage")
        self._patience = patience

    async def run(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """The result of `work(*args, **named)`. Raises one of `gone` after `PATIENCE` seconds of an absent database."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + self._patience, FIRST_PAUSE
        while True:
            try:
                return await loop.run_in_executor(self._threads, lambda: work(*args, **named))
            except self.gone:
                if loop.time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def close(self) -> None:
        """Lets running work finish."""
        self._threads.shutdown(wait=True)


class AtOnce:
    """A storage where nobody else waits: no threads and no second try."""

    gone: tuple[type[Exception], ...] = ()

    async def run(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """The result of `work(*args, **named)`."""
        return work(*args, **named)

    def close(self) -> None:
        """Nothing is left to do."""
