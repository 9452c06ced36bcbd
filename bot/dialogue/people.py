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
from bot.dialogue.triaging import Triaging
from bot.dialogue.understood import Understood
from bot.handoff import Conversation, Handover, HumanSide, OpeningNow, Spoken
from bot.replies import Wording
from bot.shop import Shop

WORDING = {"asked": "utter_handover", "complaint": "utter_complaint", "unsure": "utter_unsure_human", "failure": "utter_trouble",
           "no_answer": "utter_no_answer", "first": "utter_first"}
# What is said to who was told tonight when the shop opens; others hear that their place is kept.
PROMISED_ALREADY = {"failure": "utter_trouble", "complaint": "utter_complaint_already"}  # anger is calmed however often
FIRST = "first"  # people answer first in this shop (`mode` in shop.yml), whatever was asked


class People:
    """Decides between silence, a notice and the bot's own voice, and fetches people."""

    def __init__(self, shop: Shop, clock: Clock, wording: Wording, storage: Storage, triaging: Triaging, human: HumanSide) -> None:
        self._shop = shop
        self._clock = clock
        self._wording = wording
        self._storage = storage
        self._triaging = triaging
        self._human = human

    async def take_first(self, draft: Draft) -> bool:
        """Whether people answer before the bot, by the shop's mode. A conversation that a person gave to the bot stays there;
        so does, until the day is over, one whose shopper wanted no person."""
        mode, memory, now = self._shop.content.settings.mode, draft.memory, self._clock.now()
        if mode == "robot_first" or memory.get("given_back") or memory.get("called_off") == now.date().isoformat():
            return False
        if not self._shop.content.hours.is_open(now):
            return False
        return mode == "night_only" or await self._storage.run(self._human.presence.somebody_free)

    def speak_here(self, conversation: Conversation) -> bool:
        """Whether the bot may speak: never while an agent holds, and not in opening hours while one is awaited."""
        if conversation.holder == "waiting":
            return not self._shop.content.hours.is_open(self._clock.now())
        return conversation.holder == "bot"

    def hours_now(self) -> OpeningNow:
        """What the timers need of the opening hours."""
        hours, now = self._shop.content.hours, self._clock.now()
        if hours.is_open(now):
            return OpeningNow(True)
        opens_at = hours.next_opening(now)
        return OpeningNow(False, opens_at, self._words(opens_at))

    def nobody_there(self, draft: Draft) -> None:
        """The shop closed while this shopper waited: say so once, and go on as the bot. The ticket stays in the queue."""
        draft.release = True
        self._say(draft, "utter_closed_meanwhile", None, reopens=self._reopens())
        draft.memory["promised"] = self._shop.content.hours.next_opening(self._clock.now()).isoformat()

    async def fetch(self, draft: Draft, reason: str, question: Understood) -> None:
        """Queues the conversation and tells the shopper, in one transaction with the ticket."""
        open_now = self._shop.content.hours.is_open(self._clock.now())
        told = self.told(draft)
        draft.handover = await self._handover(draft, reason, question, open_now)
        if open_now:
            await self._say_place(draft, WORDING[reason], question)
        elif told and reason in PROMISED_ALREADY:
            self._say(draft, PROMISED_ALREADY[reason], question)
        elif told:
            self._say(draft, "utter_handover_already", question, reopens=self._words(told))
        else:
            self._say(draft, f"{WORDING[reason]}_closed", question, reopens=self._reopens())
            self._promise(draft, question)
        draft.memory.update(awaiting=None, offered=None, missed=0)

    async def after_answer(self, draft: Draft, reason: str, question: Understood) -> None:
        """An action answered and wants a person to act on it as well."""
        open_now = self._shop.content.hours.is_open(self._clock.now())
        draft.handover = await self._handover(draft, reason, question, open_now)
        if open_now:
            await self._say_place(draft, "utter_follow_up", question)
        elif not self.told(draft):
            self._say(draft, "utter_follow_up_closed", question, reopens=self._reopens())
            self._promise(draft, question)

    def call_off(self, draft: Draft) -> None:
        """不用人工了, said while waiting or promised a call back: the place in the queue is given up, and the bot goes on."""
        draft.called_off = True
        draft.memory.update(promised=None, called_off=self._clock.now().date().isoformat())
        self._say(draft, "utter_called_off", None)

    async def failed(self, draft: Draft, question: Understood) -> None:
        """Our records could not be read: an honest sentence and a person, never silence."""
        if draft.handover is None:
            await self.fetch(draft, "failure", question)

    def told(self, draft: Draft) -> Optional[datetime]:
        """The opening time this shopper was promised, while it is still to come."""
        told = draft.memory.get("promised")
        promised = datetime.fromisoformat(told) if told else None
        return promised if promised and promised > self._clock.now() else None

    async def _say_place(self, draft: Draft, name: str, question: Understood) -> None:
        """Says how many wait before, or that nobody does."""
        ahead = await self._storage.run(self._human.queue.ahead, draft.conversation.id, draft.handover.triage.priority)
        self._say(draft, f"{name}_open" if ahead else f"{name}_open_next", question, ahead=ahead)

    def contact_kept(self, draft: Draft) -> None:
        """Where to reach the shopper is noted; they hear so, and when somebody will read it."""
        told = self.told(draft)
        self._say(draft, "utter_contact_kept", None, reopens=self._words(told) if told else None)

    def tell_hours(self, draft: Draft) -> None:
        """几点有人: the hours as the shop words them, and how things are now for this shopper."""
        told = self.told(draft)
        if self._shop.content.hours.is_open(self._clock.now()):
            self._say(draft, "utter_hours_open", None, author="bot")
        else:
            name = "utter_hours_queued" if told else "utter_hours_closed"
            self._say(draft, name, None, author="bot", reopens=self._words(told) if told else self._reopens())

    def _promise(self, draft: Draft, question: Understood) -> None:
        """The promise is made once, and with it the shopper is asked for what the morning needs."""
        draft.memory["promised"] = draft.handover.promised.isoformat()
        self._say(draft, "utter_leave_word", question)

    async def _handover(self, draft: Draft, reason: str, question: Understood, open_now: bool) -> Handover:
        promised = None if open_now else self._shop.content.hours.next_opening(self._clock.now())
        judged = await self._triaging.judge(draft, reason, question)
        return Handover(reason, question.intent, round(question.confidence, 4), open_now, promised, judged.triage, judged.facts,
                        judged.offered_to, judged.offered_until)

    def _reopens(self) -> str:
        return self._words(self._shop.content.hours.next_opening(self._clock.now()))

    def _words(self, at: datetime) -> str:
        """今天/明天/后天 09:00, else 11月25日（周三）09:00."""
        days = (at.date() - self._clock.now().date()).days
        near = {0: "今天 ", 1: "明天 ", 2: "后天 "}.get(days)
        day = near or f"{at.month}月{at.day}日（周{'一二三四五六日'[at.weekday()]}）"
        return f"{day}{at:%H:%M}"

    def _say(self, draft: Draft, name: str, question: Optional[Understood], author: str = "", **values: Any) -> None:
        """What answers a question is the bot's; the rest is a notice, unless `author` says otherwise."""
        text = self._wording.say(name, **values)
        if text:
            intent, confidence = (question.intent, round(question.confidence, 4)) if question else (None, None)
            draft.replies.append(Spoken(text, author or ("bot" if question else "notice"), [], None, intent, confidence, name))
