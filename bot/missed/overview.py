"""What the page on missed questions shows, made of the messages and of what was decided before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping, Optional, Sequence

from bot.faq import Entry
from bot.faq.texts import key
from bot.missed.deciding import NOT_FOR_THE_BOT, Decision
from bot.missed.grouping import Group, Variant, group, variants_of
from bot.missed.guesses import Guess, Guesses
from bot.missed.meanings import Encode, alike
from bot.missed.missed import Missed

BELONGS = 0.55  # how alike a new wording is to one that was decided, to go the same way
SUGGESTED = 0.5  # how alike a wording is to an entry's phrasings, to be suggested for it
MOST = 3000  # wordings; the latest are looked at


@dataclass(frozen=True)
class Offer:
    """A group to decide. `again`: earlier its like was put to `again.target`, and these are new ones; one click does the same."""

    group: Group
    guesses: tuple[Guess, ...] = ()
    again: Optional[Decision] = None


@dataclass(frozen=True)
class Near:
    """A missed wording that may ask what an entry answers."""

    text: str
    key: str
    conversations: int
    alike: float


@dataclass(frozen=True)
class Overview:
    """`offers`: the largest first. `hidden`: how many new messages are like what is not for the bot. `left_out`: wordings too many.
    `suggestions`: entries with the wordings that may be asking them, the entry with the most first."""

    offers: tuple[Offer, ...]
    messages: int
    variants: tuple[Variant, ...]
    at: datetime
    hidden: Mapping[int, int]
    left_out: int = 0
    suggestions: tuple[tuple[Entry, tuple[Near, ...]], ...] = ()

    def text(self, key: str) -> Optional[str]:
        """The wording with this key, if it waits for a decision."""
        return next((variant.text for variant in self.variants if variant.key == key), None)


def overview(messages: Iterable[Missed], standing: Mapping[str, Decision], known: Iterable[str], entries: Sequence[Entry],
             titles: Mapping[str, str], encode: Encode, at: datetime, least: int = 1) -> Overview:
    """`standing`: decided texts; `known`: keys of what is data already; `least`: conversations that a group needs to be shown."""
    decided, gone = {key(text): decision for text, decision in standing.items()}, set(known)
    waiting = [variant for variant in variants_of(messages) if variant.key not in decided and variant.key not in gone]
    latest = sorted(waiting, key=lambda variant: (variant.messages[0].at, variant.key), reverse=True)[:MOST]
    variants = sorted(latest, key=lambda variant: variant.key)
    following, rest = _following(variants, standing, encode)
    hidden = {id: sum(len(variant.messages) for variant in some) for (id, what), some in following.items() if what == NOT_FOR_THE_BOT}
    by_id = {decision.id: decision for decision in standing.values()}
    groups = [one for one in group(rest, encode) if one.conversations >= least]
    guesses = Guesses(titles, entries, encode).of(groups)
    offers = [Offer(one, found) for one, found in zip(groups, guesses)]
    offers += [Offer(Group(tuple(some)), (), by_id[id]) for (id, what), some in sorted(following.items()) if what != NOT_FOR_THE_BOT]
    offers.sort(key=lambda offer: (-offer.group.conversations, -offer.group.latest.timestamp(), offer.group.text))
    many = sum(len(variant.messages) for variant in waiting)
    return Overview(tuple(offers), many, tuple(variants), at, hidden, len(waiting) - len(variants), _suggestions(entries, rest, encode))


Following = dict[tuple[int, str], list[Variant]]  # by a decision's id and what it was


def _following(variants: Sequence[Variant], standing: Mapping[str, Decision], encode: Encode) -> tuple[Following, list[Variant]]:
    """New wordings that mean what was decided before, by that decision; and the rest."""
    texts = list(standing)
    if not texts or not variants:
        return {}, list(variants)
    near = alike([variant.text for variant in variants], encode, texts)
    following: Following = {}
    rest = []
    for variant, row in zip(variants, near):
        best = int(row.argmax())
        if row[best] >= BELONGS:
            decision = standing[texts[best]]
            following.setdefault((decision.id, decision.what), []).append(variant)
        else:
            rest.append(variant)
    return {of: sorted(some, key=lambda one: (-len(one.conversations), one.text)) for of, some in following.items()}, rest


def near_entry(entry: Entry, variants: Sequence[Variant], encode: Encode, limit: int) -> list[Near]:
    """The wordings nearest to what the entry is asked by, the nearest first."""
    near = alike([variant.text for variant in variants], encode, [*entry.trained, *entry.held_out])
    return _sorted(_near(variant, row.max()) for variant, row in zip(variants, near))[:limit]


def _suggestions(entries: Sequence[Entry], variants: Sequence[Variant], encode: Encode) -> tuple[tuple[Entry, tuple[Near, ...]], ...]:
    """Each wording under the entry it is nearest to."""
    asked = [(text, n) for n, entry in enumerate(entries) for text in (*entry.trained, *entry.held_out)]
    if not asked or not variants:
        return ()
    near, found = alike([variant.text for variant in variants], encode, [text for text, _ in asked]), {}
    for variant, row in zip(variants, near):
        best = int(row.argmax())
        found.setdefault(asked[best][1], []).append(_near(variant, row[best]))
    some = [(entries[n], tuple(_sorted(nears))) for n, nears in found.items()]
    return tuple(sorted(((entry, nears) for entry, nears in some if nears), key=lambda one: (-len(one[1]), one[0].name)))


def _near(variant: Variant, sure: float) -> Near:
    return Near(variant.text, variant.key, len(variant.conversations), round(float(sure), 3))


def _sorted(found: Iterable[Near]) -> list[Near]:
    return sorted((one for one in found if one.alike >= SUGGESTED), key=lambda one: (-one.alike, -one.conversations, one.text))
