"""Entries as a closer look has them (bot.understanding.closer_look): for those messages only whose meaning hangs on it."""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import numpy as np

from bot.understanding.few.entries import Entries
from bot.understanding.few.weights import Weights
from bot.understanding.meaning import unit

Encode = Callable[[Sequence[str]], np.ndarray]
#: More of either never speaks against an entry.
NAMES = ("closely: all phrasings", "closely: question and answer")


class Closer(NamedTuple):
    """`centre` (width,) of what is asked; `phrasings` and `whole` (entries, width) as unit rows around it."""

    centre: np.ndarray
    phrasings: np.ndarray
    whole: np.ndarray

    @classmethod
    def of(cls, entries: Entries, centre: np.ndarray, encode: Encode) -> "Closer":
        """The entries of one shop."""
        phrasings = unit(encode(entries.texts) - centre)
        starts = np.searchsorted(entries.owner, np.arange(len(entries)))
        means = unit(np.add.reduceat(phrasings, starts, axis=0)) if len(entries) else phrasings
        return cls(centre, *(rows.astype(np.float16) for rows in (means, unit(encode(entries.whole) - centre))))

    def of_messages(self, vectors: np.ndarray) -> np.ndarray:
        """Shape (messages, entries, NAMES)."""
        rows = unit(vectors - self.centre)
        return np.stack([rows @ self.phrasings.T.astype(np.float32), rows @ self.whole.T.astype(np.float32)], axis=2).astype(np.float32)


class CloserLook(NamedTuple):
    """A shop's entries with the weights for a closer look, and what does the looking."""

    closer: Closer
    weights: Weights
    encode: Encode

    def sums(self, said: Sequence[str], pairs: np.ndarray, about: np.ndarray) -> np.ndarray:
        """Shape (messages, entries); `pairs` and `about` are those of the first sight."""
        closely = self.closer.of_messages(self.encode(said))
        return self.weights.sums(np.concatenate([pairs, closely], axis=2), about)
