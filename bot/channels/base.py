"""The way every message takes, whatever brought it: limit → record → gather → who holds it? → answer → send.

A subclass knows how its messages look and who may send them; everything after that is here, once.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from rasa.core.channels.channel import InputChannel

from bot.channels.gathering import Gathering
from bot.channels.limits import RateLimit
from bot.channels.storage import Storage
from bot.channels.typing import Typing
from bot.dialogue.rehearsal import Rehearsal
from bot.dialogue.turn import Dialogue
from bot.handoff import HumanSide, Incoming, Outcome, Transcript


log = logging.getLogger(__name__)


class Unacknowledged(Exception):
    """The database stayed away: nothing was kept or read; the caller must try again."""


class AnsweredLater(Exception):
    """The message is kept but its answer could not be made now; it will be, and the same id fetches it."""


class ShopChannel(InputChannel, ABC):
    """Base of our channels. `attach` gives it the server's parts before the first request."""

    def attach(self, parts: "Parts") -> None:
        """Called once when the server has loaded everything."""
        self._parts = parts
        self._gathering = Gathering(parts.merge_seconds, self._answer)
        self._in_hand: dict[tuple[str, str], asyncio.Task[Outcome]] = {}

    @property
    def parts(self) -> "Parts":
        """The server's parts."""
        return self._parts

    async def receive(self, incoming: Incoming) -> Outcome:
        """One checked message in, its outcome out. The same id again gives the same outcome and does nothing twice.

        Raises TooMany for a flood, Unacknowledged or AnsweredLater when the database stays away."""
        conversation = f"{self.name()}:{incoming.shopper}"
        self.parts.limit.check(conversation)
        key = (conversation, incoming.id)
        if key not in self._in_hand:
            self._in_hand[key] = asyncio.ensure_future(self._take(conversation, incoming))
            self._in_hand[key].add_done_callback(lambda _: self._in_hand.pop(key, None))
        # Shielded: a client that hangs up does not stop the answer from being made and kept.
        return await asyncio.shield(self._in_hand[key])

    async def recover(self, unanswered: dict[str, list[Incoming]]) -> None:
        """Answers what was acknowledged before a crash; the replies are owed, for nobody waits in a request."""
        for conversation, messages in unanswered.items():
            left = [m for m in messages if (conversation, m.id) not in self._in_hand]
            if left and conversation.startswith(self.name() + ":"):
                try:
                    await self._gathering.run(conversation, left, owed=True)
                except Exception:
                    log.exception("could not answer what was left over of %s; trying again later", conversation)

    async def _take(self, conversation: str, incoming: Incoming) -> Outcome:
        recorded = await self.stored(self.parts.transcript.record, self.name(), incoming)
        try:
            if recorded.new:
                return await self._gathering.add(conversation, incoming)
            return await self._again(conversation, incoming)
        except Exception as error:
            raise AnsweredLater("消息已收下，回复会稍后补上；用同一个 id 再发一次即可取回。") from error

    async def _again(self, conversation: str, incoming: Incoming) -> Outcome:
        """A repeated id: the recorded outcome, made now when a crash prevented it."""
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
            raise Unacknowledged("数据库暂时连不上，这次没有办成，请稍后再试；消息请用同一个 id 重发。") from error


@dataclass
class Parts:
    """What a running server lends to its channels."""

    transcript: Transcript
    dialogue: Dialogue
    storage: Storage
    limit: RateLimit
    merge_seconds: float
    world: Any
    human: HumanSide
    wording: Any
    timers: Any
    typing: Typing = field(default_factory=Typing)
    rehearsal: Optional[Rehearsal] = None
