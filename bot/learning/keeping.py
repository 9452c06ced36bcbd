"""A round writes down how far it is, so that everybody can watch: the step, the share that is done, the seconds each step took."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Callable, Iterator, Mapping

from bot.learning.rounds import STEPS, Round, Rounds

EVERY = 0.5  # seconds between two signs of life
USUAL = {"train": 20.0, "sets": 12.0, "faq": 1.0, "dialogues": 3.0, "compare": 0.5, "promote": 0.1}  # seconds, until a round has told
NEARLY = 0.95  # a step whose length is only guessed is never said to be done

Progress = Callable[[int, int], None]  # how many of how many


class Keeping:
    """The state of the round that this process is. `expected`: seconds of each step in an earlier round."""

    def __init__(self, rounds: Rounds, round: Round, expected: Mapping[str, float] = {}) -> None:
        self._rounds = rounds
        self._lock = threading.Lock()
        self._lasts = {step: max(0.1, expected.get(step) or USUAL[step]) for step in STEPS}
        self.round = round

    @contextmanager
    def step(self, name: str, tells: bool = False) -> Iterator[Progress]:
        """One step. It `tells` how far it is, or that is guessed from how long it usually takes."""
        began, told, over = time.monotonic(), [0.0], threading.Event()

        def tick() -> None:
            while not over.wait(EVERY):
                self._note(name, told[0] if tells else min(NEARLY, (time.monotonic() - began) / self._lasts[name]))

        self._note(name, 0.0)
        ticker = threading.Thread(target=tick, daemon=True)
        ticker.start()
        try:
            yield lambda done, of: told.__setitem__(0, done / max(1, of))
        finally:
            over.set()
            ticker.join()
            seconds = {**self.round.seconds, name: round(time.monotonic() - began, 2)}
            self.write(seconds=seconds)

    def write(self, **changes: Any) -> None:
        """Puts these into the round's state."""
        with self._lock:
            self.round = replace(self.round, **changes)
            self._rounds.write(self.round)

    def end(self, state: str, **changes: Any) -> None:
        """The last word."""
        self.write(state=state, ended=self._rounds.now(), done=1.0, **changes)

    def _note(self, step: str, share: float) -> None:
        before = sum(self._lasts[name] for name in STEPS[: STEPS.index(step)])
        done = (before + share * self._lasts[step]) / sum(self._lasts.values())
        self.write(step=step, done=max(self.round.done, round(min(done, 0.99), 3)))


def expected_of(rounds: Rounds) -> dict[str, float]:
    """How long the steps of the last whole round took."""
    return next((dict(one.seconds) for one in rounds.latest() if {"train", "sets", "dialogues"} <= set(one.seconds) and not one.running), {})
