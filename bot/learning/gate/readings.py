"""What a model makes of texts, kept beside its file: a text is read once, and the serving model is not even opened when all are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Iterable, NamedTuple, Sequence

from bot.files import digest, whole_or_not
from bot.learning.evaluation.messages import Judged, Labelled
from bot.learning.models import ENDING

RANKED = 3
CODE = ("bot/understanding", "bot/learning/reader.py")  # reads the same model differently when it changes
Heard = Callable[[int, int], None]


class Reading(NamedTuple):
    """(intent, confidence) of the best few, the intents of all questions found, and whether the bot answers by itself."""

    ranking: tuple[tuple[str, float], ...]
    found: tuple[str, ...]
    answers: bool

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    def judged(self, given: Labelled) -> Judged:
        return Judged(given, self.ranking, self.answers, self.found)


class Readings:
    """One model's. `allowed` is the shop's error budget; `open` loads the model, when it must be."""

    def __init__(self, model: Path, allowed: float, open: Callable[[Path, float], Any]) -> None:
        self._model, self._allowed, self._open = model, allowed, open
        self._path = model.with_name(model.name.removesuffix(ENDING) + ".read.json")
        self._known = self._kept()

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those never read before."""
        return [text for text in dict.fromkeys(texts) if text not in self._known]

    def of(self, texts: Sequence[str], heard: Heard = lambda done, of: None) -> dict[str, Reading]:
        """What the model makes of each; `heard` is told how many of how many are read."""
        missing = self.missing(texts)
        if missing:
            for done, (text, read) in enumerate(zip(missing, self._open(self._model, self._allowed).read_all(missing)), 1):
                ranking = tuple((name, round(sure, 4)) for name, sure in read.ranking[:RANKED])
                self._known[text] = Reading(ranking, tuple(read.found), read.answers)
                heard(done, len(missing))
            self._keep()
        return {text: self._known[text] for text in texts}

    def _kept(self) -> dict[str, Reading]:
        try:
            kept = json.loads(self._path.read_text("utf8"))
            if kept["for"] != self._for():
                return {}
            return {text: Reading(tuple((n, float(c)) for n, c in ranking), tuple(found), bool(answers))
                    for text, (ranking, found, answers) in kept["texts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # it only saves time

    def _keep(self) -> None:
        whole_or_not(self._path, json.dumps({"for": self._for(), "texts": self._known}, ensure_ascii=False))

    def _for(self) -> str:
        """Changes with all that a reading depends on beside the model and the text."""
        from bot.understanding.catalogue import live

        return f"{self._allowed:g} {live().fingerprint} {digest(CODE)}"
