"""Lines between labels: found quickly when it is known where they ran last, and the same lines as without."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.understanding import separators
from bot.understanding.separators import separate

LABELS = 4


@pytest.fixture(scope="module")
def data() -> tuple[csr_matrix, np.ndarray]:
    """400 noisy points around four corners of twelve dimensions."""
    random = np.random.default_rng(0)
    wanted = random.integers(LABELS, size=400)
    rows = np.eye(12)[wanted] + random.normal(scale=0.35, size=(400, 12))
    return csr_matrix(rows / np.linalg.norm(rows, axis=1, keepdims=True)), wanted


def decisions(data: tuple[csr_matrix, np.ndarray], expected: np.ndarray | None) -> np.ndarray:
    rows, wanted = data
    weights, bias = separate(rows, wanted, LABELS, expected)
    assert weights.shape == (12, LABELS) and bias.shape == (LABELS,)
    return rows @ weights + bias


def test_each_label_lies_on_its_side(data: tuple[csr_matrix, np.ndarray]) -> None:
    assert (decisions(data, None).argmax(axis=1) == data[1]).mean() > 0.9


def test_knowing_about_where_the_lines_run_gives_the_same_lines(data: tuple[csr_matrix, np.ndarray]) -> None:
    anew = decisions(data, None)
    blurred = anew + np.random.default_rng(1).normal(scale=0.02, size=anew.shape)
    assert np.allclose(decisions(data, blurred), anew, atol=0.02)


@pytest.mark.parametrize("wrong", [lambda s: -s, lambda s: s * 0, lambda s: s + 5, lambda s: np.full_like(s, np.nan)])
def test_wrong_expectations_give_the_same_lines_too(data: tuple[csr_matrix, np.ndarray], wrong) -> None:  # noqa: ANN001
    anew = decisions(data, None)
    assert np.allclose(decisions(data, wrong(anew)), anew, atol=0.02)


def test_rows_far_on_their_right_side_are_not_looked_at(data: tuple[csr_matrix, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    expected, looked = decisions(data, None), []

    class Watched(separators.LinearSVC):
        def fit(self, rows, sides):  # noqa: ANN001, ANN202
            looked.append(rows.shape[0])
            return super().fit(rows, sides)

    monkeypatch.setattr(separators, "LinearSVC", Watched)
    decisions(data, expected)
    assert 0 < sum(looked) / LABELS < 0.8 * len(data[1])
