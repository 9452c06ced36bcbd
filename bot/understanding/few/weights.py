"""How much each kind of likeness says, the same for all entries, and what a message says about its being one of them at all."""

from __future__ import annotations

from typing import Mapping, NamedTuple, Sequence

import numpy as np

from bot.understanding.few import likeness, wording
from bot.understanding.few.view import View

_BEST = ("meaning of all phrasings", "share of characters", "meaning of question and answer")
_CENTRES, _SHARE, _WHOLE = (likeness.NAMES.index(name) for name in _BEST)
#: What is said of a message: by the intents' scores, by the sentences nearest to it, by the entry that is most like it in three respects.
ABOUT = ("best score", "ahead of the second", "all scores", "not the bot's", "length", "nearest sentence", "nearest five", "nearest by meaning",
         *(f"best {name}" for name in _BEST))  # fmt: skip
_BY_LETTER = slice(likeness.NAMES.index(wording.NAMES[0]), likeness.NAMES.index(wording.NAMES[-1]) + 1)


class Weights(NamedTuple):
    """`of_pairs` for likeness.NAMES (for a closer look closer.NAMES after them), `of_messages` for ABOUT, `start` for everything.
    `first_look`: what the letters alone say of an entry's whole sum, as a straight line (at nothing, for each more)."""

    of_pairs: np.ndarray
    of_messages: np.ndarray
    start: float
    first_look: tuple[float, float]

    def sums(self, pairs: np.ndarray, about: np.ndarray) -> np.ndarray:
        """Shape (messages, entries), on the scale of the intents' scores times their sharpness."""
        return pairs @ self.of_pairs + (about @ self.of_messages + self.start)[:, None]

    def at_first_look(self, letters: np.ndarray) -> np.ndarray:
        """About what `sums` will be, from wording alone; shape (entries,)."""
        at_nothing, for_each = self.first_look
        return at_nothing + for_each * self.by_letter(letters)

    def arrays(self) -> dict[str, np.ndarray]:
        """For `load`."""
        return {"of_pairs": self.of_pairs, "of_messages": self.of_messages, "line": np.array([self.start, *self.first_look])}

    @classmethod
    def load(cls, arrays: Mapping[str, np.ndarray]) -> "Weights":
        """What `arrays` gave, among others."""
        start, *first_look = arrays["line"].tolist()
        return cls(arrays["of_pairs"], arrays["of_messages"], start, (first_look[0], first_look[1]))

    def by_letter(self, letters: np.ndarray) -> np.ndarray:
        """The letters' part in the sums; the last axis of `letters` is wording.NAMES."""
        return letters @ self.of_pairs[_BY_LETTER]


def about(view: View, pairs: np.ndarray, sharpness: float, never_answered: Sequence[int]) -> np.ndarray:
    """ABOUT, shape (messages, ABOUT). `never_answered` are the intents that the bot does not answer."""
    ranked = np.sort(view.scores, axis=1)
    nothing = np.full(len(view.texts), -1.0, np.float32)
    return np.stack([
        ranked[:, -1], ranked[:, -1] - ranked[:, -2], _all(view.scores * sharpness),
        view.scores[:, list(never_answered)].max(axis=1) if len(never_answered) else nothing,
        np.log([len(text) + 1 for text in view.texts]), *view.nearest.T,
        *(pairs[:, :, column].max(axis=1) for column in (_CENTRES, _SHARE, _WHOLE)),
    ], axis=1).astype(np.float32)  # fmt: skip


def _all(logits: np.ndarray) -> np.ndarray:
    highest = logits.max(axis=1)
    return highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
