"""Who is typing right now: in memory only, forgotten after a few seconds, worth nothing after a restart."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Callable

SECONDS = 6.0  # longer than the interval at which a page says it again
MOST = 10_000  # conversations remembered; the oldest go first


class Typing:
    """`now` is monotonic seconds. The shopper's own name here is SHOPPER, agents have theirs."""

    SHOPPER = ""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until: OrderedDict[str, dict[str, float]] = OrderedDict()

    def typed(self, conversation: str, who: str) -> None:
        """This one is typing in this conversation."""
        self._until.setdefault(conversation, {})[who] = self._now() + SECONDS
        self._until.move_to_end(conversation)
        if len(self._until) > MOST:
            self._until.popitem(last=False)

    def stopped(self, conversation: str, who: str) -> None:
        """What they typed was sent or thrown away."""
        self._until.get(conversation, {}).pop(who, None)

    def who(self, conversation: str) -> tuple[str, ...]:
        """Those typing now, by name."""
        now = self._now()
        return tuple(sorted(name for name, until in self._until.get(conversation, {}).items() if until > now))

    def all(self) -> dict[str, tuple[str, ...]]:
        """Every conversation in which somebody is typing now, with who. The others are forgotten."""
        found = {conversation: self.who(conversation) for conversation in self._until}
        for conversation in [conversation for conversation, names in found.items() if not names]:
            del self._until[conversation]
        return {conversation: names for conversation, names in found.items() if names}
