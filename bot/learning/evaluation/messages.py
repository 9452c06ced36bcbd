"""What is measured: a message with the labels that are right for it, and the same message with what the model made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

NONE = "none"  # the label of a message that nobody wrote an answer for
BUDGETS = (1.0, 2.0, 5.0, 10.0)  # wrong answers in a hundred


@dataclass(frozen=True)
class Labelled:
    """A message and the intents that are all right for it, or "none"; `group` is the file or part it came from.

    `together` is empty for one question. For several questions it holds the right sets of intents, each to be found whole;
    `labels` then names them all."""

    text: str
    labels: tuple[str, ...]
    group: str = ""
    together: tuple[tuple[str, ...], ...] = ()

    @property
    def intents(self) -> tuple[str, ...]:
        """The labels that name an intent."""
        return tuple(label for label in self.labels if label != NONE)

    @property
    def single(self) -> bool:
        """One question (or none), not several at once."""
        return not self.together

    @property
    def scored(self) -> bool:
        """Whether naming an intent can be right or wrong: one question that somebody wrote an answer for."""
        return self.single and bool(self.intents)


@dataclass(frozen=True)
class Judged:
    """A labelled message with what the model made of it; `answers` says whether the bot would answer by itself.

    `ranking` is (intent, confidence), best first. `found` are the intents of all questions found in it. `answers_at` says the
    same as `answers` for other budgets, wrong answers in a hundred → whether it would answer."""

    given: Labelled
    ranking: tuple[tuple[str, float], ...]
    answers: bool
    found: tuple[str, ...] = ()
    answers_at: Mapping[float, bool] = field(default_factory=dict)

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]

    @property
    def named(self) -> bool:
        """Whether the intent named is one of those that are right."""
        return self.intent in self.given.labels

    @property
    def right(self) -> bool:
        """`named`, or silent where silence is right as well."""
        return self.named or (NONE in self.given.labels and not self.answers)
