"""Guessing passwords takes for ever: after a few failures a name, or an address, has to wait a little."""

from __future__ import annotations

from collections import OrderedDict
from typing import Callable

FORGET_BEYOND = 10_000  # keys; the ones that failed longest ago go first


class Lockout:
    """Allows `failures` wrong tries within `seconds`. `now` is monotonic seconds."""

    def __init__(self, failures: int, seconds: float, now: Callable[[], float]) -> None:
        self._failures = failures
        self._seconds = seconds
        self._now = now
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until this key may try again; 0 when it may now."""
        recent = self._recent(key)
        return max(0.0, recent[-self._failures] + self._seconds - self._now()) if len(recent) >= self._failures else 0.0

    def failed(self, key: str) -> None:
        """Remembers a wrong try."""
        self._failed[key] = [*self._recent(key), self._now()][-self._failures :]
        self._failed.move_to_end(key)
        if len(self._failed) > FORGET_BEYOND:
            self._failed.popitem(last=False)

    def forget(self, key: str) -> None:
        """A right try clears the slate."""
        self._failed.pop(key, None)

    def _recent(self, key: str) -> list[float]:
        since = self._now() - self._seconds
        return [at for at in self._failed.get(key, []) if at > since]
