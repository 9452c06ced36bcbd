"""The weights, from lessons: those under which what is right was likeliest to be chosen among all intents and entries.

A straight sum is as good as anything bent (a small network, boosted trees: docs/understanding.md), and with few weights, none of which may
make likeness speak against an entry, it holds for shops that it has not seen."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from bot.understanding.few import closer, likeness
from bot.understanding.few.lessons import Lesson
from bot.understanding.few.weights import Weights, _BY_LETTER

RIDGE_OF_PAIRS, RIDGE_OF_MESSAGES = 3e-3, 1e-2  # what a message is like differs between shops more than what a match is like
ROUNDS = 150


def learn(lesson: Lesson) -> Weights:
    """The weights; columns that never change get none. The lesson's pairs may have closer.NAMES after likeness.NAMES."""
    pairs, pair_mean, pair_scale = _standard(lesson.pairs)
    about, about_mean, about_scale = _standard(lesson.about)
    wide = pairs.shape[1]
    starts = np.searchsorted(lesson.row, np.arange(len(about)))
    weight = lesson.weight / lesson.weight.sum()
    ridge = np.concatenate([np.full(wide, RIDGE_OF_PAIRS), np.full(about.shape[1], RIDGE_OF_MESSAGES), [0.0]])

    def surprise(given: np.ndarray) -> tuple[float, np.ndarray]:
        of_pairs, of_messages, start = given[:wide].astype(np.float32), given[wide:-1].astype(np.float32), np.float32(given[-1])
        sums = pairs @ of_pairs + (about @ of_messages + start)[lesson.row]
        highest = np.maximum(np.maximum.reduceat(sums, starts), lesson.intents.max(axis=1))
        few, big = np.exp(sums - highest[lesson.row]), np.exp(lesson.intents - highest[:, None])
        every = np.add.reduceat(few, starts) + big.sum(axis=1)
        right = np.add.reduceat(few * lesson.hit, starts) + (big * lesson.right).sum(axis=1) + 1e-12 * every
        slope = weight[lesson.row] * (few / every[lesson.row] - few * lesson.hit / right[lesson.row])
        of_each = np.add.reduceat(slope, starts)
        gradient = np.concatenate([pairs.T @ slope, about.T @ of_each, [of_each.sum()]]).astype(np.float64)
        return float(-(weight * np.log(right / every)).sum() + (ridge * given**2).sum()), gradient + 2 * ridge * given

    first = np.concatenate([np.full(wide, 0.1), np.zeros(about.shape[1] + 1)])
    never_against = (*likeness.ALIKE, *closer.NAMES)
    names = (*likeness.NAMES, *closer.NAMES)[:wide]
    bounds = [(0.0, None) if name in never_against else (None, None) for name in names] + [(None, None)] * (about.shape[1] + 1)
    found = minimize(surprise, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": ROUNDS}).x
    of_pairs, of_messages = found[:wide] / pair_scale, found[wide:-1] / about_scale
    start = float(found[-1] - of_pairs @ pair_mean - of_messages @ about_mean)
    weights = Weights(of_pairs.astype(np.float32), of_messages.astype(np.float32), start, (0.0, 1.0))
    return weights._replace(first_look=_first_look(lesson, weights))


def _standard(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mean, scale = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    scale[scale < 1e-4] = np.inf
    return ((rows - mean) / scale).astype(np.float32), mean, scale


def _first_look(lesson: Lesson, weights: Weights) -> tuple[float, float]:
    """The straight line from the letters' part to the whole sum, over the candidate of each message that is most like it by the letter."""
    letters = weights.by_letter(lesson.pairs[:, _BY_LETTER])
    order = np.lexsort((letters, lesson.row))
    last = order[np.append(np.flatnonzero(np.diff(lesson.row[order])), len(order) - 1)]
    sums = lesson.pairs[last] @ weights.of_pairs + lesson.about[lesson.row[last]] @ weights.of_messages + weights.start
    if letters[last].std() < 1e-6:
        return float(sums.mean()), 0.0
    for_each, at_nothing = np.polyfit(letters[last], sums, 1)
    return float(at_nothing), float(for_each)
