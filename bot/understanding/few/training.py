"""The shop's own questions join a trained intents' model. What does not depend on them is learnt once and kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Sequence

import numpy as np

from bot.understanding.few.entries import Entries
from bot.understanding.few.other_shops import read
from bot.understanding.few.own import OwnQuestions
from bot.understanding.few.style import Style
from bot.understanding.few.teaching import Everyday, Taught, Teaching
from bot.understanding.few.view import View
from bot.understanding.few.weights import Weights

if TYPE_CHECKING:
    from bot.understanding.intent_model import Encode, IntentModel
    from bot.understanding.last_training import LastTraining

EVERY = 3  # of the intents' sentences one in so many says enough about manner
_CLOSER = "closer:"  # before the names of what is kept for a closer look
INSTEAD = 500  # of them stand for everyday messages where there are none
Labelled = Sequence[tuple[str, Sequence[str]]]


class OwnTraining:
    """Learns beside `model`, trained on `sentences` (text, intent). `natural` are messages with their right intents, `others` the folder of
    other shops' questions; `stamp` names everything that made the model."""

    def __init__(self, model: "IntentModel", sentences: Sequence[tuple[str, str]], natural: Labelled, encoder: Optional["Encode"],
                 look_closer: Optional["Encode"], others: Path, last: "LastTraining", stamp: str, never_answered: Sequence[str]) -> None:
        self._model, self._sentences, self._encoder, self._others, self._last = model, sentences, encoder, others, last
        self._look_closer = look_closer
        known = [(text, labels) for text, labels in natural if set(labels) & set(model.intents)]
        self._natural = known or [(text, [label]) for text, label in sentences[:: max(1, len(sentences) // INSTEAD)]]
        self._stamp = stamp
        self._never_answered = [model.intents.index(name) for name in never_answered if name in model.intents]

    def join(self, entries: Entries) -> "IntentModel":
        """The model with these entries beside its intents."""
        taught = self.prepare()
        everyday = self._everyday(set(entries.texts))
        own = OwnQuestions.of(entries, self.look, self._look_closer, taught, self._model.rarity, everyday, self._model.calibration.sharpness,
                              self._never_answered)
        return self._model.with_own(own, everyday)

    def prepare(self) -> Taught:
        """What is learnt from other shops, the same for whatever entries there are."""
        others = digest(*(file.read_text("utf8") for file in sorted(self._others.glob("*.yml"))))
        kept = self._last.arrays("other_shops", f"{self._stamp} {self._look_closer is not None} {others}", self._taught)
        closely = {name.removeprefix(_CLOSER): rows for name, rows in kept.items() if name.startswith(_CLOSER)}
        return Taught(Style(kept["centre"], kept["directions"]), Weights.load(kept), closely.get("centre"),
                      Weights.load(closely) if closely else None)

    def look(self, texts: Sequence[str]) -> View:
        """Texts as the intents' model sees them."""
        seen = self._model.seen(texts)
        return self._model.view(seen, self._encoder([one.text for one in seen]) if self._encoder else None)

    def _taught(self) -> dict[str, np.ndarray]:
        teaching = Teaching(read(self._others), self.look, self._look_closer, self._everyday(set()), self._model.rarity)
        some = self._sentences[::EVERY]
        texts = [text for text, _ in some]
        vectors = self._encoder(texts) if self._encoder else np.zeros((len(texts), 1), np.float32)
        taught = teaching.taught(self._model.centre, vectors, np.unique([label for _, label in some], return_inverse=True)[1])
        closely = {} if taught.closely is None else {"centre": taught.centre, **taught.closely.arrays()}
        return {**taught.style._asdict(), **taught.weights.arrays(), **{_CLOSER + name: rows for name, rows in closely.items()}}

    def _everyday(self, but: set[str]) -> Everyday:
        """The natural messages, without those that are an entry's own phrasing."""
        kept = self._last.arrays("everyday", self._stamp, self._seen)
        texts, said = (kept[name].tobytes().decode("utf8").split("\n") for name in ("texts", "said"))
        view = View(texts, said, kept["vectors"], kept["scores"], kept["meaning"], kept["nearest"])
        at = [i for i, (text, _) in enumerate(self._natural) if text not in but]
        right = np.array([[name in self._natural[i][1] for name in self._model.intents] for i in at], bool).reshape(len(at), len(self._model.intents))
        return Everyday(view.take(at), right, self._model.calibration.sharpness, self._never_answered)

    def _seen(self) -> dict[str, np.ndarray]:
        view = self.look([text.replace("\n", " ") for text, _ in self._natural])
        lines = {name: np.frombuffer("\n".join(texts).encode("utf8"), np.uint8) for name, texts in (("texts", view.texts), ("said", view.said))}
        return {**view._asdict(), **lines}


def digest(*parts: str) -> str:
    """A short name for content."""
    every = hashlib.sha256()
    for part in parts:
        every.update(part.encode("utf8", "surrogatepass") + b"\0")
    return every.hexdigest()[:24]
