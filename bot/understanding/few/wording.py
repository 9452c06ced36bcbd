"""Likeness by the letter: which rare characters, pairs and sounds a message shares with an entry's phrasings and with its answer."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Callable, Sequence

import numpy as np

from bot.understanding.few.entries import Entries
from bot.understanding.few.rarity import CHARACTER, PAIR, SOUND, pieces

KINDS = (CHARACTER, PAIR, SOUND)
#: What each column says: rare characters shared with anything an entry has, as a sum and as a share of the message; sounds likewise (起求 is
#: 起球); cosine with the answer's pairs of characters.
NAMES = ("characters shared", "share of characters", "share of sounds", "pairs of the answer")
_CHARACTERS, _SOUNDS, _ANSWER, _SLOTS = 0, 1, 2, 3  # a slot is a sum for every entry
_FROM_ALL = {CHARACTER: _CHARACTERS, SOUND: _SOUNDS}
SMOOTHING = 10  # entries; a handful of entries do not make a piece common
SCALE = 10.0  # brings the sums to about 1
LATELY = 32  # texts; each text of a message is looked at twice, and its letters stay the same


class Wording:
    """An index from pieces to entries. `rarity` is asked for pieces that no entry has."""

    def __init__(self, names: Sequence[str], rarities: np.ndarray, starts: np.ndarray, places: np.ndarray, values: np.ndarray,
                 entries: int, rarity: Callable[[str], float]) -> None:
        self._at = {name: at for at, name in enumerate(names)}
        self._rarities = rarities.tolist()
        self._starts = starts.tolist()
        self._places = places  # slot * entries + entry
        self._values = values
        self._entries = entries
        self._rarity = rarity
        self._of_one = lru_cache(maxsize=LATELY)(self._compared)

    @classmethod
    def of(cls, entries: Entries, rarity: Callable[[str], float]) -> "Wording":
        """The index of all phrasings and answers."""
        phrased = [[pieces(text) for text in texts] for texts in entries.phrasings]
        answers = [pieces(answer) for answer in entries.answers]
        rows: dict[str, list[tuple[int, float]]] = {}
        for kind, slot in _FROM_ALL.items():
            whole = [set().union(answer[kind], *(one[kind] for one in texts)) for texts, answer in zip(phrased, answers)]
            found_in = Counter(piece for some in whole for piece in some)
            for entry, some in enumerate(whole):
                for piece in sorted(some):
                    value = rarity(piece) * _particular(found_in[piece], len(entries))
                    rows.setdefault(piece, []).append((slot * len(entries) + entry, value))
        for entry, answer in enumerate(answers):
            rarities = {piece: rarity(piece) for piece in sorted(answer[PAIR])}
            length = np.sqrt(sum(value**2 for value in rarities.values()))
            for piece, value in rarities.items():
                rows.setdefault(piece, []).append((_ANSWER * len(entries) + entry, value**2 / length))
        names = list(rows)
        starts = np.cumsum([0] + [len(rows[name]) for name in names])
        found = [one for name in names for one in rows[name]]
        places, values = np.array([place for place, _ in found], np.int32), np.array([value for _, value in found], np.float32)
        return cls(names, np.array([rarity(name) for name in names], np.float32), starts, places, values, len(entries), rarity)

    def likeness(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (texts, entries, NAMES)."""
        return np.stack([self._of_one(text) for text in texts]) if texts else np.empty((0, self._entries, len(NAMES)), np.float32)

    def _compared(self, text: str) -> np.ndarray:
        stretches: list[slice] = []
        totals, squares = dict.fromkeys(KINDS, 1e-6), 1e-6
        for kind, found in pieces(text).items():
            for piece in found:
                at = self._at.get(piece)
                rare = self._rarity(piece) if at is None else self._rarities[at]
                totals[kind] += rare
                squares += rare * rare if kind == PAIR else 0
                if at is not None:
                    stretches.append(slice(self._starts[at], self._starts[at + 1]))
        sums = self._summed(stretches)
        of_all = sums[_CHARACTERS]
        return np.stack([of_all / SCALE, of_all / totals[CHARACTER], sums[_SOUNDS] / totals[SOUND], sums[_ANSWER] / squares**0.5], axis=1)

    def _summed(self, stretches: list[slice]) -> np.ndarray:
        """Shape (slots, entries): sums over the message's pieces."""
        if not stretches:
            return np.zeros((_SLOTS, self._entries), np.float32)
        places, values = (np.concatenate([rows[s] for s in stretches]) for rows in (self._places, self._values))
        return np.bincount(places, values, minlength=_SLOTS * self._entries).reshape(_SLOTS, self._entries).astype(np.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything that makes it, for `load`."""
        names = np.frombuffer("\n".join(self._at).encode("utf8"), np.uint8)
        return {"names": names, "rarities": np.array(self._rarities, np.float32), "starts": np.array(self._starts), "places": self._places,
                "values": self._values, "entries": np.array(self._entries)}  # fmt: skip

    @classmethod
    def load(cls, arrays: dict[str, np.ndarray], rarity: Callable[[str], float]) -> "Wording":
        """What `arrays` gave."""
        names = arrays["names"].tobytes().decode("utf8")
        parts = (arrays[name] for name in ("rarities", "starts", "places", "values"))
        return cls(names.split("\n") if names else [], *parts, int(arrays["entries"]), rarity)


def _particular(found_in: int, entries: int) -> float:
    """1 for a piece that one entry in hundreds has, 0 for one that nearly all have."""
    return max(0.0, float(np.log((entries + SMOOTHING) / (found_in + 0.5)) / np.log(entries + SMOOTHING)))
