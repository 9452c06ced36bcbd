"""Lessons made of other shops' questions: each time a phrasing is left out and asked, and shoppers' own ways to put it are asked as well.

What shoppers say every day (`natural`) stands against it: there the intents are right, and no entry."""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import numpy as np

from bot.understanding.few.entries import Entries
from bot.understanding.few.learning import learn
from bot.understanding.few.lessons import Lesson
from bot.understanding.few.likeness import Known, Likeness
from bot.understanding.few.other_shops import ASKED, PHRASINGS, OtherShop, joined, owners
from bot.understanding.few.style import Style
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights, about

Look = Callable[[Sequence[str]], View]
LEFT_OUT = 2.0  # how much all left-out phrasings weigh together
OF_SHOPPERS = (0.7, 0.3, 0.2)  # and shoppers' own, from near to far; the far ones are guesswork
OF_INTENTS = 10.0  # and everyday messages: for every question of the shop's own several of the others


class Everyday(NamedTuple):
    """Natural messages with the right intents, (messages, intents), and how the model's scores are read."""

    view: View
    right: np.ndarray
    sharpness: float
    never_answered: Sequence[int]


class Teaching:
    """The other shops' texts as the intents' model `look`s at them."""

    def __init__(self, shops: Sequence[OtherShop], look: Look, everyday: Everyday, rarity: Callable[[str], float]) -> None:
        whole = joined(shops)
        self._entries, self._everyday, self._rarity = whole.entries, everyday, rarity
        self._phrasings, self._whole = look(whole.entries.texts), look(whole.entries.whole)
        self._asked = look([text for texts in whole.asked for text in texts])

    def style(self, centre: np.ndarray, vectors: np.ndarray, label_of: np.ndarray) -> Style:
        """`vectors` and `label_of` are sentences of the intents."""
        together = np.concatenate([self._phrasings.vectors, self._asked.vectors])
        return Style.of(centre, [(together, np.tile(owners(len(self._entries)), 2)), (vectors, label_of)])

    def weights(self, style: Style) -> Weights:
        """The weights learnt from all lessons."""
        count, each = len(self._entries), np.arange(len(self._entries))
        lessons = []
        for out in range(PHRASINGS):
            likeness = self._likeness(style, [i for i in range(PHRASINGS) if i != out])
            lessons.append(self._lesson(likeness, self._phrasings.take(each * PHRASINGS + out), LEFT_OUT / PHRASINGS, each))
        likeness = self._likeness(style, range(PHRASINGS))
        for nearness in range(ASKED):
            lessons.append(self._lesson(likeness, self._asked.take(np.arange(count) * ASKED + nearness), OF_SHOPPERS[nearness], each))
        lessons.append(self._lesson(likeness, self._everyday.view, OF_INTENTS, None, self._everyday.right))
        return learn(Lesson.joined(lessons))

    def _likeness(self, style: Style, kept: Sequence[int]) -> Likeness:
        rows = (np.arange(len(self._entries))[:, None] * PHRASINGS + np.array(list(kept))).ravel()
        entries: Entries = self._entries.only([list(kept)] * len(self._entries))
        return Likeness.of(entries, Known(self._phrasings.take(rows), self._whole), style, self._rarity)

    def _lesson(self, likeness: Likeness, view: View, weight: float, entry: np.ndarray | None, right: np.ndarray | None = None) -> Lesson:
        pairs, sharpness = likeness.of_messages(view), self._everyday.sharpness
        return Lesson.of(view, pairs, about(view, pairs, sharpness, self._everyday.never_answered), sharpness, entry, right, weight)
