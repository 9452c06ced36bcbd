"""The nearest training sentences have a vote beside the lines: a line cannot bend around 退款金额不对, its neighbours are all about one thing.

Worth two points on strangers' messages (docs/understanding.md). Likeness is half pieces, half meaning: by pieces alone the nearest
sentences mislead, so a model without meaning has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
from scipy.sparse import csr_matrix

NEAREST = 10
FEWER = 5
STEEPNESS = 12.0  # how much more the nearest says than the tenth
RARE = 400  # sentences; pieces in more of them say little about likeness and cost most of the time
STRETCH = 64  # sentences
AT_ONCE = 64  # texts whose likeness to all sentences is held in memory together


class Neighbours:
    """Training sentences by piece and by meaning. `votes` are shares of 1 over the labels."""

    def __init__(self, starts: np.ndarray, sentences: np.ndarray, values: np.ndarray, meaning: np.ndarray,
                 label_of: np.ndarray, labels: int) -> None:
        self._starts = starts  # (pieces + 1,): where each piece's sentences begin in the two below; common pieces have none
        self._sentences = sentences
        self._values = values
        # (sentences, directions), unit rows; as exact as a saved model, so that both say the same.
        self._meaning = meaning.astype(np.float16).astype(np.float32)
        self._label_of = label_of
        self._labels = labels

    @classmethod
    def of(cls, rows: csr_matrix, meaning: np.ndarray, label_of: Sequence[int], labels: int) -> "Neighbours":
        """`rows` (sentences, pieces) are unit rows, `meaning` (sentences, directions) likewise."""
        documents = np.bincount(rows.indices, minlength=rows.shape[1])
        rare = rows.copy()
        rare.data = np.where(documents[rows.indices] <= RARE, rows.data, 0).astype(np.float32)
        lengths = np.sqrt(np.asarray(rare.multiply(rare).sum(axis=1))).ravel()
        rare.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rare.indptr))
        rare.eliminate_zeros()
        by_piece = rare.tocsc()
        return cls(by_piece.indptr, by_piece.indices.astype(np.min_scalar_type(rows.shape[0])), by_piece.data.astype(np.float16), meaning,
                   np.asarray(label_of, np.int32), labels)

    def votes(self, rows: Sequence[tuple[np.ndarray, np.ndarray]], meaning: np.ndarray) -> np.ndarray:
        """Shape (texts, labels). `rows` are columns and values of the texts' unit rows, `meaning` their unit rows."""
        return self.votes_and_nearest(rows, meaning)[0]

    def votes_and_nearest(self, rows: Sequence[tuple[np.ndarray, np.ndarray]], meaning: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """`votes`, and of shape (texts, 3) how like the nearest sentence is, the FEWER nearest on the average, the nearest by meaning."""
        found, near = np.zeros((len(rows), self._labels), np.float32), np.zeros((len(rows), 3), np.float32)
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            by_pieces = np.stack([self._by_pieces(at, values) for at, values in some])
            by_meaning = meaning[first : first + AT_ONCE] @ self._meaning.T
            for i, likeness in enumerate((by_pieces + by_meaning) / 2, start=first):
                nearest = _highest(likeness)
                found[i] = self._vote(likeness, nearest)
                best = np.sort(likeness[nearest])[::-1][:FEWER]
                near[i] = best[0], best.mean(), by_meaning[i - first].max()
        return found, near

    def _by_pieces(self, at: np.ndarray, values: np.ndarray) -> np.ndarray:
        starts, ends = self._starts[at], self._starts[at + 1]
        known = ends > starts
        length = np.linalg.norm(values[known])
        if not length:
            return np.zeros(len(self._label_of), np.float32)
        stretches = [slice(a, b) for a, b in zip(starts[known], ends[known])]
        sentences = np.concatenate([self._sentences[s] for s in stretches])
        products = np.concatenate([self._values[s] for s in stretches]).astype(np.float32)
        products *= np.repeat(values[known] / length, ends[known] - starts[known])
        return np.bincount(sentences, products, minlength=len(self._label_of)).astype(np.float32)

    def _vote(self, likeness: np.ndarray, nearest: np.ndarray) -> np.ndarray:
        if likeness[nearest].max(initial=0) <= 0:  # like nothing at all: nobody votes
            return np.zeros(self._labels, np.float32)
        weight = np.exp(STEEPNESS * (likeness[nearest] - likeness[nearest].max()))
        return np.bincount(self._label_of[nearest], weight / weight.sum(), minlength=self._labels)

    def save(self, folder: Path) -> None:
        """Plain npz; nothing is pickled."""
        np.savez(folder / "neighbours.npz", starts=self._starts, sentences=self._sentences, values=self._values,
                 meaning=self._meaning.astype(np.float16), label_of=self._label_of, labels=np.array(self._labels))

    @classmethod
    def load(cls, folder: Path) -> "Neighbours":
        """What `save` wrote."""
        with np.load(folder / "neighbours.npz", allow_pickle=False) as kept:
            return cls(kept["starts"], kept["sentences"], kept["values"], kept["meaning"], kept["label_of"], int(kept["labels"]))


def _highest(likeness: np.ndarray) -> np.ndarray:
    """Where the NEAREST highest stand. Only what reaches the tenth best of all stretches' maxima can be among them: a fifth of the
    time it takes to order all sentences."""
    among = np.arange(len(likeness))
    if len(likeness) >= NEAREST * STRETCH:
        best = np.maximum.reduceat(likeness, among[::STRETCH])
        among = np.flatnonzero(likeness >= np.partition(best, -NEAREST)[-NEAREST])
    if len(among) <= NEAREST:
        return among
    return among[np.argpartition(likeness[among], -NEAREST)[-NEAREST:]]
