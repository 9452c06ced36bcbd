"""What the classifier sees of a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.understanding.features import SparseFeatures, pieces, sound

TEXTS = ["会起球吗", "起球怎么办", "会掉色吗", "掉色严重吗", "穿多大码", "175 130穿多大"]


def letters(text: str) -> list[str]:
    """Words of one character: tests need no dictionary."""
    return list(text)


@pytest.mark.parametrize("character, read", [("球", "qiu"), ("求", "qiu"), ("吗", "ma"), ("女", "nv"), ("x", "x"), ("5", "5"), ("😀", "😀")])
def test_a_character_sounds_without_its_tone_and_the_rest_like_itself(character: str, read: str) -> None:
    assert sound(character) == read


def test_pieces_are_characters_words_and_sounds() -> None:
    found = pieces("起球", letters)
    assert found["c"] == ["^", "起", "球", "$", "^起", "起球", "球$", "^起球", "起球$"]
    assert found["w"] == ["起", "球", "起 球"]
    assert {"^q", "qiu", "qi q", "i qiu$"} <= set(found["p"])


def test_a_homophone_typo_sounds_the_same() -> None:
    assert pieces("会起求吗", letters)["p"] == pieces("会起球吗", letters)["p"]


def test_marks_say_nothing_and_words_stay_apart() -> None:
    assert pieces("起球，吗？", letters)["c"] == pieces("起球吗", letters)["c"]
    assert pieces("起球，吗", letters)["w"] == ["起", "球", "吗", "起 球", "球 吗"]


def test_rows_are_unit_vectors_over_known_pieces() -> None:
    features, rows = SparseFeatures.fit(TEXTS, letters)
    assert rows.shape == (len(TEXTS), features.width) and features.width > 20
    assert np.allclose(np.sqrt(rows.multiply(rows).sum(axis=1)), 1, atol=1e-5)


def test_the_rows_of_training_are_those_of_serving() -> None:
    features, rows = SparseFeatures.fit(TEXTS, letters)
    assert abs(rows - features.matrix(TEXTS)).max() < 1e-6


def test_words_that_are_cut_already_are_not_cut_again() -> None:
    features, _ = SparseFeatures.fit(TEXTS, letters)
    expected = features.row("会起球吗")
    features.cut = None
    assert [part.tolist() for part in features.row("会起球吗", letters("会起球吗"))] == [part.tolist() for part in expected]


def test_what_only_one_text_says_is_not_learned() -> None:
    features, _ = SparseFeatures.fit(TEXTS, letters)
    once, _ = SparseFeatures.fit(TEXTS, letters, at_least=1)
    assert once.width > features.width
    at, values = features.row("zzz")
    assert len(at) == len(values) == 0 or np.isclose(np.linalg.norm(values), 1)


def test_nothing_known_is_an_empty_row_and_no_texts_an_empty_matrix() -> None:
    features, _ = SparseFeatures.fit(["aaab", "aaac"], letters)
    assert len(features.row("")[0]) in (0, 2)  # at most the frame around every text
    assert features.matrix([]).shape == (0, features.width)
    assert features.matrix(["", "qqq"]).shape == (2, features.width)


def test_likeness_is_higher_between_neighbours() -> None:
    features, _ = SparseFeatures.fit(TEXTS, letters)
    ball, typo, colour = (features.matrix([t]) for t in ("会起球吗", "会起求吗", "穿多大码"))
    assert (ball @ typo.T)[0, 0] > 0.5 > (ball @ colour.T)[0, 0]


def test_saved_and_loaded_features_give_the_same_rows(tmp_path: Path) -> None:
    features, _ = SparseFeatures.fit(TEXTS, letters)
    features.save(tmp_path)
    loaded = SparseFeatures.load(tmp_path, letters)
    for text in (*TEXTS, "新的一句 起球", ""):
        (at, values), (also_at, also_values) = features.row(text), loaded.row(text)
        assert at.tolist() == also_at.tolist() and values.tolist() == also_values.tolist()
