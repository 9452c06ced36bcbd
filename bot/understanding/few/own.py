"""The shop's own questions at work: scores of its entries beside those of the intents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, Sequence

import numpy as np

from bot.understanding.calibration import probabilities
from bot.understanding.few.entries import Entries
from bot.understanding.few.likeness import Known, Likeness
from bot.understanding.few.style import Style
from bot.understanding.few.teaching import Everyday, Look
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights, about

MOST_LOST = 0.01  # of everyday messages that are understood without any entry: so many may be taken for one
STEP, LEAST, MOST = 0.25, 2.0, 8.0  # how finely and how far entries are held back for that, and are so in any case
SAFE, MOST_RESTRAINED = 1.5, 6.0  # each entry stays so far behind the intents of everyday messages, if that takes no more than so much
EMPHASIS = 1.5  # a plain match goes before an intent that would do as well: 珍珠项链怎么保养 is its entry's before it is about care

BEHIND = 0.999  # of the first label's confidence: the most that another may have


class OwnQuestions:
    """Entries with their likeness, the weights, and how far they are `held_back` for the sake of the intents: all of them, and each
    by its own `restraint` (entries,), for 模特穿几码 is like many an everyday message and 能绣名字吗 like none."""

    def __init__(self, labels: Sequence[str], likeness: Likeness, weights: Weights, sharpness: float, never_answered: Sequence[int],
                 held_back: float = 0.0, restraint: np.ndarray | None = None) -> None:
        self.labels = list(labels)
        self._likeness = likeness
        self._weights = weights
        self._sharpness = sharpness
        self._never_answered = list(never_answered)
        self.held_back = held_back
        self._restraint = np.zeros(len(labels), np.float32) if restraint is None else restraint

    @classmethod
    def of(cls, entries: Entries, look: Look, style: Style, weights: Weights, rarity: Callable[[str], float], everyday: Everyday | None,
           sharpness: float, never_answered: Sequence[int]) -> "OwnQuestions":
        """The entries, held back until everyday messages keep their intents."""
        likeness = Likeness.of(entries, Known(look(entries.texts), look(entries.whole)), style, rarity)
        own = cls(entries.labels, likeness, weights, sharpness, never_answered)
        if everyday is not None:
            own._restraint = own._restrained(everyday)
            own.held_back = own._needed(everyday)
        return own

    def scores(self, view: View) -> np.ndarray:
        """Shape (messages, entries), of the same kind as the intents' scores."""
        pairs = self._likeness.of_messages(view)
        sums = self._weights.sums(pairs, about(view, pairs, self._sharpness, self._never_answered))
        return (EMPHASIS * (sums - self._restraint) - self.held_back) / self._sharpness

    def confidences(self, scores: np.ndarray) -> np.ndarray:
        """Of `scores` of the intents and these entries, shape (messages, all labels). Which label is first is chosen with entries emphasised
        and held back; how sure one may be of it, and what comes next, is said without that. So rows add up to 1 at most."""
        intents = scores.shape[1] - len(self.labels)
        chosen = probabilities(scores, self._sharpness)
        plain = np.concatenate([scores[:, :intents], (scores[:, intents:] + self.held_back / self._sharpness) / EMPHASIS], axis=1)
        believed = probabilities(plain, self._sharpness)
        rows, best = np.arange(len(scores)), chosen.argmax(axis=1)
        sure = np.minimum(chosen[rows, best], believed[rows, best])
        believed = np.minimum(believed, sure[:, None] * BEHIND)
        believed[rows, best] = sure
        return believed

    def at_first_look(self, text: str) -> np.ndarray:
        """About what `scores` will say, without meaning; shape (entries,)."""
        sums = self._weights.at_first_look(self._likeness.by_letter(text))
        return (EMPHASIS * (sums - self._restraint) - self.held_back) / self._sharpness

    def _restrained(self, everyday: Everyday) -> np.ndarray:
        """What keeps each entry safely behind the intents of everyday messages."""
        best, understood = _understood(everyday)
        ahead = ((self.scores(everyday.view) / EMPHASIS - best[:, None]) * self._sharpness)[understood]
        return np.clip(ahead.max(axis=0) + SAFE, 0, MOST_RESTRAINED).astype(np.float32) if len(ahead) else self._restraint

    def _needed(self, everyday: Everyday) -> float:
        best, understood = _understood(everyday)
        ahead = np.sort((self.scores(everyday.view).max(axis=1) - best)[understood])[::-1] * self._sharpness
        allowed = int(MOST_LOST * len(ahead))
        if allowed >= len(ahead):
            return LEAST
        return float(np.clip(STEP * np.ceil((ahead[allowed] + 1e-6) / STEP), LEAST, MOST))

    def save(self, folder: Path) -> None:
        """Plain npz and JSON; nothing is pickled."""
        np.savez(folder / "own_questions.npz", of_pairs=self._weights.of_pairs, of_messages=self._weights.of_messages, restraint=self._restraint,
                 **self._likeness.arrays())
        kept = {"labels": self.labels, "start": self._weights.start, "first_look": self._weights.first_look, "sharpness": self._sharpness,
                "never_answered": self._never_answered, "held_back": self.held_back}  # fmt: skip
        (folder / "own_questions.json").write_text(json.dumps(kept, ensure_ascii=False), "utf8")

    @classmethod
    def load(cls, folder: Path, rarity: Callable[[str], float]) -> "OwnQuestions":
        """What `save` wrote."""
        kept = json.loads((folder / "own_questions.json").read_text("utf8"))
        with np.load(folder / "own_questions.npz", allow_pickle=False) as arrays:
            given = {name: arrays[name] for name in arrays.files}
        weights = Weights(given.pop("of_pairs"), given.pop("of_messages"), kept["start"], tuple(kept["first_look"]))
        restraint = given.pop("restraint")
        return cls(kept["labels"], Likeness.load(given, rarity), weights, kept["sharpness"], kept["never_answered"], kept["held_back"], restraint)


def _understood(everyday: Everyday) -> tuple[np.ndarray, np.ndarray]:
    """The best intent's score of each message, and whether that intent is right."""
    scores = everyday.view.scores
    return scores.max(axis=1), everyday.right[np.arange(len(scores)), scores.argmax(axis=1)]
