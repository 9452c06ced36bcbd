"""A group of missed questions as the page shows it, and what it can be put to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping, Optional

from bot.faq import Entry
from bot.faq.texts import shown
from bot.missed import Guess, Offer
from bot.missed.scrubbing import MARKS, as_data

_MARK = re.compile("|".join(map(re.escape, MARKS)))


@dataclass(frozen=True)
class Target:
    """A question the bot knows: its intent, and what the page calls it."""

    intent: str
    title: str


@dataclass(frozen=True)
class Wording:
    """One wording of a group; `conversation` is where it was said last."""

    key: str
    text: str
    conversations: int
    conversation: str


@dataclass(frozen=True)
class GroupRow:
    """`proposed` is what the page proposes as the question of a new answer; `again` the title its like was put to before, with `again_intent`."""

    text: str
    wordings: tuple[Wording, ...]
    conversations: int
    latest: datetime
    kinds: tuple[tuple[str, int], ...]
    guesses: tuple[Guess, ...]
    reply: str
    again: str = ""
    again_intent: str = ""
    proposed: str = ""


def group_row(offer: Offer, titles: Mapping[str, str]) -> GroupRow:
    """`titles`: intent → what it is called."""
    group, decision = offer.group, offer.again
    wordings = tuple(Wording(one.key, shown(one.text), len(one.conversations), one.messages[0].conversation) for one in group.variants)
    intent = decision.target if decision and decision.target in titles else ""
    return GroupRow(shown(group.text), wordings, group.conversations, group.latest, group.kinds, offer.guesses, group.reply,
                    titles.get(intent, ""), intent, _proposed(group.text))


def targets(titles: Mapping[str, str], entries: Iterable[Entry]) -> list[Target]:
    """The shop's own questions first."""
    own = sorted((Target(entry.intent, shown(entry.question)) for entry in entries), key=lambda one: one.title)
    return own + [Target(intent, title) for intent, title in titles.items()]


def target_of(typed: str, known: Iterable[Target]) -> Optional[str]:
    """The intent that is called so; None for anything else."""
    wanted = typed.strip()
    return next((target.intent for target in known if wanted and wanted == target.title), None)


def _proposed(text: str) -> str:
    """A shopper's sentence as a question: without the blanks that stand for personal data."""
    return _MARK.sub("", as_data(text)).strip(" ，。,.!！~")
