"""The figures of a judged set of messages. Shares are of 1; what is counted among what stands beside each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Optional, Sequence

from bot.learning.evaluation.budgets import Kept, kept_budgets, wrong_curve
from bot.learning.evaluation.messages import Judged
from bot.learning.evaluation.reliability import Bin, bins
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.evaluation.special import People, Questions, Scope, people, questions, scope
from bot.understanding.calibration import expected_error


@dataclass(frozen=True)
class Score:
    """How well one intent or topic is told from the others. `messages`: how many meant it; None where nothing was named or meant."""

    messages: int
    precision: Optional[float]
    recall: Optional[float]
    f1: Optional[float]


@dataclass
class Report:
    """Everything measured on one set.

    `accuracy` and `first_three` count messages with a right intent; `answered` is the share the bot answers by itself at the shop's
    budget, `wrong` the share of wrong names among those, `wrong_answers` the share left when neighbours that end in one answer
    count as right. `by_topic` is the accuracy of the messages that meant a topic; `topics` only asks whether the topic was right.
    `mistakes` has every message whose intent was named wrongly, as it was typed."""

    messages: int
    accuracy: float
    first_three: float
    answered: float
    wrong: float
    calibration_error: float
    by_group: dict[str, float]
    confusions: list[tuple[str, str, int]]
    mistakes: list[dict[str, Any]] = field(default_factory=list)
    wrong_answers: float = 0.0
    scored: int = 0
    budgets: list[Kept] = field(default_factory=list)
    curve: list[tuple[float, float, float]] = field(default_factory=list)
    reliability: list[Bin] = field(default_factory=list)
    by_topic: dict[str, float] = field(default_factory=dict)
    topics: dict[str, Score] = field(default_factory=dict)
    intents: dict[str, Score] = field(default_factory=dict)
    far: Optional[Scope] = None
    near: Optional[Scope] = None
    people: Optional[People] = None
    questions: Optional[Questions] = None


def report(judged: Sequence[Judged], beside: Sequence[Judged] = (), topic_of: Optional[Mapping[str, str]] = None,
           same: SameAnswer = SameAnswer()) -> Report:
    """Adds everything up. `beside` are messages made for one measure: they count for scope, people and questions alone.

    Raises ValueError for an empty set: nothing measured is not a result."""
    if not judged:
        raise ValueError("测试集里没有可用的句子。")
    single = [j for j in judged if j.given.single]
    scored = [j for j in single if j.given.scored]
    answered = [j for j in single if j.answers]
    topics = {name: (topic_of or {}).get(name, "other") for name in {n for j in scored for n in (*j.given.intents, j.intent)}}
    everything = [*judged, *beside]
    return Report(
        messages=len(judged),
        scored=len(scored),
        accuracy=share(j.right for j in scored),
        first_three=share(any(name in j.given.labels for name, _ in j.ranking[:3]) for j in scored),
        answered=len(answered) / len(single) if single else 0.0,
        wrong=share(not j.named for j in answered),
        wrong_answers=share(not same.right(j.given.labels, j.intent) for j in answered),
        calibration_error=expected_error([j.confidence for j in scored], [j.named for j in scored]) if scored else 0.0,
        by_group={g: share(j.right for j in scored if j.given.group == g) for g in sorted({j.given.group for j in scored})},
        confusions=[(a, b, n) for (a, b), n in Counter((j.given.intents[0], j.intent) for j in scored if not j.right).most_common(20)],
        mistakes=[_mistake(j, same) for j in scored if not j.right],
        budgets=kept_budgets(single, same),
        curve=wrong_curve(single, same),
        reliability=bins(scored),
        by_topic={t: share(j.right for j in scored if topics[j.given.intents[0]] == t) for t in sorted({*topics.values()})
                  if any(topics[j.given.intents[0]] == t for j in scored)},
        topics=scores((tuple(topics[n] for n in j.given.intents), topics[j.intent]) for j in scored),
        intents=scores((j.given.intents, j.intent) for j in scored),
        far=scope(everything, far=True),
        near=scope(everything, far=False),
        people=people(everything),
        questions=questions(everything),
    )


def share(flags: Iterable[bool]) -> float:
    """Of 1; 0 when there is nothing to share."""
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def scores(pairs: Iterable[tuple[Sequence[str], str]]) -> dict[str, Score]:
    """Precision, recall and F1 of each name in (right names, name given) pairs. A miss counts against the first right name."""
    hit, missed, stolen = Counter(), Counter(), Counter()
    for right, given in pairs:
        if given in right:
            hit[given] += 1
        else:
            missed[right[0]] += 1
            stolen[given] += 1
    return {name: _score(hit[name], missed[name], stolen[name]) for name in sorted({*hit, *missed, *stolen})}


def _score(hit: int, missed: int, stolen: int) -> Score:
    precision = hit / (hit + stolen) if hit + stolen else None
    recall = hit / (hit + missed) if hit + missed else None
    return Score(hit + missed, precision, recall, 2 * hit / (2 * hit + missed + stolen))


def _mistake(judged: Judged, same: SameAnswer) -> dict[str, Any]:
    return {"text": judged.given.text, "labels": list(judged.given.labels), "intent": judged.intent,
            "confidence": round(judged.confidence, 3), "answered": judged.answers,
            "same_answer": same.right(judged.given.labels, judged.intent), "group": judged.given.group}
