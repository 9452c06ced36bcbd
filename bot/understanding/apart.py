"""Whether two parts of a message are two questions: a sum of what the model and the words say, each with its weight.

Story and question of one matter look much like two questions, so no single threshold on confidence will do: low, it tears a fifth of
the stories, high, it loses half of the second questions. The weights are a logistic regression's, rounded. It saw two thirds of
data/nlu trained and the rest as single messages and as pairs joined by marks, spaces and words, the calibration messages likewise,
half of tests/nlu/sets/two.yml, and single messages of tests/nlu and of real shoppers: those are no longer untouched by it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from bot.understanding.questions import SIGNS, Cut

LEAST = -8.0  # logarithm of a confidence; below it there is no difference


class Said(NamedTuple):
    """What the model says of one text: its scores (one a label) and their calibrated confidences."""

    scores: np.ndarray
    confidences: np.ndarray


# From the model. Scores are distances: about 1 for a training sentence, below 0 for something else.
WEAKER_PART = 1.4  # the lower of the two parts' own scores
WEAKER_IN_WHOLE = 2.8  # the lower of the scores the whole message has for the two intents: two questions leave traces of both
LEFT_GAINS = 1.4  # how much clearer the left intent is when the right part is gone
RIGHT_IN_LEFT = -1.0  # the left part alone speaks of the right intent already: a story
STRONGER_IN_WHOLE = 0.6  # logarithm of the whole message's confidence in the likelier of the two
# From the words (questions.SIGNS).
WEIGHTS = {
    "left_asks": 1.1, "connecting_word": 1.3, "only_a_number": -3.8, "sets_the_scene": -1.2, "goes_on": -1.1, "leans": -1.1,
    "speaks_of_self": -0.5, "no_mark": -1.4,
}  # fmt: skip
START = -1.1
HOPELESS = 0.0  # by the words alone: such a cut is not worth the milliseconds of understanding two more texts
_OF_SIGNS = tuple(WEIGHTS[name] for name in SIGNS)


def hopeful(cut: Cut) -> bool:
    """Whether it is worth asking the model about this cut."""
    return _by_words(cut) >= HOPELESS


def two_questions(cut: Cut, whole: Said, left: Said, right: Said) -> float:
    """How probable it is that both parts ask, each its own; 0 when both mean the same."""
    a, b = int(left.scores.argmax()), int(right.scores.argmax())
    if a == b:
        return 0.0
    stronger = max(whole.confidences[a], whole.confidences[b])
    total = (
        START + _by_words(cut)
        + WEAKER_PART * min(left.scores[a], right.scores[b])
        + WEAKER_IN_WHOLE * min(whole.scores[a], whole.scores[b])
        + LEFT_GAINS * (left.scores[a] - whole.scores[a])
        + RIGHT_IN_LEFT * left.scores[b]
        + STRONGER_IN_WHOLE * max(LEAST, math.log(max(stronger, 1e-9)))
    )  # fmt: skip
    return 1 / (1 + math.exp(-total))


def _by_words(cut: Cut) -> float:
    return sum(weight for weight, sign in zip(_OF_SIGNS, cut.signs) if sign)
