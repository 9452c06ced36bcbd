"""The Rasa components: what they put on a message, and what the training cache and a model may not keep."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from bot import no_tensorflow
from bot.understanding.catalogue import Vocabulary, colour_spellings, source

no_tensorflow.install()

from rasa.engine.graph import ExecutionContext, GraphSchema  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402

from bot.understanding.components import NORMALISED, CatalogueWords, Normaliser, ShopEntities  # noqa: E402

HERE = f"{__name__}.shelf"
_now = [Vocabulary(products={"P1": ("云朵外套",)})]


def shelf() -> Vocabulary:
    """What the configuration of these tests names as the source of the vocabulary."""
    return _now[0]


def _empty_dictionary() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = {}, 1, True
    return tokenizer


@pytest.fixture
def catalogue_changes() -> list[Vocabulary]:
    before = _now[0]
    yield _now
    _now[0] = before


@pytest.fixture
def parts(tmp_path: Path) -> tuple:
    return LocalModelStorage(tmp_path), Resource("any"), ExecutionContext(GraphSchema({}))


def test_the_normalised_text_stands_beside_the_typed_one(parts: tuple) -> None:
    message, silent = Message.build("亲，這個起球嗎～"), Message(data={"action_name": "action_listen"})
    Normaliser.create({}, *parts).process([message, silent])
    assert (message.get("text"), message.get(NORMALISED)) == ("亲，這個起球嗎～", "这个起球吗")
    assert silent.get(NORMALISED) is None


def test_entities_are_added_to_what_others_found(parts: tuple) -> None:
    message = Message.build("云朵外套 175 130")
    message.set("entities", [{"entity": "other"}])
    ShopEntities.load({"vocabulary": HERE}, *parts).process([message])
    assert [(e["entity"], e.get("value"), e.get("extractor")) for e in message.get("entities")] == [
        ("other", None, None), ("product", "P1", "ShopEntities"), ("height", 175, "ShopEntities"), ("weight", 65, "ShopEntities"),
    ]


def test_a_loaded_model_understands_a_product_added_later(parts: tuple, catalogue_changes: list[Vocabulary]) -> None:
    component = ShopEntities.load({"vocabulary": HERE}, *parts)
    catalogue_changes[0] = Vocabulary(products={"P2": ("星河裙",)}, colours=colour_spellings(["莓果紫"]))
    message = Message.build("星河裙有莓果紫吗")
    component.process([message])
    assert [e["value"] for e in message.get("entities")] == ["P2", "莓果紫"]


def test_tokens_are_folded_words_at_their_original_places(parts: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.understanding.words.load_dictionary", _empty_dictionary)
    component = CatalogueWords.create({**CatalogueWords.get_default_config(), "vocabulary": HERE}, *parts)
    message = Message.build("要云朵外套 65㎏")
    component.process([message])
    assert [(t.text, t.start, t.end) for t in message.get("text_tokens")] == [("要", 0, 1), ("云朵外套", 1, 5), ("65kg", 6, 9)]


def test_the_training_cache_sees_a_changed_catalogue(catalogue_changes: list[Vocabulary]) -> None:
    config = {"vocabulary": HERE}
    before = [c.fingerprint_addon(config) for c in (CatalogueWords, ShopEntities)]
    assert before == [c.fingerprint_addon(config) for c in (CatalogueWords, ShopEntities)]
    catalogue_changes[0] = Vocabulary(products={"P2": ("星河裙",)})
    after = [c.fingerprint_addon(config) for c in (CatalogueWords, ShopEntities)]
    assert all(a != b for a, b in zip(before, after))


def test_a_source_that_does_not_exist_is_named_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="no.such.words.*config.yml.*bot.understanding.catalogue.live"):
        source("no.such.words")
