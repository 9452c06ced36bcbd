"""The way every message takes, whatever brought it: limit → record → gather → who holds it? → answer → send.

A subclass knows how its messages look and who may send them; everything after that is here, once.
"""

from __future__ import annotations

import asyncio
from abc import ABC
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint

from bot.channels.gathering import Gathering
from bot.channels.limits import RateLimit, TooMany
from bot.channels.storage import Storage
from bot.dialogue.turn import Dialogue
from bot.handoff import Incoming, Outcome, Transcript


class Unacknowledged(Exception):
    """The message could not be recorded; the shopper must send it again. Nothing was kept."""


class ShopChannel(InputChannel, ABC):
    """Base of our channels. `attach` gives it the server's parts before the first request."""

    def attach(self, parts: "Parts") -> None:
        """Called once when the server has loaded everything."""
        self._parts = parts
        self._gathering = Gathering(parts.merge_seconds, self._answer)

    @property
    def parts(self) -> "Parts":
        """The server's parts."""
        return self._parts

    async def receive(self, incoming: Incoming) -> Outcome:
        """One checked message in, its outcome out. The same id again gives the same outcome and does nothing twice.

        Raises TooMany for a flood, Unacknowledged when the database stays away."""
        conversation = f"{self.name()}:{incoming.shopper}"
        self.parts.limit.check(conversation)
        recorded = await self.stored(self.parts.transcript.record, self.name(), incoming)
        if recorded.new:
            # Shielded: a client that hangs up does not stop the answer from being made and kept.
            return await asyncio.shield(self._gathering.add(conversation, incoming))
        return await self._again(conversation, incoming)

    async def recover(self, unanswered: dict[str, list[Incoming]]) -> None:
        """Answers what was acknowledged before a crash; the replies are owed, for nobody waits in a request."""
        mine = {c: m for c, m in unanswered.items() if c.startswith(self.name() + ":")}
        for conversation, messages in mine.items():
            await self._gathering.run(conversation, messages, owed=True)

    async def _again(self, conversation: str, incoming: Incoming) -> Outcome:
        """A repeated id: the recorded outcome, waiting for it when the first copy is still being answered."""
        waiting = self._gathering.waiting_for(conversation, incoming.id)
        if waiting is not None:
            return await asyncio.shield(waiting)
        outcome = await self.stored(self.parts.transcript.outcome, conversation, incoming.id)
        if outcome is None:
            return await self._gathering.run(conversation, [incoming], owed=False)
        return outcome

    async def _answer(self, conversation: str, messages: list[Incoming], owed: bool) -> Outcome:
        return await self.parts.dialogue.answer(conversation, messages, owed=owed)

    async def stored(self, work: Callable[..., Any], *args: Any) -> Any:
        """A store call off the event loop. Raises Unacknowledged when the database stays away."""
        try:
            return await self.parts.storage.run(work, *args)
        except self.parts.storage.gone as error:
            raise Unacknowledged("记录暂时写不进去，消息没有收下，请稍后用同一个 id 重发。") from error


@dataclass
class Parts:
    """What a running server lends to its channels."""

    transcript: Transcript
    dialogue: Dialogue
    storage: Storage
    limit: RateLimit
    merge_seconds: float
    world: Any
    desk: Any
    wording: Any
