"""What texts mean, as numbers: by what they say (embeddings, each text once) and by how they say it (pieces of their characters)."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, Optional, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.normalise import normalise
from bot.understanding.semantics import WIDTH, Remembered

Encode = Callable[[Sequence[str]], np.ndarray]
PIECES = 0.25  # the share of the characters in how alike two texts are
IN_ONE_GO, REST = 64, 0.005  # texts, and seconds in between in which the server's own thread gets its turn
MOST_KEPT = 50_000  # texts in the cache file, a kilobyte each


class Meanings:
    """Embeddings by text, kept in `file` (as numbers under digests: no words in it). One thread at a time."""

    def __init__(self, file: Optional[Path] = None) -> None:
        if file is not None and file.exists() and file.stat().st_size > MOST_KEPT * 1100:
            file.unlink()  # only a cache, and most of it is of texts that are gone
        self._kept = Remembered(file)
        self._rows: dict[str, np.ndarray] = {}
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """One unit row of 512 a text, of its meaning without politeness and decoration."""
        plain = [normalise(text) for text in texts]
        with self._lock:
            new = [text for text in dict.fromkeys(plain) if text not in self._rows]
            for start in range(0, len(new), IN_ONE_GO):
                some = new[start:start + IN_ONE_GO]
                # Rounded as the file has them: what is read again tomorrow is what was made today.
                self._rows.update(zip(some, self._kept.encode(some).astype(np.float16).astype(np.float32)))
                time.sleep(REST)
            return np.stack([self._rows[text] for text in plain]) if plain else np.empty((0, WIDTH), np.float32)


def alike(texts: Sequence[str], encode: Encode, others: Optional[Sequence[str]] = None) -> np.ndarray:
    """How alike each of `texts` is to each of `others` (by default: to each other): 1 for the same, about 0 for nothing in common."""
    rows = encode(texts)
    columns = rows if others is None else encode(others)
    plain = [normalise(text) for text in texts]
    plain_others = plain if others is None else [normalise(text) for text in others]
    if not texts or not len(plain_others):
        return np.zeros((len(texts), len(plain_others)), np.float32)
    pieces = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32).fit([*plain, *plain_others, "。"])
    found, found_others = pieces.transform(plain), pieces.transform(plain_others)
    return (1 - PIECES) * (rows @ columns.T) + PIECES * (found @ found_others.T).toarray()
