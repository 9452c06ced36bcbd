"""The nearest training sentences and their votes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.understanding import neighbours
from bot.understanding.neighbours import Neighbours

#: Five sentences over four pieces, all of one meaning; the last two are of label 1.
MEANING = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [1, 0]], np.float32)
ROWS = csr_matrix(np.array([[1, 0, 0, 0], [0.8, 0.6, 0, 0], [0.6, 0.8, 0, 0], [0, 0, 1, 0], [0, 0, 0.6, 0.8]], np.float32))
LABEL_OF = [0, 0, 0, 1, 1]


def votes(known: Neighbours, *rows: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Of texts that mean what all sentences mean."""
    return known.votes(rows, np.repeat(MEANING[:1], len(rows), axis=0))


def row(*values: float) -> tuple[np.ndarray, np.ndarray]:
    at = np.flatnonzero(values)
    return at.astype(np.int32), np.array(values, np.float32)[at]


def test_likest_sentences_win_the_vote_and_votes_are_shares() -> None:
    found = votes(Neighbours.of(ROWS, MEANING, LABEL_OF, 2), row(0.9, 0.4, 0, 0), row(0, 0, 0.7, 0.7))
    assert found.argmax(axis=1).tolist() == [0, 1]
    assert np.allclose(found.sum(axis=1), 1)


def test_meaning_decides_between_sentences_with_the_same_pieces() -> None:
    same = csr_matrix(np.ones((2, 1), np.float32))
    found = Neighbours.of(same, np.eye(2, dtype=np.float32), [0, 1], 2).votes([row(1.0)] * 2, np.eye(2, dtype=np.float32))
    assert found.argmax(axis=1).tolist() == [0, 1]


def test_only_the_nearest_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "NEAREST", 1)
    assert votes(Neighbours.of(ROWS, MEANING, LABEL_OF, 2), row(0.1, 0, 0.9, 0)).tolist() == [[0.0, 1.0]]


@pytest.mark.parametrize("sentences", [3, 10, 640, 1000])
def test_the_nearest_of_many_are_found_without_ordering_them(sentences: int) -> None:
    likeness = np.random.default_rng(0).normal(size=sentences).astype(np.float32)
    assert sorted(neighbours._highest(likeness)) == sorted(np.argsort(-likeness)[: neighbours.NEAREST])


def test_what_is_like_nothing_has_no_votes() -> None:
    nothing = (np.empty(0, np.int32), np.empty(0, np.float32))
    elsewhere = np.array([[0, 1]], np.float32)
    assert Neighbours.of(ROWS, MEANING, LABEL_OF, 2).votes([nothing], elsewhere).tolist() == [[0.0, 0.0]]


def test_pieces_that_most_sentences_have_make_nothing_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "NEAREST", 1)
    monkeypatch.setattr(neighbours, "RARE", 2)
    # The first piece is in all three sentences; by the second the text is like the first sentence alone.
    everywhere = csr_matrix(np.array([[0.9, 0.1], [1, 0], [1, 0]], np.float32))
    assert votes(Neighbours.of(everywhere, MEANING[:3], [0, 1, 1], 2), row(1, 0.1)).tolist() == [[1.0, 0.0]]


def test_many_texts_vote_as_each_does_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "AT_ONCE", 2)
    known = Neighbours.of(ROWS, MEANING, LABEL_OF, 2)
    texts = [row(1, 0, 0, 0), row(0, 0, 1, 0), row(0, 0.5, 0, 0.5), row(0, 0, 0, 1), row(0.2, 0, 0.9, 0)]
    assert np.allclose(votes(known, *texts), np.vstack([votes(known, one) for one in texts]))


def test_saved_and_loaded_they_vote_the_same(tmp_path: Path) -> None:
    known = Neighbours.of(ROWS, MEANING, LABEL_OF, 2)
    known.save(tmp_path)
    assert np.array_equal(votes(Neighbours.load(tmp_path), row(0.3, 0, 0, 0.9)), votes(known, row(0.3, 0, 0, 0.9)))
