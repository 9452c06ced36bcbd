"""Fragments sent in a row are answered once, together; turns of one conversation never overlap."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable, Optional

from bot.handoff import Incoming, Outcome

Answer = Callable[[str, list[Incoming], bool], Awaitable[Outcome]]
LONGEST_WAITS = 4  # a shopper who never stops typing is answered after this many windows


class _Batch:
    """Messages of one conversation that will be answered together."""

    def __init__(self) -> None:
        self.messages: list[Incoming] = []
        self.more = asyncio.Event()
        self.task: Optional[asyncio.Task[Outcome]] = None


class Gathering:
    """Collects messages until the shopper pauses for `seconds`, then answers them in one turn.

    Every message of a batch gets the batch's outcome; for all but the last that is "merged into the last one"."""

    def __init__(self, seconds: float, answer: Answer) -> None:
        self._seconds = seconds
        self._answer = answer
        self._open: dict[str, _Batch] = {}
        self._busy: dict[str, asyncio.Lock] = {}

    def add(self, conversation: str, message: Incoming) -> "asyncio.Task[Outcome]":
        """Adds a message to the conversation's open batch (or opens one); the task ends with this message's outcome."""
        batch = self._open.get(conversation)
        if batch is None:
            batch = _Batch()
            if self._seconds > 0:
                self._open[conversation] = batch
            batch.task = asyncio.ensure_future(self._close(conversation, batch))
        batch.messages.append(message)
        batch.more.set()
        return asyncio.ensure_future(self._mine(batch, message))

    async def run(self, conversation: str, messages: list[Incoming], *, owed: bool) -> Outcome:
        """One turn for these messages, after any turn of this conversation that is under way."""
        lock = self._busy.setdefault(conversation, asyncio.Lock())
        try:
            async with lock:
                return await self._answer(conversation, messages, owed)
        finally:
            if not lock.locked() and not getattr(lock, "_waiters", None):
                self._busy.pop(conversation, None)

    async def _close(self, conversation: str, batch: _Batch) -> Outcome:
        loop = asyncio.get_running_loop()
        latest = loop.time() + self._seconds * LONGEST_WAITS
        while self._seconds > 0 and loop.time() < latest:
            batch.more.clear()
            try:
                await asyncio.wait_for(batch.more.wait(), self._seconds)
            except asyncio.TimeoutError:
                break
        self._open.pop(conversation, None)
        return await self.run(conversation, list(batch.messages), owed=False)

    @staticmethod
    async def _mine(batch: _Batch, message: Incoming) -> Outcome:
        assert batch.task is not None
        outcome = await asyncio.shield(batch.task)
        last = batch.messages[-1].id
        return outcome if message.id == last else Outcome(outcome.conversation, outcome.holder, last, [])
