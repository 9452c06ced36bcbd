"""Embeddings in which the same question of a shopkeeper and of a shopper lie closer together.

What differs between two phrasings of one question is mostly manner; what differs between two questions is matter. The directions of
manner are learnt from sentences of one intent and from phrasings of one entry in other shops, and made short, by half."""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np

from bot.understanding.meaning import unit

HALF = 0.5  # of what would make all directions of manner equally long; measured, more is worse
FLOOR = 0.5  # of the mean variance


class Style(NamedTuple):
    """`centre` (width,) of what shoppers say, `directions` (width, width)."""

    centre: np.ndarray
    directions: np.ndarray

    @classmethod
    def of(cls, centre: np.ndarray, groups: Sequence[tuple[np.ndarray, np.ndarray]]) -> "Style":
        """From (vectors, which of them belong together) of several sources, which count alike."""
        manner = sum(_within(unit(vectors - centre), owner) for vectors, owner in groups)
        sizes, axes = np.linalg.eigh(manner)
        sizes = np.maximum(sizes, 0)
        scale = (sizes + FLOOR * sizes.mean() + 1e-12) ** (-HALF / 2)
        return cls(centre.astype(np.float32), (axes * (scale / scale.mean())).astype(np.float32))

    def rows(self, vectors: np.ndarray) -> np.ndarray:
        """Unit rows."""
        return unit(unit(vectors - self.centre) @ self.directions)


def _within(rows: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Covariance of what is left when each group's mean is taken away, of trace 1."""
    groups, owner = np.unique(owner, return_inverse=True)
    sums = np.zeros((len(groups), rows.shape[1]), np.float64)
    np.add.at(sums, owner, rows)
    apart = rows - (sums / np.bincount(owner)[:, None])[owner]
    scatter = apart.T @ apart
    return scatter / max(np.trace(scatter), 1e-9)
