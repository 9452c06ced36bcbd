"""When a person is wanted, and what the shopper is told: the truth about who is there and when.

In opening hours the conversation waits for a person and the bot falls silent. Outside them nobody is there: a ticket
waits, the shopper hears once when the shop opens, and the bot goes on. None of this needs the action server.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from bot.channels.storage import Storage
from bot.clock import Clock
from bot.dialogue.draft import Draft
from bot.dialogue.understood import Understood
from bot.handoff import Conversation, Handover, Spoken, Transcript
from bot.replies import Wording
from bot.shop import Shop

WORDING = {"asked": "utter_handover", "complaint": "utter_complaint", "unsure": "utter_unsure_human", "failure": "utter_trouble",
           "no_answer": "utter_no_answer"}


class People:
    """Decides between silence, a notice and the bot's own voice, and fetches people."""

    def __init__(self, shop: Shop, clock: Clock, wording: Wording, transcript: Transcript, storage: Storage) -> None:
        self._shop = shop
        self._clock = clock
        self._wording = wording
        self._transcript = transcript
        self._storage = storage

    def speak_here(self, conversation: Conversation) -> bool:
        """Whether the bot may speak: never while an agent holds, and not in opening hours while one is awaited."""
        if conversation.holder == "waiting":
            return not self._shop.content.hours.is_open(self._clock.now())
        return conversation.holder == "bot"

    def nobody_there(self, draft: Draft) -> None:
        """The shop closed while this shopper waited: say so once, and go on as the bot. The ticket stays in the queue."""
        draft.release = True
        self._say(draft, "utter_closed_meanwhile", None, reopens=self._reopens())
        draft.memory["promised"] = self._shop.content.hours.next_opening(self._clock.now()).isoformat()

    async def fetch(self, draft: Draft, reason: str, question: Understood) -> None:
        """Queues the conversation and tells the shopper, in one transaction with the ticket."""
        open_now = self._shop.content.hours.is_open(self._clock.now())
        told = self._told(draft)
        draft.handover = self._handover(reason, question, open_now)
        if open_now:
            await self._say_place(draft, WORDING[reason], question)
        elif told and reason == "failure":
            self._say(draft, "utter_trouble", question)
        elif told and reason != "complaint":  # anger is calmed first, however often
            self._say(draft, "utter_handover_already", question, reopens=self._words(told))
        else:
            self._say(draft, f"{WORDING[reason]}_closed", question, reopens=self._reopens())
            draft.memory["promised"] = draft.handover.promised.isoformat()
        draft.memory.update(awaiting=None, offered=None, missed=0)

    async def after_answer(self, draft: Draft, reason: str, question: Understood) -> None:
        """An action answered and wants a person to act on it as well."""
        open_now = self._shop.content.hours.is_open(self._clock.now())
        draft.handover = self._handover(reason, question, open_now)
        if open_now:
            await self._say_place(draft, "utter_follow_up", question)
        elif not self._told(draft):
            self._say(draft, "utter_follow_up_closed", question, reopens=self._reopens())
            draft.memory["promised"] = draft.handover.promised.isoformat()

    async def failed(self, draft: Draft, question: Understood) -> None:
        """Our records could not be read: an honest sentence and a person, never silence."""
        if draft.handover is None:
            await self.fetch(draft, "failure", question)

    def _told(self, draft: Draft) -> Optional[datetime]:
        """The opening time this shopper was promised, while it is still to come."""
        told = draft.memory.get("promised")
        promised = datetime.fromisoformat(told) if told else None
        return promised if promised and promised > self._clock.now() else None

    async def _say_place(self, draft: Draft, name: str, question: Understood) -> None:
        """Says how many wait before, or that nobody does."""
        ahead = await self._storage.run(self._transcript.queue_length, draft.conversation.id)
        self._say(draft, f"{name}_open" if ahead else f"{name}_open_next", question, ahead=ahead)

    def _handover(self, reason: str, question: Understood, open_now: bool) -> Handover:
        promised = None if open_now else self._shop.content.hours.next_opening(self._clock.now())
        return Handover(reason, question.intent, round(question.confidence, 4), wait=open_now, promised=promised)

    def _reopens(self) -> str:
        return self._words(self._shop.content.hours.next_opening(self._clock.now()))

    def _words(self, at: datetime) -> str:
        """今天/明天/后天 09:00, else 11月25日（周三）09:00."""
        days = (at.date() - self._clock.now().date()).days
        near = {0: "今天 ", 1: "明天 ", 2: "后天 "}.get(days)
        day = near or f"{at.month}月{at.day}日（周{'一二三四五六日'[at.weekday()]}）"
        return f"{day}{at:%H:%M}"

    def _say(self, draft: Draft, name: str, question: Optional[Understood], **values: Any) -> None:
        text = self._wording.say(name, **values)
        if text:
            confidence = round(question.confidence, 4) if question else None
            draft.replies.append(Spoken(text, "bot" if question else "notice", [], None, question.intent if question else None, confidence, name))
