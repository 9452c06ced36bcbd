"""Intents as a Rasa graph component: calibrated confidences, the shop's error budget, and several questions in one message.

Trains on any Rasa NLU file; no label is known here but by configuration.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import (
    calibration, closer_look, features, few, intent_model, meaning, natural, neighbours, respelling, semantics, separators, sounds, words,
)  # fmt: skip
from bot.understanding.apart import hopeful, in_company, two_questions
from bot.understanding.catalogue import LIVE, source
from bot.understanding.components import NORMALISED, rules_fingerprint
from bot.understanding.few.entries import Entries, is_few
from bot.understanding.few.training import OwnTraining, digest
from bot.understanding.last_training import LastTraining
from bot.understanding.intent_model import IntentModel, Seen
from bot.understanding.normalise import normalise
from bot.understanding.questions import Cut, Part, cuts
from bot.understanding.words import words_of

RANKED = 10
Leaf = tuple[Part, np.ndarray]  # a question and its scores
UTTER = "utter_"
ERROR_BUDGET, QUESTIONS = "error_budget", "questions"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ShopIntentClassifier(GraphComponent, IntentClassifier):
    """Adds to a message: `intent`, `intent_ranking`, `error_budget` (wrong in a hundred → least confidence to answer with)
    and `questions` (every question found, each with text, intent, intent_ranking, entities)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """semantics: use sentence meaning. closer_look: and a larger encoder where the shop's own questions hang on it.
        calibration: a TSV of natural messages (text, labels a|b), or none.
        asides: intents that are never a second question. never_answered: intents that spend nothing of the error budget.
        sure_apart: how probable it must be that two parts are two questions.
        remember: the folder that keeps what the next training need not work out again, or none. vocabulary: where the catalogue's words come from.
        other_shops: the folder of other shops' questions that teach how the shop's own ones (labels with a slash) are matched."""
        return {"semantics": True, "closer_look": True, "calibration": None, "asides": [], "never_answered": [], "sure_apart": 0.5,
                "remember": "var/last_training", "vocabulary": LIVE, "other_shops": "data/calibration/other_shops"}  # fmt: skip

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
               ) -> "ShopIntentClassifier":
        """An untrained component."""
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[IntentModel] = None) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._cut = words_of(source(config["vocabulary"])).cut

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """Changed calibration messages or other shops' questions, and changed code behind this class, must not meet a cached model."""
        path, others = config.get("calibration"), config.get("other_shops")
        messages = hashlib.sha256(_ours(path).read_bytes()).hexdigest() if path and _ours(path).exists() else ""
        shops = digest(*(file.read_text("utf8") for file in sorted(_ours(others).glob("*.yml")))) if others else ""
        return messages + shops + _code()

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on every example that has an intent and keeps the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        said = [(m.get(NORMALISED) or normalise(m.get(TEXT)), m.get_full_intent()) for m in examples]
        texts = {name: given[0].get(TEXT) or "" for name, given in training_data.responses.items() if is_few(name) and given}
        entries = Entries.of((one for one in said if is_few(one[1])), {name.removeprefix(UTTER): normalise(text) for name, text in texts.items()})
        self._model = self._trained([one for one in said if not is_few(one[1])], entries)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def _trained(self, sentences: list[tuple[str, str]], entries: Entries) -> IntentModel:
        """The intents' model, new or the last one where nothing of it has changed; and the shop's own questions beside it."""
        last = LastTraining(_kept_in(self._config), self._rules(), bool(self._config["semantics"]))
        encoder = last.embeddings.encode if self._config["semantics"] else None
        texts, never_answered = [text for text, _ in sentences], self._config["never_answered"]
        seen = set(texts)
        given = natural.read(_ours(self._config["calibration"])) if self._config["calibration"] else []
        messages = [(text, labels) for text, labels in given if text not in seen]
        stamp = digest(_code(), self._rules(), str(bool(encoder)), *never_answered, *(f"{text}\t{label}" for text, label in sentences), "natural",
                       *(f"{text}\t{'|'.join(labels)}" for text, labels in messages))  # fmt: skip
        model = last.unchanged(stamp, self._cut)
        if model is None:
            model = IntentModel.train(texts, [label for _, label in sentences], self._cut, encoder, messages, last, never_answered)
            last.keep(model, stamp)
        if not self._config["other_shops"]:
            return _without_own(model, entries)
        look_closer = last.closer.encode if encoder and self._config["closer_look"] else None
        training = OwnTraining(model, sentences, messages, encoder, look_closer, _ours(self._config["other_shops"]), last, stamp, never_answered)
        if len(entries):
            return training.join(entries)
        if encoder and last.remembers:
            training.prepare()  # so that a shop's first own questions are live as soon as its hundredth
        return model

    def _rules(self) -> str:
        """Names how sentences are cut into pieces; the catalogue's words take part in it."""
        known = "\n".join(sorted(source(self._config["vocabulary"])().words()))
        return rules_fingerprint(features, sounds, words) + hashlib.sha256(known.encode()).hexdigest()[:16]

    @classmethod
    def load(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
             ) -> "ShopIntentClassifier":
        """The trained component. Raises when its files are not all there: nothing untrained may answer a shopper."""
        cut = words_of(source(config["vocabulary"])).cut
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(Path(folder), cut))

    def process(self, messages: list[Message]) -> list[Message]:
        """Understands each message and each of its parts."""
        if self._model is None:
            raise RuntimeError("the intent classifier has no trained model; run `python -m bot train`")
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        whole, leaves = self._read(Part(text, 0, len(text)))
        ranking = self._ranking(whole)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ERROR_BUDGET, self._model.calibration.limits, add_to_output=True)
        message.set(QUESTIONS, self._asked(leaves, message.get(ENTITIES) or []), add_to_output=True)

    def _read(self, part: Part) -> tuple[np.ndarray, list[Leaf]]:
        """The scores of this text, and those of each question in it, in reading order."""
        whole, tried = self._look(part.text)
        scores, *halves = self._model.scored([whole, *(half for _, left, right in tried for half in (left, right))])
        halves = [in_company(half, scores) for half in halves]
        apart = [(self._apart(cut, left, right), cut, left, right) for (cut, *_), left, right in zip(tried, halves[::2], halves[1::2])]
        sure, cut, left, right = max(apart, key=lambda one: one[0], default=(0.0, None, scores, scores))
        if cut is None or sure < self._config["sure_apart"]:
            return scores, [(part, scores)]
        return scores, [*self._inside(cut.left, part, left), *self._inside(cut.right, part, right)]

    def _look(self, text: str) -> tuple[Seen, list[tuple[Cut, Seen, Seen]]]:
        """A first look at the text, and at the halves of those cuts that are worth a second one."""
        possible = cuts(text)
        halves = [half.text for cut in possible for half in (cut.left, cut.right)]
        whole, *seen = self._model.seen([normalise(one) for one in (text, *halves)])
        looked = zip(possible, seen[::2], seen[1::2])
        return whole, [(cut, *two) for cut, *two in looked if hopeful(cut, *(in_company(half.scores, whole.scores) for half in two))]

    def _inside(self, half: Part, of: Part, scores: np.ndarray) -> list[Leaf]:
        """The questions in half of a message: it may hold two again."""
        half = Part(half.text, half.start + of.start, half.end + of.start)
        found = self._read(half)[1] if cuts(half.text) else []
        return found if len(found) > 1 else [(half, scores)]

    def _apart(self, cut: Cut, left: np.ndarray, right: np.ndarray) -> float:
        named = {self._model.labels[scores.argmax()] for scores in (left, right)}
        return 0.0 if named & set(self._config["asides"]) else two_questions(cut, left, right)

    def _ranking(self, scores: np.ndarray) -> list[dict[str, Any]]:
        confidences = self._model.believed(scores[None])[0]
        best = confidences.argsort()[::-1][:RANKED]
        return [{"name": self._model.labels[i], "confidence": float(confidences[i])} for i in best]

    def _asked(self, leaves: Sequence[Leaf], entities: list[dict]) -> list[dict[str, Any]]:
        """Each question once, as the first to ask it does; its own values come first, those of the others may be meant too."""
        found: dict[str, dict[str, Any]] = {}
        for part, scores in leaves:
            ranking = self._ranking(scores)
            inside = [e for e in entities if part.start <= e["start"] < part.end]
            others = [e for e in entities if e not in inside]
            found.setdefault(ranking[0]["name"], {
                "text": part.text, "intent": ranking[0], INTENT_RANKING_KEY: ranking, "entities": inside + others})
        return list(found.values())


def _without_own(model: IntentModel, entries: Entries) -> IntentModel:
    if len(entries):
        raise ValueError(f"{entries.labels[0]} 等 {len(entries)} 个意图是店里自己的问答，要有别家店的问答才学得会：请在 config.yml 写上 other_shops。")
    return model


def _code() -> str:
    """Changes with the code that makes a model."""
    own = "".join(file.read_text("utf8") for file in sorted(Path(few.__file__).parent.glob("*.py")))
    return digest(own) + rules_fingerprint(intent_model, separators, neighbours, meaning, features, respelling, sounds, calibration, natural,
                                           semantics, closer_look, words)


def _kept_in(config: dict[str, Any]) -> Optional[Path]:
    from bot.settings import ROOT

    path = config.get("remember")
    if not path:
        return None
    return Path(os.environ["BOT_VAR"]) / Path(path).name if os.environ.get("BOT_VAR") else ROOT / path


def _ours(path: str) -> Path:
    """Paths in config.yml are the project's, wherever the command was started."""
    from bot.settings import ROOT

    return ROOT / path
