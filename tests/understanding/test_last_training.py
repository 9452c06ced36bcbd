"""A training that goes on from the last one: faster, and no different."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.understanding import intent_model, semantics
from bot.understanding.intent_model import IntentModel
from bot.understanding.last_training import LastTraining
from tests.understanding.test_intent_model import LABELS, NATURAL, TEXTS, letters

WIDE = semantics.WIDTH


def encoding(texts: list[str]) -> np.ndarray:
    rows = np.array([np.random.default_rng(sum(map(ord, t))).normal(size=WIDE) for t in texts], np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intent_model, "encode", encoding)
    monkeypatch.setattr(semantics, "encode", encoding)


def trained(folder: Path | None, texts: list[str], labels: list[str], semantic: bool) -> IntentModel:
    last = LastTraining(folder, "rules", semantic)
    model = IntentModel.train(texts, labels, letters, last.embeddings.encode if semantic else None, NATURAL, last)
    last.keep(model)
    return model


@pytest.mark.parametrize("semantic", [True, False])
def test_added_and_removed_sentences_give_the_model_of_a_training_from_nothing(tmp_path: Path, semantic: bool) -> None:
    trained(tmp_path, TEXTS, LABELS, semantic)
    texts, labels = [*TEXTS[1:], "多久发货", "今天能发货吗"], [*LABELS[1:], "ask_ship_time", "ask_ship_time"]
    goes_on, anew = trained(tmp_path, texts, labels, semantic), trained(None, texts, labels, semantic)
    assert goes_on.labels == anew.labels
    assert np.allclose(goes_on.scores(texts), anew.scores(texts), atol=0.03)


def test_a_training_without_meaning_is_not_taken_for_one_with_it(tmp_path: Path) -> None:
    trained(tmp_path, TEXTS, LABELS, False)
    assert trained(tmp_path, TEXTS, LABELS, True).semantic


@pytest.mark.parametrize("file", ["model.json", "weights.npz", "pieces.json", "neighbours.npz"])
def test_a_damaged_last_model_costs_time_and_nothing_else(tmp_path: Path, file: str) -> None:
    anew = trained(tmp_path, TEXTS, LABELS, True)
    (tmp_path / "model" / file).write_bytes(b"{")
    again = trained(tmp_path, TEXTS, LABELS, True)
    assert np.allclose(again.scores(TEXTS), anew.scores(TEXTS), atol=0.03)
