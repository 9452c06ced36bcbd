"""The entries of one shop's own questions, as far as understanding goes: a label, its phrasings, the text of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

import numpy as np

SEPARATOR = "/"  # Rasa's: `faq/name` is a retrieval intent
LONGEST_ANSWER = 300  # characters; what an answer is about stands at its beginning, and a page of it is like everything


def is_few(label: str) -> bool:
    """Whether a label is one of the shop's own questions, which have few sentences by nature."""
    return SEPARATOR in label


@dataclass(frozen=True)
class Entries:
    """Everything is normalised. Entries stand in the order of their labels; each has one phrasing at least, its question first."""

    labels: tuple[str, ...]
    phrasings: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Iterable[tuple[str, str]], answers: Mapping[str, str]) -> "Entries":
        """From (text, label) and the answers by label; an entry without an answer has an empty one."""
        found: dict[str, dict[str, None]] = {}
        for text, label in sentences:
            found.setdefault(label, {})[text] = None
        labels = tuple(sorted(found))
        return cls(labels, tuple(tuple(found[label]) for label in labels), tuple(answers.get(label, "")[:LONGEST_ANSWER] for label in labels))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def texts(self) -> list[str]:
        """All phrasings, entry by entry."""
        return [text for texts in self.phrasings for text in texts]

    @property
    def owner(self) -> np.ndarray:
        """For each of `texts` the number of its entry."""
        return np.repeat(np.arange(len(self)), [len(texts) for texts in self.phrasings])

    @property
    def whole(self) -> list[str]:
        """Each entry's question and answer in one; the question alone where there is no answer."""
        return [f"{texts[0]}。{answer}" if answer else texts[0] for texts, answer in zip(self.phrasings, self.answers)]

    def only(self, kept: Sequence[Sequence[int]]) -> "Entries":
        """The same entries with some of their phrasings."""
        return Entries(self.labels, tuple(tuple(texts[i] for i in some) for texts, some in zip(self.phrasings, kept)), self.answers)
