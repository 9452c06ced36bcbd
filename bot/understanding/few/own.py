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
from bot.understanding.few.rarity import bare
from bot.understanding.few.teaching import Everyday, Look, Taught
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights, about

FORMAT = 2  # of what is saved
MOST_LOST = 0.01  # of everyday messages that are understood without any entry: so many may be taken for one
STEP, LEAST, MOST = 0.25, 2.5, 8.0  # how finely and how far entries are held back for that, and are so in any case
SAFE, MOST_RESTRAINED = 1.5, 6.0  # each entry stays so far behind the intents of everyday messages, if that takes no more than so much
UNSURE = 4.0  # a best entry no farther than that before or behind the best intent, or before another entry, takes a closer look
EMPHASIS = 1.5  # a plain match goes before an intent that would do as well: 珍珠项链怎么保养 is its entry's before it is about care
TO_THE_LETTER = 6.0  # a phrasing in the entry's own words is so far before everything
SURE, PLAINLY = 0.95, 4.5  # an intent that is so sure by itself is not passed over by an entry less far before it: 四件套多少钱
EVEN = 0.45  # the confidence of each of the two then, so that both are offered
BEHIND = 0.999  # of the first label's confidence: the most that another may have


class OwnQuestions:
    """Entries with their likeness, the weights, and how far they are `held_back` for the sake of the intents: all of them, and each
    by its own `restraint` (entries,), for 模特穿几码 is like many an everyday message and 能绣名字吗 like none. `worded`: the bare text of
    each phrasing with the number of its entry."""

    def __init__(self, labels: Sequence[str], worded: Mapping[str, int], likeness: Likeness, weights: Weights, closer: CloserLook | None,
                 sharpness: float, never_answered: Sequence[int], held_back: float = LEAST, restraint: np.ndarray | None = None) -> None:
        self.labels = list(labels)
        self._worded = worded
        self._likeness = likeness
        self._weights = weights
        self._closer = closer
        self._sharpness = sharpness
        self._never_answered = list(never_answered)
        self.held_back = held_back
        self._restraint = np.zeros(len(labels), np.float32) if restraint is None else restraint

    @classmethod
    def of(cls, entries: Entries, look: Look, encode: Encode | None, taught: Taught, rarity: Callable[[str], float], everyday: Everyday | None,
           sharpness: float, never_answered: Sequence[int]) -> "OwnQuestions":
        """The entries, held back until everyday messages keep their intents."""
        likeness = Likeness.of(entries, Known(look(entries.texts), look(entries.whole)), taught.style, rarity)
        closer = None if encode is None else CloserLook(Closer.of(entries, taught.centre, encode), taught.closely, encode)
        phrasings = [(bare(text), entry) for text, entry in zip(entries.texts, entries.owner.tolist())]
        worded = {text: entry for text, entry in reversed(phrasings) if text}
        own = cls(entries.labels, worded, likeness, taught.weights, closer, sharpness, never_answered)
        if everyday is not None:
            own._hold_back(everyday)
        if closer is not None:
            own._closer = closer._replace(encode=closer_look.encode)  # as a loaded one: what shoppers say is nothing to remember
        return own

    # Reading -------------------------------------------------------------------------------------------------------------------

    def scores(self, view: View) -> np.ndarray:
        """Shape (messages, entries), of the same kind as the intents' scores."""
        sums, look_again = self._sums(view)
        return self._to_the_letter(view, self._chosen_of(sums, look_again, view.scores.max(axis=1)))

    def confidences(self, scores: np.ndarray) -> np.ndarray:
        """Of `scores` of the intents and these entries, shape (messages, all labels). Which label is first is chosen with entries emphasised
        and held back; how sure one may be of it, and what comes next, is said without that. So rows add up to 1 at most."""
        intents = scores.shape[1] - len(self.labels)
        chosen = probabilities(scores, self._sharpness)
        plain = np.concatenate([scores[:, :intents], self._plain(scores[:, intents:])], axis=1)
        believed = probabilities(plain, self._sharpness)
        rows, best = np.arange(len(scores)), chosen.argmax(axis=1)
        sure = np.minimum(chosen[rows, best], believed[rows, best])
        believed = np.minimum(believed, sure[:, None] * BEHIND)
        believed[rows, best] = sure
        self._offer_both(believed, plain, best)
        return believed

    def at_first_look(self, text: str) -> np.ndarray:
        """About what `scores` will say, without meaning; shape (entries,)."""
        return self._chosen(self._weights.at_first_look(self._likeness.by_letter(text)))

    def _sums(self, view: View) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
        """At first sight, and what a closer look at some of the messages gives."""
        pairs = self._likeness.of_messages(view)
        of_messages = about(view, pairs, self._sharpness, self._never_answered)

        def look_again(at: np.ndarray) -> np.ndarray:
            return self._closer.sums([view.said[i] for i in at], pairs[at], of_messages[at])

        return self._weights.sums(pairs, of_messages), look_again

    def _chosen_of(self, sums: np.ndarray, look_again: Callable[[np.ndarray], np.ndarray], best_intent: np.ndarray) -> np.ndarray:
        scores = self._chosen(sums)
        unsure = np.flatnonzero(is_unsure(scores * self._sharpness, best_intent * self._sharpness)) if self._closer else ()
        if len(unsure):
            scores[unsure] = self._chosen(look_again(unsure))
        return scores

    def _chosen(self, sums: np.ndarray) -> np.ndarray:
        return (EMPHASIS * (sums - self._restraint) - self.held_back) / self._sharpness

    def _plain(self, scores: np.ndarray) -> np.ndarray:
        """Neither emphasised nor held back."""
        return (scores + self.held_back / self._sharpness) / EMPHASIS

    def _to_the_letter(self, view: View, scores: np.ndarray) -> np.ndarray:
        for row, text in enumerate(view.said):
            entry = self._worded.get(bare(text))
            if entry is not None:
                best = max(view.scores[row].max(), self._plain(scores[row]).max(), 0.0)
                scores[row, entry] = EMPHASIS * (best + TO_THE_LETTER / self._sharpness) - self.held_back / self._sharpness
        return scores

    def _offer_both(self, believed: np.ndarray, plain: np.ndarray, best: np.ndarray) -> None:
        """Where an entry comes before an intent that is sure by itself, and not plainly."""
        intents = plain.shape[1] - len(self.labels)
        alone = probabilities(plain[:, :intents], self._sharpness)
        alone[:, self._never_answered] = 0
        rival = alone.argmax(axis=1)
        rows = np.arange(len(plain))
        ahead = (plain[rows, best] - plain[rows, rival]) * self._sharpness
        for row in np.flatnonzero((best >= intents) & (alone[rows, rival] > SURE) & (ahead < PLAINLY)):
            believed[row] *= 1 - 2 * EVEN
            believed[row, best[row]] = min(EVEN, believed[row, best[row]] / (1 - 2 * EVEN))
            believed[row, rival[row]] = believed[row, best[row]] * BEHIND

    # Holding back --------------------------------------------------------------------------------------------------------------

    def _hold_back(self, everyday: Everyday) -> None:
        """First each entry by itself, then all of them, as far as it takes."""
        scores = everyday.view.scores
        best = scores.max(axis=1)
        understood = everyday.right[np.arange(len(scores)), scores.argmax(axis=1)]
        sums, look_again = self._sums(everyday.view)
        closely = look_again(np.arange(len(sums))) if self._closer else sums
        if not understood.any():
            return
        self._restraint = self._restrained(closely[understood], best[understood])
        for held_back in np.arange(LEAST, MOST + STEP, STEP):
            self.held_back = float(held_back)
            ahead = self._chosen_of(sums, lambda at: closely[at], best).max(axis=1) > best
            if ahead[understood].mean() <= MOST_LOST:
                return

    def _restrained(self, sums: np.ndarray, best: np.ndarray) -> np.ndarray:
        """What keeps each entry safely behind the intents of everyday messages, shape (entries,)."""
        behind = best * self._sharpness - SAFE
        allowed = np.minimum(behind, (behind + LEAST) / EMPHASIS)  # neither believed nor, with emphasis, chosen
        return np.clip((sums - allowed[:, None]).max(axis=0), 0, MOST_RESTRAINED).astype(np.float32)

    # Keeping -------------------------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Plain npz and JSON; nothing is pickled."""
        arrays = {"restraint": self._restraint, **_named("first", self._weights.arrays()), **self._likeness.arrays()}
        if self._closer:
            arrays |= {**_named("closer", self._closer.weights.arrays()), **_named("closer", self._closer.closer._asdict())}
        np.savez(folder / "own_questions.npz", **arrays)
        kept = {"format": FORMAT, "labels": self.labels, "worded": self._worded, "sharpness": self._sharpness, "never_answered": self._never_answered,
                "held_back": self.held_back, "closer_look": self._closer is not None}  # fmt: skip
        (folder / "own_questions.json").write_text(json.dumps(kept, ensure_ascii=False), "utf8")

    @classmethod
    def load(cls, folder: Path, rarity: Callable[[str], float]) -> "OwnQuestions":
        """What `save` wrote. Raises ModelOutdated when an older program did, SemanticsMissing without the wheel it needs."""
        kept = json.loads((folder / "own_questions.json").read_text("utf8"))
        if kept.get("format") != FORMAT:
            raise ModelOutdated()
        with np.load(folder / "own_questions.npz", allow_pickle=False) as arrays:
            given = {name: arrays[name] for name in arrays.files}
        weights, restraint = Weights.load(_taken("first", given)), given.pop("restraint")
        closer = None
        if kept["closer_look"]:
            rows = _taken("closer", given)
            closer_look.warm()
            closer = CloserLook(Closer(*(rows[name] for name in Closer._fields)), Weights.load(rows), closer_look.encode)
        return cls(kept["labels"], kept["worded"], Likeness.load(given, rarity), weights, closer, kept["sharpness"], kept["never_answered"],
                   kept["held_back"], restraint)


class ModelOutdated(ValueError):
    """A model that an older version of the program has trained."""

    def __init__(self) -> None:
        super().__init__("这个模型是旧版程序训练的，现在的程序用不了；请运行 python -m bot train --promote 重新训练。")


def is_unsure(entries: np.ndarray, best_intent: np.ndarray) -> np.ndarray:
    """Which messages are worth a closer look: (messages, entries) and (messages,), both in logarithms of odds."""
    best = entries.max(axis=1)
    others = np.partition(entries, -2, axis=1)[:, -2] if entries.shape[1] > 1 else np.full(len(best), -np.inf)
    ahead = best - best_intent
    return (ahead > -UNSURE) & ((ahead < UNSURE) | (best - others < UNSURE))


def _named(first: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{first}:{name}": rows for name, rows in arrays.items()}


def _taken(first: str, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What `_named` gave, taken out of all."""
    return {name.removeprefix(f"{first}:"): arrays.pop(name) for name in list(arrays) if name.startswith(f"{first}:")}
