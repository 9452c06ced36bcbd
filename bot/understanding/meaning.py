"""Sentence embeddings in the directions in which the training sentences differ most.

Half of an embedding's numbers carry next to nothing here and would double the solver's work."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

DIRECTIONS = 256
STRONGEST = 128  # are enough to find neighbours by


class Meaning(NamedTuple):
    """A space around the `centre` of the training embeddings, spanned by `directions` (embedding width, DIRECTIONS)."""

    directions: np.ndarray
    centre: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> "Meaning":
        """From the training data's own embeddings, shape (texts, width)."""
        centre = vectors.mean(axis=0)
        away = unit(vectors - centre)
        _, axes = np.linalg.eigh(away.T @ away)
        return cls(np.ascontiguousarray(axes[:, -DIRECTIONS:]), centre)

    def rows(self, vectors: np.ndarray) -> np.ndarray:
        """Shape (texts, DIRECTIONS), strongest last."""
        return unit(vectors - self.centre) @ self.directions


def strongest(rows: np.ndarray) -> np.ndarray:
    """The strongest directions of `Meaning.rows` as unit rows, shape (texts, STRONGEST)."""
    return np.ascontiguousarray(unit(rows[:, -STRONGEST:]))


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length 1; rows of nothing stay nothing."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
