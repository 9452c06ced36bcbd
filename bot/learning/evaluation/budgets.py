"""What was promised and what came true: at each error budget, the share answered and how much of it was wrong.

The limits are the model's own, found in training on other messages; nothing here is chosen with these ones in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from scipy.stats import binomtest

from bot.learning.evaluation.messages import Judged
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.reader import NOT_FOR_THE_BOT

POINTS = 60  # of a curve, at most


@dataclass(frozen=True)
class Kept:
    """One budget. `promised`: wrong in a hundred at most. `answered`, `wrong`, `wrong_answers` are shares of 1, the two latter of
    what was answered; `low` and `high` bound `wrong_answers` with 95 % confidence. None: nothing was answered.

    `verdict`: kept, broken (even the low bound is above), unproven (above, but so few messages may do that by chance), nothing."""

    promised: float
    messages: int
    answered: float
    wrong: Optional[float]
    wrong_answers: Optional[float]
    low: Optional[float]
    high: Optional[float]
    verdict: str


def interval(wrong: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share. Raises ValueError for none."""
    found = binomtest(wrong, of).proportion_ci(confidence_level=0.95, method="wilson")
    return float(found.low), float(found.high)


def kept_budgets(judged: Sequence[Judged], same: SameAnswer) -> list[Kept]:
    """Every budget whose answers are known, the smallest first."""
    known = set.intersection(*(set(j.answers_at) for j in judged)) if judged else set()
    return [_kept(budget, judged, same) for budget in sorted(known)]


def _kept(budget: float, judged: Sequence[Judged], same: SameAnswer) -> Kept:
    answered = [j for j in judged if j.answers_at[budget]]
    if not answered:
        return Kept(budget, len(judged), 0.0, None, None, None, None, "nothing")
    named_wrong = sum(not j.named for j in answered)
    wrong = sum(not same.right(j.given.labels, j.intent) for j in answered)
    low, high = interval(wrong, len(answered))
    promised = budget / 100
    verdict = "kept" if wrong <= promised * len(answered) else "broken" if low > promised else "unproven"
    return Kept(budget, len(judged), len(answered) / len(judged), named_wrong / len(answered), wrong / len(answered), low, high, verdict)


def wrong_curve(judged: Sequence[Judged], same: SameAnswer) -> list[tuple[float, float, float]]:
    """(answered, wrong answers among them, least confidence) for falling confidence: what any threshold would have done here."""
    could = sorted((j for j in judged if j.intent not in NOT_FOR_THE_BOT), key=lambda j: -j.confidence)
    found, wrong = [], 0
    for count, one in enumerate(could, 1):
        wrong += not same.right(one.given.labels, one.intent)
        if count == len(could) or could[count].confidence < one.confidence:  # equally sure messages are answered together
            found.append((count / len(judged), wrong / count, one.confidence))
    step = max(1, -(-len(found) // POINTS))
    return found[::step] if not found or found[-1] in found[::step] else [*found[::step], found[-1]]
