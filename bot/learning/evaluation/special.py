"""What must not be answered, who wants a person, and several questions at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Sequence

from bot.learning.evaluation.messages import NONE, Judged
from bot.learning.reader import NOT_FOR_THE_BOT

ASK_HUMAN = "ask_human"


@dataclass(frozen=True)
class Scope:
    """Messages nobody wrote an answer for; `answered` is the share the bot answers all the same, `sentences` are those."""

    messages: int
    answered: float
    sentences: list[dict[str, Any]]


@dataclass(frozen=True)
class People:
    """Wanting a person. `found`: share named ask_human among `asking` messages that mean nothing else. `wrongly`: share named so
    among the `others`. `missed` and `taken` are the sentences."""

    asking: int
    found: Optional[float]
    others: int
    wrongly: Optional[float]
    missed: list[dict[str, Any]]
    taken: list[dict[str, Any]]


@dataclass(frozen=True)
class Questions:
    """`both`: share of `several` whose questions were all found; `split`: share of `single` messages taken apart into a question
    that was not asked. `halves` and `torn` are the sentences."""

    several: int
    both: Optional[float]
    single: int
    split: Optional[float]
    halves: list[dict[str, Any]]
    torn: list[dict[str, Any]]


def scope(judged: Sequence[Judged], *, far: bool) -> Optional[Scope]:
    """Far: nothing to do with a shop. Near: a shop's matter without an answer, labelled "none" alone. None without such messages."""
    of = [j for j in judged if (_is_far(j) if far else j.given.labels == (NONE,))]
    if not of:
        return None
    answered = [j for j in of if j.answers]
    return Scope(len(of), len(answered) / len(of), [_sentence(j) for j in answered])


def _is_far(judged: Judged) -> bool:
    labels = set(judged.given.labels)
    return bool(labels & set(NOT_FOR_THE_BOT)) and labels <= {*NOT_FOR_THE_BOT, NONE}


def people(judged: Sequence[Judged]) -> People:
    """Shares are None where there is nobody to be found, or nobody else."""
    asking = [j for j in judged if j.given.labels == (ASK_HUMAN,)]
    others = [j for j in judged if ASK_HUMAN not in j.given.labels]
    missed, taken = [j for j in asking if j.intent != ASK_HUMAN], [j for j in others if j.intent == ASK_HUMAN]
    found = 1 - len(missed) / len(asking) if asking else None
    wrongly = len(taken) / len(others) if others else None
    return People(len(asking), found, len(others), wrongly, [_sentence(j) for j in missed], [_sentence(j) for j in taken])


def questions(judged: Sequence[Judged]) -> Questions:
    """Shares are None where there are no such messages."""
    several, single = [j for j in judged if not j.given.single], [j for j in judged if j.given.single]
    halves, torn = [j for j in several if not all_found(j)], [j for j in single if _torn(j)]
    both = 1 - len(halves) / len(several) if several else None
    split = len(torn) / len(single) if single else None
    return Questions(len(several), both, len(single), split,
                     [_sentence(j) for j in halves], [_sentence(j) for j in torn])


def all_found(judged: Judged) -> bool:
    """Whether every question of one of the right readings was found."""
    return any(set(reading) <= set(judged.found) for reading in judged.given.together)


def _torn(judged: Judged) -> bool:
    return len(set(judged.found)) > 1 and not set(judged.found) <= set(judged.given.labels)


def _sentence(judged: Judged) -> dict[str, Any]:
    return {"text": judged.given.text, "labels": list(judged.given.labels), "intent": judged.intent,
            "found": list(judged.found), "confidence": round(judged.confidence, 3)}
