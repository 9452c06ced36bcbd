"""What the intents' model makes of texts: the ground on which messages and phrasings are compared."""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np


class View(NamedTuple):
    """`texts` normalised and as they are meant to be spelt, `said` normalised. `vectors` (texts, width) are the embeddings of `texts`,
    width 1 and nothing in it where meaning takes no part; `scores` (texts, intents) of the big labels; `meaning` (texts, directions) unit rows; `nearest` (texts, 3): how like
    the nearest training sentence is, the five nearest on the average, and the nearest by meaning alone."""

    texts: list[str]
    said: list[str]
    vectors: np.ndarray
    scores: np.ndarray
    meaning: np.ndarray
    nearest: np.ndarray

    def take(self, at: Sequence[int]) -> "View":
        """Some of the texts."""
        at = np.asarray(at, int)
        return View([self.texts[i] for i in at], [self.said[i] for i in at], *(rows[at] for rows in self[2:]))
