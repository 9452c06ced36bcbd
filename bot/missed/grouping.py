"""Missed messages that mean the same, together: one matter to decide instead of forty sentences.

Alike are texts that say alike things in alike words (bot.missed.meanings); and what the bot itself made of each counts: two messages
read as one intent are nearer, two read as different ones further apart, both the more the surer it was. The weights were chosen on the
even rows of tests/nlu and on the part `tune` of tests/missed/groups.yml; benchmarks/missed_groups.py measures on the rest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping, Optional, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from bot.faq.texts import key
from bot.missed.meanings import Encode, alike
from bot.missed.missed import Missed

SAME_INTENT, OTHER_INTENT = 0.1, 0.2  # nearer and further, times how sure the bot was of both
NOTHING_KNOWN, NOT_READ = 0.05, 0.12  # further: both read as nothing the bot knows; one of them never read
WITHIN = 0.54  # how far a group's members are from each other at most, on average
SAYS_NOTHING = frozenset(("out_of_scope", "no_answer", "ask_human", "complain"))  # read as one of these, two messages need not be alike
Reading = tuple[str, float]


@dataclass(frozen=True)
class Variant:
    """One wording, however often it was said. `messages`: all who said it, the latest first."""

    text: str
    messages: tuple[Missed, ...]

    @property
    def key(self) -> str:
        return key(self.text)

    @property
    def conversations(self) -> frozenset[str]:
        return frozenset(message.conversation for message in self.messages)

    @property
    def reading(self) -> Optional[Reading]:
        """What the bot took it for, and how sure it was when it was surest; None when nobody asked it."""
        readings = [(message.intent, message.confidence) for message in self.messages if message.intent]
        return max(readings, key=lambda one: (one[1], one[0])) if readings else None


@dataclass(frozen=True)
class Group:
    """Wordings of one matter, the most typical first."""

    variants: tuple[Variant, ...]

    @property
    def text(self) -> str:
        """The sentence that stands for all."""
        return self.variants[0].text

    @property
    def messages(self) -> tuple[Missed, ...]:
        return tuple(message for variant in self.variants for message in variant.messages)

    @property
    def conversations(self) -> int:
        return len(frozenset().union(*(variant.conversations for variant in self.variants)))

    @property
    def latest(self) -> datetime:
        return max(message.at for message in self.messages)

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How it was missed, in how many messages; the commonest first."""
        counted = Counter(message.kind for message in self.messages)
        return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))

    @property
    def reply(self) -> str:
        """What an agent answered: of several the latest; "" when nobody has."""
        replies = [message for message in self.messages if message.reply]
        return max(replies, key=lambda message: (message.at, message.seq)).reply if replies else ""


def variants_of(messages: Iterable[Missed]) -> list[Variant]:
    """The wordings, in an order that does not depend on that of the messages."""
    by_key: dict[str, list[Missed]] = {}
    for message in messages:
        by_key.setdefault(key(message.text), []).append(message)
    return [_variant(by_key[one]) for one in sorted(by_key)]


def _variant(messages: list[Missed]) -> Variant:
    counted = Counter(message.text for message in messages)
    text = min(counted, key=lambda one: (-counted[one], len(one), one))
    return Variant(text, tuple(sorted(messages, key=lambda message: (message.at, message.seq), reverse=True)))


def group(variants: Sequence[Variant], encode: Encode, within: float = WITHIN) -> list[Group]:
    """The variants in groups, those of the most conversations first. Sorted variants give the same groups in any order of messages."""
    if not variants:
        return []
    labels = cluster([one.text for one in variants], [one.reading for one in variants], encode, within)
    together: dict[int, list[int]] = {}
    for n, label in enumerate(labels):
        together.setdefault(label, []).append(n)
    near = alike([one.text for one in variants], encode)
    groups = [_group(variants, members, near) for members in together.values()]
    return sorted(groups, key=lambda one: (-one.conversations, -one.latest.timestamp(), one.text))


def cluster(texts: Sequence[str], readings: Sequence[Optional[Reading]], encode: Encode, within: float = WITHIN) -> np.ndarray:
    """A number for each text, equal for those that mean the same."""
    if len(texts) < 2:
        return np.ones(len(texts), int)
    apart = distances(texts, readings, encode)
    return fcluster(linkage(apart[np.triu_indices(len(texts), 1)], "average"), within, "distance")


def distances(texts: Sequence[str], readings: Sequence[Optional[Reading]], encode: Encode) -> np.ndarray:
    """How far the texts are from each other; rows and columns as `texts`."""
    known = [one if one and one[0] not in SAYS_NOTHING else None for one in readings]
    codes: Mapping[str, int] = {name: n for n, name in enumerate(sorted({one[0] for one in known if one}))}
    intent = np.array([codes[one[0]] if one else -1 for one in known])
    sure = np.array([one[1] if one else 0.0 for one in known], np.float32)
    unread = np.array([one is None for one in readings])
    both = np.outer(sure, sure)
    apart = 1 - alike(texts, encode) + np.where(intent[:, None] == intent[None, :], -SAME_INTENT, OTHER_INTENT).astype(np.float32) * both
    nothing = (intent < 0) & ~unread
    apart[np.ix_(nothing, nothing)] += NOTHING_KNOWN
    apart[unread[:, None] | unread[None, :]] += NOT_READ
    apart = np.maximum((apart + apart.T) / 2, 0)
    np.fill_diagonal(apart, 0)
    return apart


def _group(variants: Sequence[Variant], members: list[int], near: np.ndarray) -> Group:
    """The most typical first: nearest to the others, those counting more that more people said."""
    weight = np.array([len(variants[n].conversations) for n in members], np.float32)
    typical = near[np.ix_(members, members)] @ weight
    order = sorted(range(len(members)), key=lambda i: (-round(float(typical[i]), 4), len(variants[members[i]].text), variants[members[i]].text))
    return Group(tuple(variants[members[i]] for i in order))
