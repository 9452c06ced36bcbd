"""Which messages the bot missed, from what was said: unanswered, asked back, handed over, or answered otherwise by a person."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Callable, Iterable, Optional, Sequence

from bot.dialogue.matters import SMALL_TALK
from bot.missed.asking import asks_something, opens, wishes_person
from bot.missed.missed import ASKED_BACK, CORRECTED, HANDED_OVER, UNANSWERED, Missed
from bot.missed.scrubbing import scrub, scrub_answer
from bot.missed.turns import AgentSaid, Over, Talk, Turn

# What the bot says when it has no answer (bot/dialogue/asking_back.py, people.py).
_NOT_READ = frozenset(("utter_ask_again", "utter_out_of_scope", "utter_word_kept"))
_ASKED_BACK = frozenset(("utter_ask_back", "utter_word_kept_guess"))
_FETCHED = ("utter_unsure_human", "utter_no_answer", "utter_trouble")
_ALREADY, _WISHED, _FOLLOWED = "utter_handover_already", "utter_handover", "utter_follow_up"
_COURTESY = (SMALL_TALK - {"out_of_scope"}) | {"ask_human", "complain"}
LONGEST = 200  # characters; who writes more tells a story, and no two are alike
SAME_ANSWER = 0.75  # how alike an agent's words and the bot's are when they say the same


@dataclass(frozen=True)
class Collector:
    """Looks through conversations. `gap`: a wish for a person after a longer silence is not about what was asked before;
    `ready`: whether an agent's words are a phrase for beginning and ending, which answers nothing."""

    gap: timedelta
    ready: Callable[[str], bool] = lambda text: False

    def missed(self, talk: Talk, since: Optional[datetime] = None) -> list[Missed]:
        """The questions that were missed, oldest first, each once."""
        found: dict[int, Missed] = {}
        for place, event in enumerate(talk.events):
            if isinstance(event, Turn) and (since is None or event.at >= since):
                for at, kind in self._misses(talk, place, event):
                    turn = talk.events[at]
                    if turn.seq not in found:
                        made = self._made(talk, at, turn, kind)
                        if made:
                            found[turn.seq] = made
        return [found[seq] for seq in sorted(found)]

    # How it was missed ---------------------------------------------------------------------------------------------------------

    def _misses(self, talk: Talk, place: int, turn: Turn) -> Iterable[tuple[int, str]]:
        """The place of the turn that was missed, and how."""
        intent, _ = turn.understood
        if {row["seq"] for row in turn.bubbles} & talk.wrong:
            asked = self._asked_by(talk.events, place)
            return [(asked, CORRECTED)] if asked is not None else []
        if turn.replies & _NOT_READ:
            return [(place, UNANSWERED)]
        if turn.replies & _ASKED_BACK:
            return [(place, ASKED_BACK)]
        already = _ALREADY in turn.replies and intent not in ("ask_human", "complain")
        if already or any(reply.startswith(_FETCHED) for reply in turn.replies):
            return [(place, HANDED_OVER)]
        if self._wishes(turn):
            before = self._before(talk.events, place)
            return [(before, CORRECTED if self._otherwise(talk, before) else HANDED_OVER)] if before is not None else []
        if not turn.said:
            return [] if turn.pending or self._person_speaks(talk.events, place) else [(place, UNANSWERED)]
        if self._answered(turn) and not any(reply.startswith(_FOLLOWED) for reply in turn.replies) and self._otherwise(talk, place):
            asked = self._asked_by(talk.events, place)
            return [(asked, CORRECTED)] if asked is not None else []
        return []

    @staticmethod
    def _wishes(turn: Turn) -> bool:
        return turn.understood[0] == "ask_human" or (not turn.presses and any(reply.startswith(_WISHED) for reply in turn.replies))

    @staticmethod
    def _answered(turn: Turn) -> bool:
        intent, _ = turn.understood
        return bool(turn.bubbles) and intent is not None and intent not in _COURTESY

    def _before(self, events: Sequence, place: int) -> Optional[int]:
        """The question before a plain wish for a person; the wish itself when it asks something beside."""
        wish = events[place]
        if not wish.presses and asks_something(wish.text) and not wishes_person(wish.text) and wish.understood[0] != "ask_human":
            return place
        for at in range(place - 1, -1, -1):
            event = events[at]
            if isinstance(event, (AgentSaid, Over)) or wish.at - event.at > self.gap:
                return None
            if isinstance(event, Turn) and not self._wishes(event) and not event.presses and asks_something(event.text):
                handled = any(reply.startswith(_FOLLOWED) for reply in event.replies) or event.understood[0] in _COURTESY
                return None if handled else self._asked_by(events, at)
        return None

    def _asked_by(self, events: Sequence, place: int) -> Optional[int]:
        """Who was asked for a size or an order answered that: the question is the one before. (Such an answer is read with 1.)"""
        intent, sure = events[place].understood
        for at in range(place, -1, -1):
            event = events[at]
            if not isinstance(event, Turn) or events[place].at - event.at > self.gap:
                return None
            if event.understood[1] < 1 and not event.presses and asks_something(event.text):
                return at if at == place or event.understood[0] == intent else None
            if at == place and sure < 1:
                return None
        return None

    # What a person said to it --------------------------------------------------------------------------------------------------

    def _reply(self, events: Sequence, place: int) -> Optional[AgentSaid]:
        """The first real answer of an agent, unless the bot answered something else in between, or the agent was done."""
        for event in events[place + 1:]:
            if isinstance(event, Over) or (isinstance(event, Turn) and self._answered(event) and not self._is_miss(event)):
                return None
            if isinstance(event, AgentSaid) and not opens(event.text) and not self.ready(event.text):
                return event
        return None

    @staticmethod
    def _is_miss(turn: Turn) -> bool:
        return bool(turn.replies & (_NOT_READ | _ASKED_BACK)) or any(reply.startswith((*_FETCHED, _WISHED)) for reply in turn.replies)

    def _otherwise(self, talk: Talk, place: int) -> bool:
        """Whether a person said something else to what the bot had answered, before the shopper asked anything new."""
        turn = talk.events[place]
        reply = self._reply(talk.events, place)
        if reply is None or not self._answered(turn) or self._is_miss(turn):
            return False
        between = [event for event in talk.events[place + 1:] if isinstance(event, Turn) and event.seq < reply.seq]
        wished = any(map(self._wishes, between))
        if any(asks_something(event.text) and not self._wishes(event) for event in between) or not wished and reply.at - turn.at > self.gap:
            return False
        return all(difflib.SequenceMatcher(None, row["text"], reply.text).ratio() < SAME_ANSWER for row in turn.bubbles)

    @staticmethod
    def _person_speaks(events: Sequence, place: int) -> bool:
        """Whether an agent has answered since, or had the conversation already: then the bot was not asked."""
        after = next((event for event in events[place + 1:] if isinstance(event, (AgentSaid, Over))), None)
        before = next((event for event in reversed(events[:place]) if isinstance(event, (AgentSaid, Over))), None)
        return isinstance(after, (AgentSaid, Over)) or isinstance(before, AgentSaid)

    # -----------------------------------------------------------------------------------------------------------------------------

    def _made(self, talk: Talk, place: int, turn: Turn, kind: str) -> Optional[Missed]:
        if turn.presses or not turn.text or len(turn.text) > LONGEST or not asks_something(turn.text):
            return None
        text = scrub(turn.text)
        if not text:
            return None
        intent, sure = turn.understood
        reply = self._reply(talk.events, place)
        chosen = self._chosen(talk.events, place) if kind == ASKED_BACK else None
        return Missed(text, talk.conversation, turn.seq, turn.at, kind, intent, sure, chosen, scrub_answer(reply.text) if reply else "")

    @staticmethod
    def _chosen(events: Sequence, place: int) -> Optional[str]:
        """The intent of the button that was pressed when the bot asked back."""
        following = next((event for event in events[place + 1:] if isinstance(event, Turn)), None)
        if following is None or not following.presses:
            return None
        buttons = [button for row in events[place].bubbles for button in row["buttons"] or ()]
        means = next((button.get("means") or {} for button in buttons if following.text in (button.get("title"), button.get("payload"))), {})
        intent = means.get("intent")
        return intent if intent and intent not in _COURTESY else None
