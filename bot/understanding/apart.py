"""Whether two parts of a message are two questions: a sum of what the model and the words say, each with its weight.

Story and question of one matter look much like two questions, so no single threshold on confidence will do: low, it tears a fifth of
the stories, high, it loses half of the second questions. The weights are a logistic regression's, rounded. It saw the calibration
messages, the even rows of tests/nlu (sets/two.yml among them) and of real shoppers' single messages, and pairs of the first two joined
by marks, spaces and words (pairs of tests/nlu from all its rows). It did not see the odd rows of sets/two.yml and of the real ones.
"""

from __future__ import annotations

import math

import numpy as np

from bot.understanding.questions import SIGNS, Cut

SHARE_OF_WHOLE = 1 / 6  # in what a part means: 要不要加钱 is about freight where the whole message is; flat from a sixth to a fifth

# From the model. Scores are distances: about 1 for a training sentence, below 0 for something else.
PARTS = 1.3  # what each part's own intent scores
OTHERS = -2.0  # the more one part speaks of the other's intent: a story
# From the words (questions.SIGNS).
BALANCE = 1.7  # logarithm of the shorter part's share
WEIGHTS = {
    "left_asks": 0.7, "connecting_word": 1.7, "only_a_number": -3.8, "sets_the_scene": -1.4, "goes_on": -0.95, "leans": -1.9,
    "speaks_of_self": -1.8, "both_ask": 1.3,
}  # fmt: skip
START = -2.1
HOPELESS = 0.03  # by pieces alone, whose scores are lower: such a cut is not worth the milliseconds that meaning takes
_OF_SIGNS = tuple(WEIGHTS[name] for name in SIGNS)


def in_company(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Scores of a part of a message that scores `whole`: what it leaves out, the rest may say."""
    return (1 - SHARE_OF_WHOLE) * part + SHARE_OF_WHOLE * whole


def hopeful(cut: Cut, left: np.ndarray, right: np.ndarray) -> bool:
    """Whether it is worth asking what both parts mean; `left` and `right` are what pieces alone score, in company."""
    return _probable(cut, left, right) >= HOPELESS


def two_questions(cut: Cut, left: np.ndarray, right: np.ndarray) -> float:
    """How probable it is that both parts ask, each its own; 0 when both mean the same. `left` and `right` are their scores in company."""
    return 0.0 if left.argmax() == right.argmax() else _probable(cut, left, right)


def _probable(cut: Cut, left: np.ndarray, right: np.ndarray) -> float:
    a, b = int(left.argmax()), int(right.argmax())
    total = START + _by_words(cut) + PARTS * (left[a] + right[b]) + OTHERS * max(left[b], right[a])
    return 1 / (1 + math.exp(-total))


def _by_words(cut: Cut) -> float:
    return BALANCE * math.log(cut.balance) + sum(weight for weight, sign in zip(_OF_SIGNS, cut.signs) if sign)
