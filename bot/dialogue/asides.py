"""What a message says beside any question of the shop's: that no person is wanted any more, when people are there, where to reach
the shopper, what was wrong with the service.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from bot.dialogue.contact import contact_in
from bot.dialogue.draft import Draft
from bot.dialogue.matters import SMALL_TALK
from bot.dialogue.people import People
from bot.dialogue.satisfaction import Satisfaction, of_the_service
from bot.dialogue.understood import Understood
from bot.dialogue.when_people import asks_after_them, without_when
from bot.understanding.wanting_people import rules


class Asides:
    """Hears them and answers them at once; what else the message asks is left to the caller."""

    def __init__(self, people: People, satisfaction: Satisfaction) -> None:
        self._people = people
        self._satisfaction = satisfaction

    def called_off(self, draft: Draft) -> bool:
        """不用人工了 while a person is awaited or promised: the place in the queue is given up. Whether that was all there was.

        What else was asked (不用人工了 什么时候发货) is left as the draft's message."""
        rest = rules().without_declining(draft.message.text)
        if rest == draft.message.text or not (draft.conversation.holder == "waiting" or draft.memory.get("promised")):
            return False
        self._people.call_off(draft)
        if rest:
            draft.message = replace(draft.message, text=rest)
        return not rest

    def when(self, draft: Draft) -> str:
        """Tells who asks when people are there; what is left of the message. Who was promised one hears that it stands."""
        text = draft.message.text
        rest = without_when(text)
        if rest != text or (self._people.told(draft) and asks_after_them(text)):
            self._people.tell_hours(draft)
            return "" if rest == text else rest
        return text

    def heard(self, draft: Draft, questions: Sequence[Understood]) -> bool:
        """Where to reach the shopper, what was wrong with the service. Whether that was all."""
        asked = any(q.sure and q.intent not in SMALL_TALK for q in questions)
        if self._satisfaction.hear_why(draft):
            alone = not asked or of_the_service(draft.message.text)
            if alone:
                self._satisfaction.thank(draft)
            return alone
        draft.contact = contact_in(draft, questions)
        if draft.contact and not asked:
            self._people.contact_kept(draft)
        return bool(draft.contact) and not asked

    def beside(self, draft: Draft, questions: Sequence[Understood]) -> None:
        """The same in a message that asks for a person: 垃圾店铺 我的电话 13900001111."""
        self._satisfaction.hear_why(draft)
        draft.contact = contact_in(draft, questions)
        if draft.contact:
            self._people.contact_kept(draft)
