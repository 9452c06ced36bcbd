"""The intent model, trained here on a few sentences of two shops' worth of talk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Sequence

import numpy as np
import pytest

from bot.understanding import intent_model
from bot.understanding.intent_model import IntentModel

SAID = {
    "ask_pilling": ["会起球吗", "容易起球不", "穿久了起球吗", "起不起球", "洗了会起球吗", "这个起球厉害吗"],
    "ask_freight": ["包邮吗", "运费多少", "邮费怎么算", "要付运费吗", "免运费吗", "新疆包邮吗"],
    "ask_size": ["穿多大码", "我该穿什么码", "选多大的", "175穿多大", "体重130穿多大码", "拍什么尺码"],
}
TEXTS = [text for texts in SAID.values() for text in texts]
LABELS = [label for label, texts in SAID.items() for _ in texts]
NATURAL = [("起球吗", ["ask_pilling"]), ("包邮不", ["ask_freight", "ask_size"]), ("多大码合适", ["ask_size"])] * 4


def letters(text: str) -> list[str]:
    return list(text)


def encoding(texts: Sequence[str]) -> np.ndarray:
    """Sixteen numbers that say which characters are in a text; stands for sentence meaning."""
    rows = np.zeros((len(texts), 16), np.float32)
    for row, text in zip(rows, texts):
        for character in text:
            row[ord(character) % 16] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(autouse=True)
def meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intent_model, "encode", encoding)


@pytest.fixture(params=["pieces alone", "with meaning"])
def model(request: pytest.FixtureRequest) -> IntentModel:
    encoder = encoding if request.param == "with meaning" else None
    return IntentModel.train(TEXTS, LABELS, letters, encoder, NATURAL)


def best(model: IntentModel, *texts: str) -> list[str]:
    return [model.labels[i] for i in model.confidences(texts).argmax(axis=1)]


def test_what_it_was_told_and_what_is_like_it_is_understood(model: IntentModel) -> None:
    assert best(model, *TEXTS) == LABELS
    assert best(model, "会不会起求", "到广东要运费吗", "165 110 穿多大") == ["ask_pilling", "ask_freight", "ask_size"]


def test_confidences_add_up_to_one_for_anything_at_all(model: IntentModel) -> None:
    found = model.confidences(["起球吗", "", "😀", "qwerty" * 300])
    assert found.shape == (4, 3) and np.allclose(found.sum(axis=1), 1, atol=1e-5) and np.isfinite(found).all()
    assert model.scores([]).shape == (0, 3)


def test_nothing_known_is_less_sure_than_something_known(model: IntentModel) -> None:
    known, unknown = np.sort(model.scores(["会起球吗", "ΨΩ"]), axis=1)
    assert unknown[-1] - unknown[-2] < known[-1] - known[-2]


def test_a_message_alone_scores_as_in_company(model: IntentModel) -> None:
    together = model.scores(["起球吗", "运费", "穿多大"])
    assert np.allclose(together[1], model.scores(["运费"])[0], atol=1e-5)


def test_a_first_look_asks_for_no_meaning_and_the_second_goes_on_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    model, asked = IntentModel.train(TEXTS, LABELS, letters, encoding, NATURAL), []
    monkeypatch.setattr(intent_model, "encode", lambda texts: asked.append(list(texts)) or encoding(texts))
    seen = model.seen(["起球吗", "要运费吗"])
    assert asked == [] and [one.scores.argmax() for one in seen] == [1, 0]
    assert model.scored(seen[1:]).tolist() == model.scores(["要运费吗"]).tolist() and asked[0] == ["要运费吗"]


def test_each_text_is_cut_into_words_once_unless_it_is_misspelt() -> None:
    cut: list[str] = []
    model = IntentModel.train(TEXTS, LABELS, lambda text: cut.append(text) or letters(text), None, NATURAL)
    cut.clear()
    model.seen(["起球吗"])
    assert cut == ["起球吗"]


def test_known_vectors_are_used_and_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    model = IntentModel.train(TEXTS, LABELS, letters, encoding, NATURAL)
    expected = model.scores(["起球吗"])

    def never(texts: Sequence[str]) -> np.ndarray:
        raise AssertionError("encoded again")

    monkeypatch.setattr(intent_model, "encode", never)
    assert np.allclose(model.scores(["起球吗"], encoding(["起球吗"])), expected)


def test_a_saved_and_loaded_model_gives_equal_scores(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path, letters)
    texts = [*TEXTS, "完全没见过", ""]
    assert loaded.scores(texts).tolist() == model.scores(texts).tolist()
    assert loaded.confidences(texts).tolist() == model.confidences(texts).tolist()
    assert (loaded.labels, loaded.calibration, loaded.semantic) == (model.labels, model.calibration, model.semantic)


def test_nothing_that_is_saved_can_run_code(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    for file in tmp_path.iterdir():
        if file.suffix == ".json":
            json.loads(file.read_text("utf8"))
        else:
            with np.load(file, allow_pickle=False) as arrays:
                assert all(arrays[name].dtype != object for name in arrays.files)


@pytest.mark.parametrize("file", ["model.json", "weights.npz", "pieces.json", "documents.npz"])
@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_model_that_is_not_all_there_does_not_load(model: IntentModel, tmp_path: Path, file: str, damage: str) -> None:
    model.save(tmp_path)
    path = tmp_path / file
    path.unlink() if damage == "gone" else path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(Exception):
        IntentModel.load(tmp_path, letters)


@pytest.mark.parametrize("labels", [["ask_size"] * 3, []])
def test_fewer_than_two_intents_are_refused_by_name(labels: list[str]) -> None:
    with pytest.raises(ValueError, match=r"two intents or more; the training data has \["):
        IntentModel.train(["a", "b", "c"][: len(labels)], labels, letters, None)


def test_two_intents_are_told_apart_like_more() -> None:
    model = IntentModel.train(TEXTS[:12], LABELS[:12], letters, None)
    assert model.labels == ["ask_freight", "ask_pilling"]
    assert best(model, *TEXTS[:12]) == LABELS[:12]


def test_training_twice_gives_the_same_model(model: IntentModel) -> None:
    encoder = encoding if model.semantic else None
    again = IntentModel.train(TEXTS, LABELS, letters, encoder, NATURAL)
    assert again.scores(TEXTS).tolist() == model.scores(TEXTS).tolist() and again.calibration == model.calibration


def test_without_natural_messages_it_is_calibrated_on_sentences_it_had_not_seen() -> None:
    model = IntentModel.train(TEXTS, LABELS, letters, None)
    assert set(model.calibration.limits) == {"1", "2", "5", "10"}
    assert 0 < model.calibration.sharpness <= 30


def test_natural_messages_of_another_shops_intents_are_no_calibration() -> None:
    strangers = [("今天天气", ["weather"]), ("放首歌", ["music"])]
    with_strangers = IntentModel.train(TEXTS, LABELS, letters, None, strangers)
    assert with_strangers.calibration == IntentModel.train(TEXTS, LABELS, letters, None).calibration


def test_an_intent_with_a_single_sentence_trains_too() -> None:
    model = IntentModel.train([*TEXTS, "开发票"], [*LABELS, "ask_invoice"], letters, None)
    assert best(model, "开发票") == ["ask_invoice"]
