"""One linear SVM a label, and how to find it again quickly when the training data has hardly changed."""

from __future__ import annotations

from typing import Optional

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

COST = 1.0
NEAR = 0.1  # of the margin; how much a line may move before a row is looked at again


def separate(rows: csr_matrix, wanted: np.ndarray, labels: int, expected: Optional[np.ndarray] = None) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, labels) and bias (labels,) of one-vs-rest SVMs. `wanted` is each row's label as a number; `expected`
    (rows, labels) is about what the lines will say of the rows, NaN where unknown: it saves time and changes nothing else."""
    if expected is not None:
        found = [_one_against_all(rows, np.where(wanted == label, 1, -1), expected[:, label]) for label in range(labels)]
        return np.stack([w for w, _ in found], axis=1).astype(np.float32), np.array([b for _, b in found], np.float32)
    machine = _machine().fit(rows, wanted)
    weights, bias = machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)
    if labels == 2:  # liblinear gives two classes one line
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights, bias


def _one_against_all(rows: csr_matrix, side: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, float]:
    """One label's line. Only rows near it or on its wrong side have a say in where an SVM's line runs: those expected far on
    their right side are not looked at, and added where that turns out wrong. The line is the one that all rows give."""
    has_say = ~(side * expected >= 1 + NEAR)  # NaN: nothing is known, all have a say
    while True:
        if len(set(side[has_say])) < 2:
            has_say[:] = True
        machine = _machine().fit(rows[has_say], side[has_say])
        weights, bias = machine.coef_[0], float(machine.intercept_[0])
        overlooked = ~has_say & (side * (rows @ weights + bias) < 1)
        if not overlooked.any():
            return weights, bias
        has_say |= overlooked


def _machine() -> LinearSVC:
    return LinearSVC(C=COST, tol=0.01, random_state=0)
