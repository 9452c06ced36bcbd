"""Lessons made of other shops' questions: a similar question is left out and asked, and what colleagues and shoppers say instead is asked as well.

What shoppers say every day (`natural`) stands against it: there the intents are right, and no entry."""

from __future__ import annotations

from typing import Callable, Iterator, NamedTuple, Sequence

import numpy as np

from bot.understanding.few.closer import Closer, Encode
from bot.understanding.few.entries import Entries
from bot.understanding.few.learning import learn
from bot.understanding.few.lessons import Lesson
from bot.understanding.few.likeness import Known, Likeness
from bot.understanding.few.other_shops import ASKED, PHRASINGS, OtherShop, joined, owners
from bot.understanding.few.style import Style
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights, about

Look = Callable[[Sequence[str]], View]
Compare = Callable[[View], np.ndarray]  # (messages, entries, kinds of likeness)
LEFT_OUT = 2.0  # how much all left-out phrasings weigh together
OF_OTHERS = {"again": 0.5, "typed": 1.0, "near": 0.7}  # and what others say; farther ones are guesswork, and make the intents shy
OF_INTENTS = 10.0  # and everyday messages: for every question of the shop's own several of the others


class Everyday(NamedTuple):
    """Natural messages with the right intents, (messages, intents), and how the model's scores are read."""

    view: View
    right: np.ndarray
    sharpness: float
    never_answered: Sequence[int]


class Taught(NamedTuple):
    """What is learnt of other shops: `weights` at first sight, and for a closer look, around `centre`; None where nobody looks closer."""

    style: Style
    weights: Weights
    centre: np.ndarray | None
    closely: Weights | None


class Teaching:
    """The other shops' texts as the intents' model `look`s at them, and `encode` more closely."""

    def __init__(self, shops: Sequence[OtherShop], look: Look, encode: Encode | None, everyday: Everyday, rarity: Callable[[str], float]) -> None:
        whole = joined(shops)
        self._entries, self._everyday, self._rarity, self._encode = whole.entries, everyday, rarity, encode
        self._phrasings, self._whole = look(whole.entries.texts), look(whole.entries.whole)
        self._asked = {name: look([texts[ASKED.index(name)] for texts in whole.asked]) for name in OF_OTHERS}
        known = [*self._phrasings.said, *(text for view in self._asked.values() for text in view.said)]
        self._centre = None if encode is None else encode(known).mean(axis=0)

    def taught(self, centre: np.ndarray, vectors: np.ndarray, label_of: np.ndarray) -> Taught:
        """`vectors` and `label_of` are sentences of the intents, `centre` what they mean on the average."""
        views = [self._phrasings, *self._asked.values()]
        owner = np.concatenate([owners(len(self._entries)), np.tile(np.arange(len(self._entries)), len(self._asked))])
        style = Style.of(centre, [(np.concatenate([view.vectors for view in views]), owner), (vectors, label_of)])
        lesson = Lesson.joined(list(self._lessons(style)))
        return Taught(style, learn(lesson.at_first_sight()), self._centre, None if self._encode is None else learn(lesson))

    def _lessons(self, style: Style) -> Iterator[Lesson]:
        """A shop's row always has its question; what is left out is one of the similar ones."""
        each = np.arange(len(self._entries))
        similar = range(1, PHRASINGS)
        for out in similar:
            compare = self._comparing(style, [i for i in range(PHRASINGS) if i != out])
            yield self._lesson(compare, self._phrasings.take(each * PHRASINGS + out), LEFT_OUT / len(similar), each)
        compare = self._comparing(style, range(PHRASINGS))
        for name, weight in OF_OTHERS.items():
            yield self._lesson(compare, self._asked[name], weight, each)
        yield self._lesson(compare, self._everyday.view, OF_INTENTS, None, self._everyday.right)

    def _comparing(self, style: Style, kept: Sequence[int]) -> Compare:
        """How alike messages are to the entries with these phrasings."""
        rows = (np.arange(len(self._entries))[:, None] * PHRASINGS + np.array(list(kept))).ravel()
        entries: Entries = self._entries.only([list(kept)] * len(self._entries))
        likeness = Likeness.of(entries, Known(self._phrasings.take(rows), self._whole), style, self._rarity)
        if self._encode is None:
            return likeness.of_messages
        closer, encode = Closer.of(entries, self._centre, self._encode), self._encode
        return lambda view: np.concatenate([likeness.of_messages(view), closer.of_messages(encode(view.said))], axis=2)

    def _lesson(self, compare: Compare, view: View, weight: float, entry: np.ndarray | None, right: np.ndarray | None = None) -> Lesson:
        pairs, sharpness = compare(view), self._everyday.sharpness
        return Lesson.of(view, pairs, about(view, pairs, sharpness, self._everyday.never_answered), sharpness, entry, right, weight)
