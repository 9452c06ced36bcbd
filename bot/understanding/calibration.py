"""From scores to honest confidences, and from a shop's error budget to the confidence that keeps it.

Both are read off messages the classifier was not trained on, written as messages naturally come. Out-of-fold scores on
training sentences would do too, but those are hard on purpose and make the bot far too shy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize_scalar

BUDGETS = (1.0, 2.0, 5.0, 10.0)  # wrong answers in a hundred
CAUTION = 0.45  # strangers write harder messages than we do: keep to this share of the budget on our own
FEWEST = 30  # answered messages a threshold must be seen on


@dataclass(frozen=True)
class Calibration:
    """`sharpness` turns scores into probabilities; `limits` maps wrong-in-a-hundred to the least confidence to answer with."""

    sharpness: float
    limits: dict[str, float]


def probabilities(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """Row-wise softmax of `scores * sharpness`; shape stays (messages, labels)."""
    scaled = scores * sharpness
    raised = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def calibrate(scores: np.ndarray, right: np.ndarray, caution: float = CAUTION, never_answered: Sequence[int] = ()) -> Calibration:
    """`scores` (n, labels); `right` is a boolean array of the same shape: which labels are right for each message. `caution` is
    the share of each budget to keep to on them. Messages taken for a label (column) that is `never_answered` are no answers, so
    they do not count in the budget."""
    def surprise(sharpness: float) -> float:
        return float(-np.log((probabilities(scores, sharpness) * right).sum(axis=1) + 1e-9).mean())

    sharpness = float(minimize_scalar(surprise, bounds=(0.3, 30.0), method="bounded").x)
    return Calibration(sharpness, limits(probabilities(scores, sharpness), right, caution, never_answered))


def limits(confidence: np.ndarray, right: np.ndarray, caution: float = CAUTION, never_answered: Sequence[int] = ()) -> dict[str, float]:
    """The least confidence for each of BUDGETS, from confidences (messages, labels); the rest as for `calibrate`."""
    top = confidence.argmax(axis=1)
    correct = right[np.arange(len(top)), top]
    answerable = ~np.isin(top, list(never_answered))
    sure, well = confidence.max(axis=1)[answerable], correct[answerable]
    return {f"{b:g}": limit(sure, well, b * caution) for b in BUDGETS}


def limit(confidence: np.ndarray, correct: np.ndarray, wrong_in_a_hundred: float) -> float:
    """The least confidence above which at most this many in a hundred were wrong; just below 1 when none keeps it."""
    order = np.argsort(-confidence)
    ranked = confidence[order]
    wrong = 100 * np.cumsum(~correct[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(ranked[:-1] > ranked[1:], True)[:len(order)]  # equally sure messages are answered together
    keeps = [i for i in np.flatnonzero((wrong <= wrong_in_a_hundred) & last_of_equals) if i + 1 >= min(FEWEST, len(order))]
    return float(ranked[keeps[-1]]) if keeps else 0.9999


def least_confidence(limits: Mapping[str, float], wrong_in_a_hundred: float) -> float:
    """The confidence to answer with under a shop's budget: that of the largest trained budget within it."""
    within = [limit for budget, limit in limits.items() if float(budget) <= wrong_in_a_hundred]
    return min(within) if within else max(limits.values(), default=0.5)


def expected_error(confidence: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap between said and true, over equal-width bins weighted by size."""
    said, true = np.asarray(confidence, float), np.asarray(correct, float)
    at = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs(said[at == b].mean() - true[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()]
    return float(sum(gaps))
