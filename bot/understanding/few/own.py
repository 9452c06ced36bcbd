"""The shop's own questions at work: scores of its entries beside those of the intents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, Mapping, Sequence

import numpy as np

from bot.understanding import closer_look
from bot.understanding.calibration import probabilities
from bot.understanding.few.closer import Closer, CloserLook, Encode
from bot.understanding.few.entries import Entries
from bot.understanding.few.likeness import Known, Likeness
from bot.understanding.few.teaching import Everyday, Look, Taught
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights, about

MOST_LOST = 0.01  # of everyday messages that are understood without any entry: so many may be taken for one
STEP, LEAST, MOST = 0.25, 2.5, 8.0  # how finely and how far entries are held back for that, and are so in any case
SAFE, MOST_RESTRAINED = 1.5, 6.0  # each entry stays so far behind the intents of everyday messages, if that takes no more than so much
UNSURE = 4.0  # the best entry is so far before or behind the best intent, or before another entry: that takes a closer look
EMPHASIS = 1.5  # a plain match goes before an intent that would do as well: 珍珠项链怎么保养 is its entry's before it is about care
BEHIND = 0.999  # of the first label's confidence: the most that another may have


class OwnQuestions:
    """Entries with their likeness, the weights, and how far they are `held_back` for the sake of the intents: all of them, and each
    by its own `restraint` (entries,), for 模特穿几码 is like many an everyday message and 能绣名字吗 like none."""

    def __init__(self, labels: Sequence[str], likeness: Likeness, weights: Weights, closely: CloserLook | None, sharpness: float,
                 never_answered: Sequence[int], held_back: float = 0.0, restraint: np.ndarray | None = None) -> None:
        self.labels = list(labels)
        self._likeness = likeness
        self._weights = weights
        self._closer_look = closely
        self._sharpness = sharpness
        self._never_answered = list(never_answered)
        self.held_back = held_back
        self._restraint = np.zeros(len(labels), np.float32) if restraint is None else restraint

    @classmethod
    def of(cls, entries: Entries, look: Look, encode: Encode | None, taught: Taught, rarity: Callable[[str], float], everyday: Everyday | None,
           sharpness: float, never_answered: Sequence[int]) -> "OwnQuestions":
        """The entries, held back until everyday messages keep their intents."""
        likeness = Likeness.of(entries, Known(look(entries.texts), look(entries.whole)), taught.style, rarity)
        closely = None if encode is None else CloserLook(Closer.of(entries, taught.centre, encode), taught.closely, encode)
        own = cls(entries.labels, likeness, taught.weights, closely, sharpness, never_answered)
        if everyday is not None:
            own._restraint = own._restrained(everyday)
            own.held_back = own._needed(everyday)
        return own

    def scores(self, view: View) -> np.ndarray:
        """Shape (messages, entries), of the same kind as the intents' scores."""
        sums, closely = self._sums(view)
        scores = self._chosen(sums)
        unsure = np.flatnonzero(_unsure(scores * self._sharpness, view.scores.max(axis=1) * self._sharpness)) if self._closer_look else ()
        if len(unsure):
            scores[unsure] = self._chosen(closely(unsure))
        return scores

    def _sums(self, view: View) -> tuple[np.ndarray, Callable[[Sequence[int]], np.ndarray]]:
        """At first sight, and a closer look at some of the messages."""
        pairs = self._likeness.of_messages(view)
        said = about(view, pairs, self._sharpness, self._never_answered)
        closely = lambda at: self._closer_look.sums([view.said[i] for i in at], pairs[at], said[at])  # noqa: E731
        return self._weights.sums(pairs, said), closely

    def _chosen(self, sums: np.ndarray) -> np.ndarray:
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
        return self._chosen(self._weights.at_first_look(self._likeness.by_letter(text)))

    def _restrained(self, everyday: Everyday) -> np.ndarray:
        """What keeps each entry safely behind the intents of everyday messages."""
        best, understood = _understood(everyday)
        sums, closely = self._sums(everyday.view)
        sums = closely(np.arange(len(sums))) if self._closer_look else sums
        behind = best * self._sharpness - SAFE
        allowed = np.minimum(behind, (behind + LEAST) / EMPHASIS)  # neither believed nor, with emphasis, chosen
        ahead = (sums - allowed[:, None])[understood]
        return np.clip(ahead.max(axis=0), 0, MOST_RESTRAINED).astype(np.float32) if len(ahead) else self._restraint

    def _needed(self, everyday: Everyday) -> float:
        best, understood = _understood(everyday)
        ahead = np.sort((self.scores(everyday.view).max(axis=1) - best)[understood])[::-1] * self._sharpness
        allowed = int(MOST_LOST * len(ahead))
        if allowed >= len(ahead):
            return LEAST
        return float(np.clip(STEP * np.ceil((ahead[allowed] + 1e-6) / STEP), LEAST, MOST))

    def save(self, folder: Path) -> None:
        """Plain npz and JSON; nothing is pickled."""
        arrays = {"restraint": self._restraint, **_named("first", self._weights.arrays()), **self._likeness.arrays()}
        if self._closer_look:
            arrays |= {**_named("closer", self._closer_look.weights.arrays()), **_named("closer", self._closer_look.closer._asdict())}
        np.savez(folder / "own_questions.npz", **arrays)
        kept = {"labels": self.labels, "sharpness": self._sharpness, "never_answered": self._never_answered, "held_back": self.held_back,
                "closer_look": self._closer_look is not None}  # fmt: skip
        (folder / "own_questions.json").write_text(json.dumps(kept, ensure_ascii=False), "utf8")

    @classmethod
    def load(cls, folder: Path, rarity: Callable[[str], float]) -> "OwnQuestions":
        """What `save` wrote."""
        kept = json.loads((folder / "own_questions.json").read_text("utf8"))
        with np.load(folder / "own_questions.npz", allow_pickle=False) as arrays:
            given = {name: arrays[name] for name in arrays.files}
        weights, restraint = Weights.load(_taken("first", given)), given.pop("restraint")
        closely = None
        if kept["closer_look"]:
            closer = _taken("closer", given)
            closer_look.warm()
            closely = CloserLook(Closer(*(closer[name] for name in Closer._fields)), Weights.load(closer), closer_look.encode)
        return cls(kept["labels"], Likeness.load(given, rarity), weights, closely, kept["sharpness"], kept["never_answered"], kept["held_back"],
                   restraint)


def _unsure(entries: np.ndarray, best_intent: np.ndarray) -> np.ndarray:
    """Which messages are worth a closer look; both in logarithms of odds."""
    best = entries.max(axis=1)
    others = np.partition(entries, -2, axis=1)[:, -2] if entries.shape[1] > 1 else np.full(len(best), -np.inf)
    ahead = best - best_intent
    return (ahead > -UNSURE) & ((ahead < UNSURE) | (best - others < UNSURE))


def _named(first: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{first}:{name}": rows for name, rows in arrays.items()}


def _taken(first: str, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What `_named` gave, taken out of all."""
    return {name.removeprefix(f"{first}:"): arrays.pop(name) for name in list(arrays) if name.startswith(f"{first}:")}


def _understood(everyday: Everyday) -> tuple[np.ndarray, np.ndarray]:
    """The best intent's score of each message, and whether that intent is right."""
    scores = everyday.view.scores
    return scores.max(axis=1), everyday.right[np.arange(len(scores)), scores.argmax(axis=1)]
