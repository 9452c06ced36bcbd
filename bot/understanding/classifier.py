"""Intents as a Rasa graph component: calibrated confidences, the shop's error budget, and several questions in one message.

Trains on any Rasa NLU file; no label is known here but by configuration.
"""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path
from typing import Any, Optional, Sequence

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import calibration, features, linear, semantics, words
from bot.understanding.catalogue import LIVE, source
from bot.understanding.components import NORMALISED, rules_fingerprint
from bot.understanding.linear import LinearIntents
from bot.understanding.normalise import normalise
from bot.understanding.questions import asks, parts
from bot.understanding.semantics import Remembered
from bot.understanding.words import words_of

RANKED = 10
ERROR_BUDGET, QUESTIONS = "error_budget", "questions"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ShopIntentClassifier(GraphComponent, IntentClassifier):
    """Adds to a message: `intent`, `intent_ranking`, `error_budget` (wrong in a hundred → least confidence to answer with)
    and `questions` (every question found, each with text, intent, intent_ranking, entities)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """semantics: use sentence meaning. calibration: a TSV of natural messages (text, labels a|b), or none.
        asides: intents that are never a second question. sure_part: confidence a part needs to count as one.
        embeddings: where embeddings are kept between trainings, or none. vocabulary: where the catalogue's words come from."""
        return {"semantics": True, "calibration": None, "asides": [], "sure_part": 0.7, "embeddings": "var/embeddings.npz", "vocabulary": LIVE}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
               ) -> "ShopIntentClassifier":
        """An untrained component."""
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[LinearIntents] = None) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._cut = words_of(source(config["vocabulary"])).cut

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """Changed calibration messages, and changed code behind this class, must not meet a cached model."""
        path = config.get("calibration")
        messages = hashlib.sha256(_ours(path).read_bytes()).hexdigest() if path and _ours(path).exists() else ""
        return messages + rules_fingerprint(linear, features, calibration, semantics, words)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on every example that has an intent and keeps the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        encoder = Remembered(_cache(self._config)).encode if self._config["semantics"] else None
        texts = [m.get(NORMALISED) or normalise(m.get(TEXT)) for m in examples]
        seen = set(texts)
        natural = [(normalise(text), labels) for text, labels in _natural(self._config["calibration"])]
        unseen = [(text, labels) for text, labels in natural if text not in seen]
        self._model = LinearIntents.train(texts, [m.get(INTENT) for m in examples], self._cut, encoder, unseen)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    @classmethod
    def load(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
             ) -> "ShopIntentClassifier":
        """The trained component. Raises when its files are not all there: nothing untrained may answer a shopper."""
        cut = words_of(source(config["vocabulary"])).cut
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearIntents.load(Path(folder), cut))

    def process(self, messages: list[Message]) -> list[Message]:
        """Understands each message and each of its parts."""
        if self._model is None:
            raise RuntimeError("the intent classifier has no trained model; run `python -m bot train`")
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        cut = [part for part in parts(text) if asks(part.text)]
        cut = cut if len(cut) > 1 else []
        rankings = self._rank([text, *(p.text for p in cut)])
        message.set(INTENT, rankings[0][0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, rankings[0], add_to_output=True)
        message.set(ERROR_BUDGET, self._model.calibration.limits, add_to_output=True)
        entities = message.get(ENTITIES) or []
        whole = [{"text": text, "intent": rankings[0][0], INTENT_RANKING_KEY: rankings[0], "entities": entities}]
        message.set(QUESTIONS, self._apart(cut, rankings[1:], entities) or whole, add_to_output=True)

    def _rank(self, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
        labels = self._model.labels
        ranked = []
        for row in self._model.confidences([normalise(t) for t in texts]):
            best = row.argsort()[::-1][:RANKED]
            ranked.append([{"name": labels[i], "confidence": float(row[i])} for i in best])
        return ranked

    def _apart(self, cut: list, rankings: list[list[dict[str, Any]]], entities: list[dict]) -> list[dict[str, Any]]:
        """Two or more different sure questions, or nothing: an explanation before a question is not a question."""
        found: dict[str, dict[str, Any]] = {}
        for part, ranking in zip(cut, rankings):
            best = ranking[0]
            if best["confidence"] < self._config["sure_part"] or best["name"] in self._config["asides"] or best["name"] in found:
                continue
            inside = [e for e in entities if part.start <= e["start"] < part.end]
            others = [e for e in entities if e not in inside]
            found[best["name"]] = {"text": part.text, "intent": best, INTENT_RANKING_KEY: ranking, "entities": inside + others}
        return list(found.values()) if len(found) > 1 else []


def _cache(config: dict[str, Any]) -> Optional[Path]:
    from bot.settings import ROOT

    path = config.get("embeddings")
    if not path:
        return None
    return Path(os.environ["BOT_VAR"]) / Path(path).name if os.environ.get("BOT_VAR") else ROOT / path


def _ours(path: str) -> Path:
    """Paths in config.yml are the project's, wherever the command was started."""
    from bot.settings import ROOT

    return ROOT / path


def _natural(path: Optional[str]) -> list[tuple[str, list[str]]]:
    """Rows of a TSV with columns text and labels. Raises FileNotFoundError when it is configured and missing."""
    if not path:
        return []
    with open(_ours(path), encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["text"], row["labels"].split("|")) for row in rows if row.get("text")]
