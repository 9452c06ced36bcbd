"""One shopper's conversation in one-line steps, as a channel and the dialogue would take them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from bot.handoff import Conversation, Handover, Incoming, Outcome, Recorded, Spoken, Transcript, TurnResult


class Talk:
    """`hears` records, `answers` commits a turn for what was recorded under those ids."""

    def __init__(self, transcript: Transcript, channel: str, shopper: str) -> None:
        self._transcript = transcript
        self._channel = channel
        self.shopper = shopper
        self.id = f"{channel}:{shopper}"

    def hears(self, id: str, text: str = "在吗", **more: Any) -> Recorded:
        return self._transcript.record(self._channel, Incoming(id, self.shopper, text=text, **more))

    def now(self) -> Conversation:
        found = self._transcript.conversation(self.id)
        assert found is not None
        return found

    def answers(self, *ids: str, says: tuple[str, ...] = ("在的亲",), seen: Optional[Conversation] = None, owed: bool = False,
                memory: Optional[dict] = None, **result: Any) -> Optional[Outcome]:
        """`seen` is the conversation as the turn saw it when it began; None for as it is now."""
        turn = TurnResult([Spoken(text) for text in says], memory or {}, **result)
        return self._transcript.commit(seen or self.now(), [Incoming(id, self.shopper) for id in ids], turn, owed=owed)

    def asks_for_a_person(self, id: str = "m-human", promised: Optional[datetime] = None, **handover: Any) -> Optional[Outcome]:
        """A message that leads to a handover; with `promised` the shop is closed and nobody waits."""
        self.hears(id, "转人工")
        wanted = Handover("asked", "ask_human", 0.98, promised is None, promised, **handover)
        memory = {"promised": promised.isoformat()} if promised else {}
        return self.answers(id, says=("已经帮您排上",), handover=wanted, memory={**self.now().memory, **memory})

    def writes(self, id: str, text: str = "有人吗") -> None:
        """A message while a person is awaited or speaking: recorded, and left to them."""
        self.hears(id, text)
        self.answers(id, says=(), memory=self.now().memory)

    def said(self) -> list[str]:
        """Both sides, oldest first."""
        return [row["text"] for row in self._transcript.history(self.id)]
