"""How like a message is to each entry, in every respect that was found to matter."""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import numpy as np

from bot.understanding.few import wording
from bot.understanding.few.entries import Entries
from bot.understanding.few.style import Style
from bot.understanding.few.view import View
from bot.understanding.few.wording import Wording
from bot.understanding.meaning import unit

#: By meaning: with all phrasings together, with question and answer in one; by how the intents take both, all of them and the likeliest.
#: More of any of these, and of wording.NAMES, never speaks against an entry.
MEANT = ("meaning of all phrasings", "meaning of question and answer", "profile", "intent")
ALIKE = (*MEANT, *wording.NAMES)
#: The nearest phrasing beside the nearest sentence of any intent; how much surer the message is of an intent than the entry; how sure the entry
#: is; whether the message has numbers and no phrasing has any (170 65kg 穿多大 is not 模特身材数据).
BESIDE = ("nearer than the intents", "surer than the entry", "entry's own intent", "numbers of its own")
NAMES = (*ALIKE, *BESIDE)
HALVED = ("centres", "whole", "phrasings")  # arrays kept with half the digits: those of meaning


class Known(NamedTuple):
    """The entries' texts as the intents' model sees them: all phrasings; question and answer in one."""

    phrasings: View
    whole: View


class Likeness:
    """The entries of one shop, ready to be compared with messages."""

    def __init__(self, style: Style, index: Wording, arrays: dict[str, np.ndarray]) -> None:
        self._style = style
        self._index = index
        self._arrays = arrays
        self._starts = arrays["starts"]
        self._centres, self._whole, self._phrasings = (arrays[name].astype(np.float32) for name in HALVED)
        self._profiles, self._scores = unit(_level(arrays["scores"])), arrays["scores"]

    @classmethod
    def of(cls, entries: Entries, known: Known, style: Style, rarity: Callable[[str], float]) -> "Likeness":
        """`known` are the entries' texts in their order."""
        owner = entries.owner
        shares = (1 / np.bincount(owner))[owner].astype(np.float32)
        starts = np.searchsorted(owner, np.arange(len(entries)))
        mean = lambda rows: np.add.reduceat(rows * shares[:, None], starts, axis=0)  # noqa: E731
        arrays = {
            "starts": starts, "scores": mean(known.phrasings.scores).astype(np.float32), "centres": unit(mean(style.rows(known.phrasings.vectors))),
            "whole": style.rows(known.whole.vectors), "phrasings": known.phrasings.meaning,
            "numbers": np.maximum.reduceat(_numbers(known.phrasings.said), starts) if len(entries) else np.zeros(0, bool),
        }  # fmt: skip
        arrays.update({name: arrays[name].astype(np.float16) for name in HALVED})  # as a saved model has them, so that both say the same
        return cls(style, Wording.of(entries, rarity), arrays)

    def __len__(self) -> int:
        return len(self._starts)

    def of_messages(self, view: View) -> np.ndarray:
        """Shape (messages, entries, NAMES)."""
        rows = self._style.rows(view.vectors)
        best = view.scores.argmax(axis=1)
        sure = view.scores.max(axis=1)[:, None]
        nearest = np.maximum.reduceat(view.meaning @ self._phrasings.T, self._starts, axis=1)
        meant = (rows @ self._centres.T, rows @ self._whole.T, unit(_level(view.scores)) @ self._profiles.T, self._scores.T[best])
        beside = (nearest - view.nearest[:, 2:3], sure - self._scores.T[best], np.broadcast_to(self._scores.max(axis=1), nearest.shape),
                  _numbers(view.said)[:, None] & ~self._arrays["numbers"])
        return np.concatenate([np.stack(meant, axis=2), self._index.likeness(view.texts), np.stack(beside, axis=2)], axis=2).astype(np.float32)

    def by_letter(self, text: str) -> np.ndarray:
        """What can be said without meaning, shape (entries, wording.NAMES)."""
        return self._index.likeness([text])[0]

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything that makes it, for `load`."""
        return {**self._arrays, **{f"index_{name}": rows for name, rows in self._index.arrays().items()}, **self._style._asdict()}

    @classmethod
    def load(cls, arrays: dict[str, np.ndarray], rarity: Callable[[str], float]) -> "Likeness":
        """What `arrays` gave."""
        index = {name.removeprefix("index_"): rows for name, rows in arrays.items() if name.startswith("index_")}
        own = {name: rows for name, rows in arrays.items() if not name.startswith("index_") and name not in Style._fields}
        return cls(Style(*(arrays[name] for name in Style._fields)), Wording.load(index, rarity), own)


def _numbers(texts: Sequence[str]) -> np.ndarray:
    return np.array([any(c.isdigit() for c in text) for text in texts], bool)


def _level(scores: np.ndarray) -> np.ndarray:
    return scores - scores.mean(axis=1, keepdims=True)
