"""The understanding as Rasa graph components: what is below this file knows nothing of Rasa.

    pipeline:
      - name: bot.understanding.components.Normaliser      # "normalised" on every message, for the classifier
      - name: bot.understanding.components.CatalogueWords  # tokens, for stock featurisers; ours cut for themselves
      - name: bot.understanding.components.ShopEntities

None of them is trained and none keeps words in the model: the catalogue is read when a message comes. `fingerprint_addon` tells
Rasa's training cache about what it cannot see, the catalogue's words and the rules beside the component's own class.
"""

from __future__ import annotations

import hashlib
import inspect
from types import ModuleType
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import catalogue, normalise, script, words
from bot.understanding.script import fold

NORMALISED = "normalised"  # the message property that holds the classifier's text


def rules_fingerprint(*modules: ModuleType) -> str:
    """Changes with the source of `modules`; Rasa itself only looks at the source of the component's class."""
    return hashlib.sha256("".join(inspect.getsource(m) for m in modules).encode()).hexdigest()[:16]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normaliser(GraphComponent):
    """Stores `normalise(text)` on each message under NORMALISED; the text itself stays as the shopper typed it."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Normaliser:
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        return rules_fingerprint(normalise, script)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is not None:
                message.set(NORMALISED, normalise.normalise(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CatalogueWords(Tokenizer):
    """Tokens by jieba, which keeps the catalogue's words whole. Token texts are folded, their places are the original's."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            # Where the catalogue's words come from: a function without arguments that returns a Vocabulary.
            "vocabulary": catalogue.LIVE,
        }

    @staticmethod
    def required_packages() -> list[str]:
        return ["jieba"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        return vocabulary_fingerprint(cls, config) + rules_fingerprint(words, script)

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._words = words.words_of(catalogue.source(config["vocabulary"]))

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        folded = fold(message.get(attribute))
        tokens = []
        for word, start, end in self._words.tokenize(folded.text):
            first, last = folded.original_span(start, end)
            tokens.append(Token(word, first, last))
        return self._apply_token_pattern(tokens)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ShopEntities(GraphComponent, EntityExtractorMixin):
    """Adds what `Extractor` finds to the message's entities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"vocabulary": catalogue.LIVE}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ShopEntities:
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        return vocabulary_fingerprint(cls, config)

    def __init__(self, config: dict[str, Any]) -> None:
        from bot.understanding.entities import Extractor  # spaCy takes half a second to import, and training finds no entities

        self._extractor = Extractor(catalogue.source({**self.get_default_config(), **config}["vocabulary"]))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = self.add_extractor_name(self._extractor.extract(text))
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def vocabulary_fingerprint(component: Any, config: dict[str, Any]) -> str:
    """Changes with the catalogue's words. Raises ShopError when data/shop cannot be read, before a model is trained on nothing."""
    return catalogue.source({**component.get_default_config(), **config}["vocabulary"])().fingerprint
