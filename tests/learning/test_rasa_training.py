"""What Rasa's training is spared, and that it trains on the same."""

from __future__ import annotations

import tarfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import validation
from tarsafe import TarSafe

from bot.learning.rasa_training import without_waste

NLU = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 在吗\n- intent: ask_price\n  examples: |\n    - 多少钱\n    - 多少钱\n'
DOMAIN = 'version: "3.1"\nintents: [greet, ask_price]\n'


@pytest.fixture
def importer(tmp_path: Path):  # noqa: ANN201
    (tmp_path / "nlu.yml").write_text(NLU, "utf8")
    (tmp_path / "domain.yml").write_text(DOMAIN, "utf8")
    (tmp_path / "config.yml").write_text("recipe: default.v1\nlanguage: zh\n", "utf8")

    def read() -> TrainingData:
        made = TrainingDataImporter.load_from_config(str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), [str(tmp_path / "nlu.yml")])
        return made.get_nlu_data()

    return read


def said(data: TrainingData) -> list[tuple[str, str]]:
    return [(m.get("text"), m.get("intent")) for m in data.intent_examples]


def test_the_training_data_is_what_rasa_alone_would_read(importer) -> None:  # noqa: ANN001
    alone = said(importer())
    with without_waste():
        assert said(importer()) == alone == [("你好", "greet"), ("在吗", "greet"), ("多少钱", "ask_price")]
        assert said(importer()) == alone, "a second time as well"


def test_files_are_read_once_a_training_and_anew_by_the_next(importer, tmp_path: Path) -> None:  # noqa: ANN001
    with without_waste():
        before = said(importer())
        (tmp_path / "nlu.yml").write_text(NLU + "    - 几块\n", "utf8")
        assert said(importer()) == before
    with without_waste():
        assert ("几块", "ask_price") in said(importer())


@pytest.mark.parametrize("broken", [NLU.replace("  examples: |", "  exampels: |", 1), NLU + "- intent: [\n", NLU + "nlu: []\n", "nlu: 3\n"])
def test_a_broken_file_is_refused_in_the_words_of_rasa_alone(importer, tmp_path: Path, broken: str) -> None:  # noqa: ANN001
    (tmp_path / "nlu.yml").write_text(broken, "utf8")
    said_of_it = []
    for context in (nullcontext(), without_waste()):
        with context, pytest.raises(YamlException) as refused:
            importer()
        said_of_it.append(str(refused.value))
    assert said_of_it[0] == said_of_it[1] and "nlu.yml" in said_of_it[0]


def test_labels_are_trimmed_and_sentences_kept_once_as_rasa_alone_does() -> None:
    def examples() -> list[Message]:
        return [Message.build(text, intent) for text, intent in (("多少钱", " ask_price "), ("多少钱", "ask_price"), ("你好", "greet"), ("多少钱", "greet"))]

    alone = said(TrainingData(examples()))
    with without_waste():
        assert said(TrainingData(examples())) == alone == [("多少钱", "ask_price"), ("你好", "greet"), ("多少钱", "greet")]


def test_nothing_is_copied_to_a_cache_that_is_not_read() -> None:
    with without_waste():
        hook = TrainingHook(cache=None, model_storage=None, pruned_schema=None)
        kept = hook.on_before_node("node", None, {}, {})
        hook.on_after_node("node", None, {}, object(), kept)


def test_a_model_is_packed_so_that_anybody_can_open_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("内容" * 1000, "utf8")
    with without_waste(), TarSafe.open(tmp_path / "m.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "a", "a")
    with tarfile.open(tmp_path / "m.tar.gz") as tar:
        assert tar.extractfile("a").read().decode() == "内容" * 1000
    assert (tmp_path / "m.tar.gz").stat().st_size < 1000


def test_outside_a_training_rasa_is_as_it_was() -> None:
    def changed() -> tuple:
        return TrainingData.merge, TrainingData.sanitize_examples, TarSafe.gzopen, TrainingHook.on_after_node, validation.validate_yaml_schema

    before = changed()
    with without_waste():
        assert not set(changed()) & set(before)
    assert changed() == before
