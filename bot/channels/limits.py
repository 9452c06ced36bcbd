"""A flood from one shopper is refused before it costs anything, and delays nobody else."""

from __future__ import annotations

from collections import OrderedDict
from typing import Callable


class TooMany(Exception):
    """More messages a minute than the shop allows one shopper; `wait` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"发得太快了，请 {max(1, round(wait))} 秒后再发；这条没有收下。")
        self.wait = wait


class RateLimit:
    """A token bucket a conversation: `per_minute()` messages on average, as many at once.

    `clock` is monotonic seconds. Only the `keep` most recent conversations are remembered.
    """

    def __init__(self, per_minute: Callable[[], float], clock: Callable[[], float], keep: int = 10_000) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._keep = keep
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, conversation: str) -> None:
        """Takes one token, or raises TooMany."""
        size = self._per_minute()
        now = self._clock()
        tokens, since = self._buckets.pop(conversation, (size, now))
        tokens = min(size, tokens + (now - since) * size / 60)
        allowed = tokens >= 1
        self._buckets[conversation] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > self._keep:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooMany((1 - tokens) * 60 / size)
