"""What the classifier sees of a text: characters, words and their sounds, as one sparse row; and, when asked for, its meaning.

The recipe is the measured one of docs/understanding.md: characters 1-3 (they survive typos), jieba words 1-2, and the
pinyin string in pieces of 2-6 letters (起求 sounds like 起球). Written as one pass because a vectoriser call a block costs
more than the classification itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Callable, Iterable, Mapping, Optional, Sequence

import numpy as np

from scipy.sparse import csr_matrix

from bot.understanding.piece_counts import PieceCounts
from bot.understanding.sounds import sound

Cut = Callable[[str], Sequence[str]]
BLOCKS = (("c", 1.0), ("w", 0.7), ("p", 0.7))
_MARKS = re.compile(r"[^\w]+|_")


def pieces(text: str, cut: Cut) -> dict[str, list[str]]:
    """The n-grams of a normalised text, by block."""
    bare = _MARKS.sub("", text)
    framed = f"^{bare}$"
    words = [w for w in cut(text) if not _MARKS.fullmatch(w)]
    spoken = "^" + " ".join(sound(c) for c in bare) + "$"
    return {
        "c": [framed[i : i + n] for n in (1, 2, 3) for i in range(len(framed) - n + 1)],
        "w": words + [f"{a} {b}" for a, b in zip(words, words[1:])],
        "p": [spoken[i : i + n] for n in range(2, 7) for i in range(len(spoken) - n + 1)],
    }


def marked(grams: Mapping[str, list[str]]) -> list[str]:
    """The pieces of all blocks in one list, each with its block's letter before it."""
    return [name + piece for name, found in grams.items() for piece in found]


class SparseFeatures:
    """TF-IDF over the three blocks; rows are unit vectors. `columns` maps block and piece to a column, `documents` says in how many
    of the `texts` training texts each column's piece is found."""

    def __init__(self, cut: Cut, columns: dict[str, dict[str, int]], documents: np.ndarray, texts: int) -> None:
        self.cut = cut
        self.columns = columns
        self._documents = documents
        self._texts = texts
        self._idf = (np.log((1 + texts) / (1 + documents)) + 1).astype(np.float32)

    @classmethod
    def fit(cls, texts: Sequence[str], cut: Cut, at_least: int = 2, counted: Optional[PieceCounts] = None) -> tuple["SparseFeatures", csr_matrix]:
        """Learns the pieces that occur in at least `at_least` of the texts; returns their rows as well. `counted` remembers
        the pieces of texts seen before."""
        counts, names = (counted or PieceCounts()).of(texts, lambda text: marked(pieces(text, cut)))
        documents = np.bincount(counts.indices, minlength=len(names))
        kept = np.flatnonzero(documents >= at_least)
        columns: dict[str, dict[str, int]] = {name: {} for name, _ in BLOCKS}
        for column, at in enumerate(kept):
            columns[names[at][0]][names[at][1:]] = column
        features = cls(cut, columns, documents[kept].astype(np.int32), len(texts))
        return features, features._weighted(counts[:, kept].tocsr())

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        """All rows at once; what `_row` does for one text."""
        weight_of, block_of = dict(BLOCKS), np.zeros(self.width, np.int64)
        for at, (name, _) in enumerate(BLOCKS):
            block_of[list(self.columns[name].values())] = at
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        values = (1 + np.log(counts.data.astype(np.float32))) * self._idf[counts.indices]
        group = row * len(BLOCKS) + block_of[counts.indices]
        lengths = np.sqrt(np.bincount(group, values**2, minlength=counts.shape[0] * len(BLOCKS)))
        values *= np.array([weight_of[name] for name, _ in BLOCKS])[block_of[counts.indices]] / lengths[group]
        values /= np.sqrt(np.bincount(row, values**2, minlength=counts.shape[0]))[row]
        return csr_matrix((values.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)

    def documents(self, block: str) -> dict[str, int]:
        """In how many training texts each known piece of a block is found."""
        return {piece: int(self._documents[column]) for piece, column in self.columns[block].items()}

    @property
    def texts(self) -> int:
        """How many training texts there were."""
        return self._texts

    @property
    def width(self) -> int:
        """How many columns a row has."""
        return len(self._idf)

    def row(self, text: str, words: Optional[Sequence[str]] = None) -> tuple[np.ndarray, np.ndarray]:
        """Columns and values of one text's unit row; both empty when nothing in it is known. `words` are the text's own where
        it is cut already."""
        return self._row(pieces(text, self.cut if words is None else lambda _: words))

    def _row(self, grams: Mapping[str, list[str]]) -> tuple[np.ndarray, np.ndarray]:
        found, weights = [], []
        for name, weight in BLOCKS:
            known = self.columns[name]
            counts = Counter(map(known.get, grams[name]))
            counts.pop(None, None)
            if counts:
                at = np.fromiter(counts.keys(), np.int32, len(counts))
                value = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self._idf[at]
                found.append(at)
                weights.append(value * (weight / np.linalg.norm(value)))
        if not found:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        values = np.concatenate(weights)
        return np.concatenate(found), (values / np.linalg.norm(values)).astype(np.float32)

    def matrix(self, texts: Iterable[str]) -> csr_matrix:
        """One unit row a text."""
        return self._stacked([self.row(t) for t in texts])

    def _stacked(self, rows: list[tuple[np.ndarray, np.ndarray]]) -> csr_matrix:
        starts = np.cumsum([0] + [len(r[0]) for r in rows])
        at = np.concatenate([r[0] for r in rows]) if rows else np.empty(0, np.int32)
        values = np.concatenate([r[1] for r in rows]) if rows else np.empty(0, np.float32)
        return csr_matrix((values, at, starts), shape=(len(rows), self.width))

    def save(self, folder: Path) -> None:
        """Plain JSON and npz; nothing is pickled."""
        (folder / "pieces.json").write_text(json.dumps(self.columns, ensure_ascii=False), "utf8")
        np.savez(folder / "documents.npz", documents=self._documents, texts=np.array(self._texts))

    @classmethod
    def load(cls, folder: Path, cut: Cut) -> "SparseFeatures":
        """What `save` wrote."""
        columns = json.loads((folder / "pieces.json").read_text("utf8"))
        with np.load(folder / "documents.npz", allow_pickle=False) as kept:
            return cls(cut, columns, kept["documents"], int(kept["texts"]))
