"""What shoppers asked the bot, and how often it did not know what was meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Iterable, Optional, Sequence

from bot.reporting.figures import share
from bot.reporting.rows import Said
from bot.reporting.visits import ABOUT_RATING

ASKED_BACK, NOT_READ, OUT_OF_SCOPE, ANSWERED = "asked_back", "not_read", "out_of_scope", "answered"
_MISSES = {"utter_ask_back": ASKED_BACK, "utter_ask_again": NOT_READ, "utter_out_of_scope": OUT_OF_SCOPE,
           "utter_word_kept_guess": ASKED_BACK, "utter_word_kept": NOT_READ}


@dataclass(frozen=True)
class Question:
    """One question the bot heard; `kind` says what it did with it. A guess is no intent: only what was answered has one."""

    at: datetime
    kind: str
    intent: Optional[str] = None


def questions_in(said: Iterable[Said]) -> list[Question]:
    """From the bot's bubbles; several that answer one question count once."""
    found: dict[tuple, Question] = {}
    for one in said:
        kind = _MISSES.get(one.reply or "", ANSWERED)
        if one.author != "bot" or one.reply in ABOUT_RATING or (kind == ANSWERED and not one.intent):
            continue
        intent = one.intent if kind == ANSWERED else None
        found.setdefault((one.conversation, one.answers or one.seq, kind, intent), Question(one.at, kind, intent))
    return list(found.values())


@dataclass(frozen=True)
class Asked:
    """How often each thing was asked; the commonest first."""

    total: int
    kinds: Counter
    topics: list[tuple[Optional[str], int]]
    intents: list[tuple[str, int]]

    def share(self, kind: str) -> Optional[float]:
        return share(self.kinds[kind], self.total)


def count_questions(questions: Sequence[Question], topic_of: Callable[[str], Optional[str]]) -> Asked:
    """`topic_of` knows the shop's topics; None for an intent that has none."""
    intents = Counter(q.intent for q in questions if q.intent)
    topics: Counter = Counter()
    for intent, n in intents.items():
        topics[topic_of(intent)] += n
    return Asked(len(questions), Counter(q.kind for q in questions), topics.most_common(), intents.most_common())
