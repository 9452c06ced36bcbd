"""What the classifier sees of a text: characters, words and their sounds, as one sparse row; and, when asked for, its meaning.

The recipe is the measured one of docs/understanding.md: characters 1-3 (they survive typos), jieba words 1-2, and the
pinyin string in pieces of 2-6 letters (起求 sounds like 起球). Written as one pass because a vectoriser call a block costs
more than the classification itself.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Callable, Iterable, Mapping, Sequence

import numpy as np

# Single characters are all we ask for; its phrases would take 45 MB of every server.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin.pinyin_dict import pinyin_dict
from pypinyin.style import convert
from pypinyin import Style  # noqa: I001
from scipy.sparse import csr_matrix

Cut = Callable[[str], Sequence[str]]
BLOCKS = (("c", 1.0), ("w", 0.7), ("p", 0.7))
_MARKS = re.compile(r"[^\w]+|_")


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """A character's commonest pinyin without tone; anything else stays itself."""
    readings = pinyin_dict.get(ord(character))
    return convert(readings.split(",")[0], Style.NORMAL, strict=False) if readings else character


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


class SparseFeatures:
    """TF-IDF over the three blocks; rows are unit vectors. `vocabulary` maps block+piece to (column, idf)."""

    def __init__(self, cut: Cut, columns: dict[str, dict[str, int]], idf: np.ndarray) -> None:
        self._cut = cut
        self._columns = columns
        self._idf = idf.astype(np.float32)

    @classmethod
    def fit(cls, texts: Sequence[str], cut: Cut, at_least: int = 2) -> tuple["SparseFeatures", csr_matrix]:
        """Learns the pieces that occur in at least `at_least` of the texts; returns their rows as well."""
        found = [pieces(text, cut) for text in texts]
        columns: dict[str, dict[str, int]] = {}
        idf: list[float] = []
        for name, _ in BLOCKS:
            documents = Counter(piece for one in found for piece in set(one[name]))
            columns[name] = {}
            for piece, count in documents.items():
                if count >= at_least:
                    columns[name][piece] = len(idf)
                    idf.append(math.log((1 + len(texts)) / (1 + count)) + 1)
        features = cls(cut, columns, np.array(idf))
        return features, features._stacked([features._row(one) for one in found])

    @property
    def width(self) -> int:
        """How many columns a row has."""
        return len(self._idf)

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Columns and values of one text's unit row; both empty when nothing in it is known."""
        return self._row(pieces(text, self._cut))

    def _row(self, grams: Mapping[str, list[str]]) -> tuple[np.ndarray, np.ndarray]:
        found, weights = [], []
        for name, weight in BLOCKS:
            known = self._columns[name]
            counts = Counter(known[g] for g in grams[name] if g in known)
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
        (folder / "pieces.json").write_text(json.dumps(self._columns, ensure_ascii=False), "utf8")
        np.savez(folder / "idf.npz", idf=self._idf)

    @classmethod
    def load(cls, folder: Path, cut: Cut) -> "SparseFeatures":
        """What `save` wrote."""
        columns = json.loads((folder / "pieces.json").read_text("utf8"))
        with np.load(folder / "idf.npz", allow_pickle=False) as kept:
            return cls(cut, columns, kept["idf"])
