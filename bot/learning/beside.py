"""A second process for the second core: it holds the dialogues with the serving model while the candidate trains, and with the candidate
while the first process reads the frozen sets. It dies with the round."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bot import dying


class Beside:
    """`with Beside() as beside:` work is done one after the other, in the order it was given."""

    def __enter__(self) -> "Beside":
        # Spawned, not forked: a fork would inherit the round's lock and keep it after the round's death.
        self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is None:
            self._pool.shutdown()
            return
        for process in list((self._pool._processes or {}).values()):  # nobody wants its results any more
            process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def warm(self) -> None:
        """Loads what every dialogue needs, while there is nothing else to do."""
        self._pool.submit(_warm)

    def hold(self, model: Path, faq: Path) -> "Future[Any]":
        return self._pool.submit(_hold, model, faq)


def _begin(round: int) -> None:
    dying.with_parent()
    if os.getppid() != round:  # it died before we had asked to die with it
        os._exit(1)
    from bot import no_tensorflow
    from bot.quiet import quiet_rasa

    no_tensorflow.install()
    quiet_rasa()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _warm() -> None:
    import bot.learning.dialogues.stage  # noqa: F401
    from bot.understanding.catalogue import live
    from bot.understanding.semantics import encode
    from bot.understanding.words import words_of

    words_of(live).cut("在吗")
    encode(["在吗"])


def _hold(model: Path, faq: Path) -> Any:
    from bot.learning.gate.examining import hold_dialogues

    return hold_dialogues(model, faq)


