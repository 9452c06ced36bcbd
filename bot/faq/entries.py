"""One question of the shop's own with its answer, and how a row of a spreadsheet is joined to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Container, Iterable, Iterator, Optional

from bot.faq.names import name_for
from bot.faq.texts import held_out, key

INTENT, REPLY = "faq/", "utter_faq/"
FEWEST_TRAINED = 3  # as many phrasings are trained before any is held out


@dataclass(frozen=True)
class Entry:
    """`question` says it best; `similar` are trained with it, `held_out` never: they prove that it is understood.

    product: the id of the only product it is about. valid_from, valid_until: the first and the last minute it is answered.
    """

    name: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    topic: str = ""
    product: str = ""
    valid_from: Optional[datetime] = None
    valid_until: Optional[datetime] = None
    by: str = ""
    at: Optional[datetime] = None

    @property
    def intent(self) -> str:
        return INTENT + self.name

    @property
    def reply(self) -> str:
        return REPLY + self.name

    @property
    def trained(self) -> tuple[str, ...]:
        """The phrasings a model is trained with."""
        return (self.question, *self.similar)

    @property
    def proofs(self) -> tuple[str, ...]:
        """What a model has to understand to be promoted: the held-out phrasings; without any, at least the question itself."""
        return self.held_out or (self.question,)

    def keys(self) -> Iterator[str]:
        """Everything it is asked by, as `texts.key` has it."""
        return map(key, (*self.trained, *self.held_out))

    def answered_at(self, now: datetime) -> bool:
        """Whether the bot may say the answer at this minute."""
        return not self.over_at(now) and (self.valid_from is None or now >= self.valid_from)

    def over_at(self, now: datetime) -> bool:
        """Whether it has expired: nothing is said any more and the next model does without it. What begins later is trained already."""
        return self.valid_until is not None and now >= self.valid_until + timedelta(minutes=1)


@dataclass(frozen=True)
class Draft:
    """What a row says, read and cleaned but not yet compared with anything. Empty cells say nothing."""

    question: str
    answer: str
    similar: tuple[str, ...] = ()
    topic: str = ""
    product: str = ""
    valid_from: Optional[datetime] = None
    valid_until: Optional[datetime] = None

    def phrasings(self) -> tuple[str, ...]:
        return (self.question, *self.similar)

    def joined(self, other: "Draft", phrasings: Iterable[str]) -> "Draft":
        """With these phrasings, and whatever else another row of the same question and answer adds."""
        known = set(map(key, self.phrasings()))
        further = tuple(p for p in phrasings if key(p) not in known)
        said = {name: getattr(self, name) or getattr(other, name) for name in ("topic", "product", "valid_from", "valid_until")}
        return replace(self, similar=self.similar + further, **said)


def new_entry(draft: Draft, taken: Container[str] = ()) -> Entry:
    """The entry a row makes when its question is new. `taken`: names that others have."""
    similar, held = divided((draft.question,), draft.similar)
    return Entry(
        name_for(draft.question, taken.__contains__), draft.question, draft.answer, similar, held,
        draft.topic, draft.product, draft.valid_from, draft.valid_until,
    )  # fmt: skip


def merged(entry: Entry, draft: Draft) -> Entry:
    """The entry with the row's answer and whatever the row adds; nothing is lost by what the row does not say."""
    more, held = divided(entry.trained, _unknown(entry, draft.phrasings()))
    said = {name: getattr(draft, name) or getattr(entry, name) for name in ("answer", "topic", "product", "valid_from", "valid_until")}
    return replace(entry, similar=entry.similar + more, held_out=entry.held_out + held, **said)


def accepted(entry: Entry, phrasings: Iterable[str]) -> Entry:
    """With missed questions a person said belong here: one in five is held out, however few are trained."""
    further = _unknown(entry, phrasings)
    kept = tuple(p for p in further if not held_out(p))
    return replace(entry, similar=entry.similar + kept, held_out=entry.held_out + tuple(p for p in further if held_out(p)))


def divided(trained: tuple[str, ...], further: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Further phrasings in two: to be trained with those that are, and held out by the fixed rule.

    With fewer than three to train nothing is held out. What was trained or held out once stays so, whatever is added later.
    """
    further = tuple(further)
    kept = [p for p in further if not held_out(p)]
    held = [p for p in further if held_out(p)]
    while held and len(trained) + len(kept) < FEWEST_TRAINED:
        kept.append(held.pop(0))
    return tuple(p for p in further if p in kept), tuple(held)


def _unknown(entry: Entry, phrasings: Iterable[str]) -> tuple[str, ...]:
    known = set(entry.keys())
    found = {}
    for text in phrasings:
        if key(text) not in known:
            found.setdefault(key(text), text)
    return tuple(found.values())
