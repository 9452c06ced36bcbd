"""Questions with known answers to learn the weights from: what other shops' customers ask, and what shoppers ask anyway."""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np

from bot.understanding.few import likeness
from bot.understanding.few.view import View

CANDIDATES = 40  # entries a message is seriously compared with; the others change nothing and take the time
_FIRST = [likeness.NAMES.index(name) for name in ("meaning of all phrasings", "meaning of question and answer", "share of characters")]


class Lesson(NamedTuple):
    """Messages and what is right for them. `pairs` (n, likeness.NAMES and perhaps closer.NAMES) of message `row` (n,) and one of its
    candidates; `hit` (n,) whether that one is right; `about` (messages, ABOUT), `intents` (messages, intents) their scores times sharpness, `right` likewise: which are
    right; `weight` (messages,)."""

    pairs: np.ndarray
    row: np.ndarray
    hit: np.ndarray
    about: np.ndarray
    intents: np.ndarray
    right: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(cls, view: View, pairs: np.ndarray, about: np.ndarray, sharpness: float, entry: np.ndarray | None, right: np.ndarray | None,
           weight: float) -> "Lesson":
        """`entry` (messages,) is each message's right one, `right` (messages, intents) its right intents; None where there are none.
        All messages together weigh `weight`."""
        messages, entries = pairs.shape[:2]
        kept = np.ones((messages, entries), bool)
        if entries > CANDIDATES:
            promising = pairs[:, :, _FIRST].sum(axis=2)
            kept = promising >= np.partition(promising, -CANDIDATES, axis=1)[:, -CANDIDATES][:, None]
            if entry is not None:
                kept[np.arange(messages), entry] = True
        row, column = np.nonzero(kept)
        hit = np.zeros(len(row), bool) if entry is None else entry[row] == column
        none = np.zeros(view.scores.shape, bool)
        return cls(pairs[row, column], row, hit, about, view.scores * sharpness, none if right is None else right,
                   np.full(messages, weight / messages, np.float32))

    def at_first_sight(self) -> "Lesson":
        """Without what takes a closer look."""
        return self._replace(pairs=self.pairs[:, : len(likeness.NAMES)])

    @classmethod
    def joined(cls, lessons: Sequence["Lesson"]) -> "Lesson":
        """Several lessons in one."""
        before = np.cumsum([0] + [len(one.weight) for one in lessons])
        rows = np.concatenate([one.row + start for one, start in zip(lessons, before)])
        return cls(*(rows if name == "row" else np.concatenate([getattr(one, name) for one in lessons]) for name in cls._fields))
