"""Characters, pairs of characters and sounds of a text, and how rare each is in what shoppers say anyway."""

from __future__ import annotations

import re
from collections import Counter
from typing import Mapping

import numpy as np

from bot.understanding.sounds import sound

CHARACTER, PAIR, SOUND = "c", "b", "s"  # what a piece's name begins with
LEAST = 0.3  # what a piece says that is in every sentence
_MARKS = re.compile(r"[^\w]+|_")


def pieces(text: str) -> dict[str, set[str]]:
    """Names of the pieces of a normalised text, by kind."""
    letters = bare(text)
    return {
        CHARACTER: {CHARACTER + c for c in letters},
        PAIR: {PAIR + letters[i : i + 2] for i in range(len(letters) - 1)},
        SOUND: {SOUND + sound(c) for c in letters},
    }


def bare(text: str) -> str:
    """Its letters and digits alone."""
    return _MARKS.sub("", text)


class Rarity:
    """`documents`: in how many of the `texts` training sentences of the intents each stretch of characters is found."""

    def __init__(self, documents: Mapping[str, int], texts: int) -> None:
        self._documents = documents
        self._texts = texts
        sounds: Counter[str] = Counter()
        for stretch, count in documents.items():
            if len(stretch) == 1:
                sounds[sound(stretch)] += count
        self._sounds = sounds

    def of(self, piece: str) -> float:
        """Natural logarithm of how rare a piece is, LEAST for what is everywhere."""
        kind, stretch = piece[0], piece[1:]
        found = min(self._texts, self._sounds[stretch]) if kind == SOUND else self._documents.get(stretch, 0)
        return float(np.log((self._texts + 1) / (found + 1))) + LEAST
