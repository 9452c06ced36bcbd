"""What one model made of everything it is judged by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Collection, Iterable, Mapping

from bot.faq import Entry
from bot.faq.entries import INTENT
from bot.learning.evaluation.messages import NONE, Judged
from bot.learning.evaluation.special import all_found
from bot.learning.gate.readings import Reading
from bot.learning.reader import NOT_FOR_THE_BOT


@dataclass(frozen=True)
class Proof:
    """A phrasing by which an own question has to be found. `new`: the serving model has not learnt this question."""

    text: str
    intent: str
    question: str
    new: bool


@dataclass(frozen=True)
class Result:
    """`sets`: the frozen sets, read; `proofs`: what was made of each proof's text; `held`: whether each dialogue went as it must."""

    model: str
    sets: Mapping[str, tuple[Judged, ...]]
    proofs: Mapping[str, Reading] = field(default_factory=dict)
    held: Mapping[str, bool] = field(default_factory=dict)


def proofs_of(entries: Iterable[Entry], learnt_before: Collection[str]) -> tuple[Proof, ...]:
    """Every entry's proofs; a new one has to be found by its own question as well. `learnt_before`: names the serving model knows."""
    found = []
    for entry in entries:
        new = entry.name not in learnt_before
        texts = dict.fromkeys((entry.question, *entry.held_out) if new else entry.proofs)
        found += [Proof(text, entry.intent, entry.question, new) for text in texts]
    return tuple(found)


def right(judged: Judged) -> bool:
    """Whether a message of the frozen sets was understood: all its questions found, or its one named, or silence where silence is right."""
    given = judged.given
    if given.together:
        return all_found(judged)
    if set(given.labels) <= {NONE, *NOT_FOR_THE_BOT}:
        return judged.named or not judged.answers
    return judged.right


def can_be_judged(judged: Judged) -> bool:
    """What the project has no answer for, the shop may have written one for since: nobody here knows whether it fits."""
    return not (set(judged.given.labels) == {NONE} and judged.intent.startswith(INTENT))
