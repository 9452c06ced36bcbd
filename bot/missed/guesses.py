"""What a group may mean that the bot knows already: by the button shoppers pressed, by the bot's own reading, by what is nearest."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

import numpy as np

from bot.faq import Entry
from bot.missed.grouping import Group
from bot.missed.meanings import Encode, alike

MOST = 3
NEAR = 0.45  # how alike a question's phrasings are at least to be offered
READ = 0.15  # how sure the bot was at least, on average over the group's messages
LOOKED_AT = 5  # of a group's wordings, the most typical
CHOSEN, ALIKE, BY_BOT = "chosen", "alike", "read"


@dataclass(frozen=True)
class Guess:
    """`why`: shoppers chose it, it is alike, or the bot read it so; `sure` 0 to 1 orders them."""

    intent: str
    title: str
    why: str
    sure: float


class Guesses:
    """`titles`: what each built-in intent is called; only these and the `entries` are offered."""

    def __init__(self, titles: Mapping[str, str], entries: Sequence[Entry], encode: Encode) -> None:
        self._titles = {**titles, **{entry.intent: entry.question for entry in entries}}
        asked = [(text, entry.intent) for entry in entries for text in (*entry.trained, *entry.held_out)]
        asked += [(title, intent) for intent, title in titles.items()]
        self._texts, self._intents = [text for text, _ in asked], [intent for _, intent in asked]
        self._encode = encode

    def of(self, groups: Sequence[Group]) -> list[tuple[Guess, ...]]:
        """For each group at most three, the best first."""
        looked = [[variant.text for variant in group.variants[:LOOKED_AT]] for group in groups]
        flat = [text for texts in looked for text in texts]
        near = alike(flat, self._encode, self._texts)
        found, at = [], 0
        for group, texts in zip(groups, looked):
            found.append(self._best(group, near[at:at + len(texts)]))
            at += len(texts)
        return found

    def _best(self, group: Group, near: np.ndarray) -> tuple[Guess, ...]:
        guesses: dict[str, Guess] = {}
        for guess in (*self._chosen(group), *self._alike(near), *self._read(group)):
            if guess.intent in self._titles and (guess.intent not in guesses or guesses[guess.intent].sure < guess.sure):
                guesses[guess.intent] = guess
        return tuple(sorted(guesses.values(), key=lambda one: (-one.sure, one.intent))[:MOST])

    def _chosen(self, group: Group) -> list[Guess]:
        """A shopper's own word counts as much as anything."""
        pressed = Counter(message.chosen for message in group.messages if message.chosen)
        return [self._guess(intent, CHOSEN, 1 - 0.5 / (1 + times)) for intent, times in pressed.items()]

    def _alike(self, near: np.ndarray) -> list[Guess]:
        """The nearest phrasing of each question, as the mean over the group's wordings."""
        if not near.size:
            return []
        best: dict[str, float] = {}
        for intent, sure in zip(self._intents, near.mean(axis=0)):
            best[intent] = max(best.get(intent, 0.0), float(sure))
        return [self._guess(intent, ALIKE, sure) for intent, sure in best.items() if sure >= NEAR]

    def _read(self, group: Group) -> list[Guess]:
        summed: dict[Optional[str], float] = defaultdict(float)
        for message in group.messages:
            summed[message.intent] += message.confidence
        many = len(group.messages)
        return [self._guess(intent, BY_BOT, total / many) for intent, total in summed.items() if intent and total / many >= READ]

    def _guess(self, intent: str, why: str, sure: float) -> Guess:
        return Guess(intent, self._titles.get(intent, intent), why, round(sure, 4))
