"""The intent model: one linear SVM a label over sparse pieces and, optionally, sentence meaning; confidences calibrated.

It knows nothing of any taxonomy: labels are whatever the training data names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, NamedTuple, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.understanding.calibration import Calibration, calibrate, probabilities
from bot.understanding.features import Cut, SparseFeatures
from bot.understanding.semantics import encode

Encode = Callable[[Sequence[str]], np.ndarray]
SHARE_OF_MEANING = 0.3  # of a row's squared length; measured, flat between 0.25 and 0.4
COST = 1.0
FOLDS = 3
DIRECTIONS = 256


class LinearIntents:
    """A trained model. `scores` and `confidences` have shape (texts, labels), columns in the order of `labels`."""

    def __init__(self, labels: list[str], features: SparseFeatures, weights: np.ndarray, bias: np.ndarray,
                 meaning: Optional[np.ndarray], centre: Optional[np.ndarray], calibration: Calibration) -> None:
        self.labels = labels
        self.calibration = calibration
        self._features = features
        self._weights = weights.astype(np.float16)  # (pieces, labels): a text touches a few hundred rows of it
        self._bias = bias
        self._meaning = meaning  # (512, labels)
        self._centre = centre

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str], cut: Cut, encoder: Optional[Encode],
              natural: Sequence[tuple[str, Sequence[str]]] = ()) -> "LinearIntents":
        """Trains on normalised texts. `natural` are normalised messages with their right labels, never trained on; without
        them confidences are calibrated on out-of-fold scores, which costs about twice the training again.

        Raises ValueError with fewer than two labels."""
        names = sorted(set(labels))
        if len(names) < 2:
            raise ValueError(f"an intent classifier needs two intents or more; the training data has {names}")
        features, sparse = SparseFeatures.fit(texts, cut)
        space = None if encoder is None else Meaning.of(encoder(texts))
        rows = joined(sparse, None if space is None else space.rows)
        wanted = np.array(labels)
        model = cls._fitted(names, features, rows, wanted, space)
        known = [(text, right) for text, right in natural if set(right) & set(names)]
        scores, right = model._held_out(known, encoder) if known else _out_of_fold(rows, wanted, names)
        model.calibration = calibrate(scores, right)
        return model

    @classmethod
    def _fitted(cls, names: list[str], features: SparseFeatures, rows: csr_matrix, wanted: np.ndarray,
                space: Optional["Meaning"]) -> "LinearIntents":
        weights, bias = _separate(rows, wanted, names)
        wide = features.width
        if space is None:
            return cls(names, features, weights, bias, None, None, Calibration(1.0, {}))
        sparse_weights = np.ascontiguousarray(weights[:wide] * np.float32(np.sqrt(1 - SHARE_OF_MEANING)))
        meaning = space.directions @ weights[wide:] * np.float32(np.sqrt(SHARE_OF_MEANING))
        return cls(names, features, sparse_weights, bias, meaning, space.centre, Calibration(1.0, {}))

    def _held_out(self, natural: Sequence[tuple[str, Sequence[str]]], encoder: Optional[Encode]) -> tuple[np.ndarray, np.ndarray]:
        vectors = encoder([t for t, _ in natural]) if encoder else None
        right = np.array([[name in ls for name in self.labels] for _, ls in natural])
        return self.scores([t for t, _ in natural], vectors), right

    @property
    def semantic(self) -> bool:
        """Whether sentence meaning takes part."""
        return self._centre is not None

    def scores(self, texts: Sequence[str], vectors: Optional[np.ndarray] = None) -> np.ndarray:
        """Signed distances of normalised texts; `vectors` are their embeddings where already known."""
        found = np.tile(self._bias, (len(texts), 1))
        for i, text in enumerate(texts):
            at, values = self._features.row(text)
            found[i] += values @ self._weights[at].astype(np.float32)
        if self._meaning is not None:
            found += _unit((encode(texts) if vectors is None else vectors) - self._centre) @ self._meaning
        return found

    def confidences(self, texts: Sequence[str]) -> np.ndarray:
        """Calibrated probabilities, rows adding up to 1."""
        return probabilities(self.scores(texts), self.calibration.sharpness)

    def save(self, folder: Path) -> None:
        """Plain npz and JSON; nothing is pickled."""
        self._features.save(folder)
        arrays = {"weights": self._weights, "bias": self._bias}
        if self._meaning is not None:
            arrays.update(meaning=self._meaning, centre=self._centre)
        np.savez(folder / "weights.npz", **arrays)
        kept = {"labels": self.labels, "sharpness": self.calibration.sharpness, "limits": self.calibration.limits}
        (folder / "model.json").write_text(json.dumps(kept, ensure_ascii=False), "utf8")

    @classmethod
    def load(cls, folder: Path, cut: Cut) -> "LinearIntents":
        """What `save` wrote. Raises OSError or ValueError when it is not all there: an untrained model must not serve."""
        kept = json.loads((folder / "model.json").read_text("utf8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            given = {name: arrays[name] for name in arrays.files}
        return cls(kept["labels"], SparseFeatures.load(folder, cut), given["weights"], given["bias"], given.get("meaning"),
                   given.get("centre"), Calibration(kept["sharpness"], kept["limits"]))


class Meaning(NamedTuple):
    """Sentence meaning for training: `rows` (texts, DIRECTIONS) in the `directions` (512, DIRECTIONS) that vary most, around `centre`.

    Half of USE's numbers carry next to nothing here and would double the solver's work."""

    rows: np.ndarray
    directions: np.ndarray
    centre: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> "Meaning":
        """From the training data's own embeddings."""
        centre = vectors.mean(axis=0)
        unit = _unit(vectors - centre)
        _, axes = np.linalg.eigh(unit.T @ unit)
        directions = np.ascontiguousarray(axes[:, -DIRECTIONS:])
        return cls(unit @ directions, directions, centre)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def joined(sparse: csr_matrix, meaning: Optional[np.ndarray]) -> csr_matrix:
    """Pieces and meaning side by side, in their shares; float64, which liblinear wants anyway."""
    if meaning is None:
        return sparse.astype(np.float64)
    shares = (sparse * np.sqrt(1 - SHARE_OF_MEANING), csr_matrix(meaning * np.sqrt(SHARE_OF_MEANING)))
    return hstack(shares).tocsr().astype(np.float64)


def _separate(rows: csr_matrix, wanted: np.ndarray, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, labels) and bias (labels,) of one-vs-rest SVMs."""
    machine = LinearSVC(C=COST, tol=0.01, random_state=0).fit(rows, wanted)
    weights, bias = machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)
    if len(names) == 2:  # liblinear gives two classes one line
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights, bias


def _out_of_fold(rows: csr_matrix, wanted: np.ndarray, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Scores of every training row by a model that has not seen it."""
    scores = np.zeros((len(wanted), len(names)), np.float32)
    smallest = min(int((wanted == n).sum()) for n in names)
    if smallest >= 2:
        for seen, unseen in StratifiedKFold(min(FOLDS, smallest), shuffle=True, random_state=0).split(rows, wanted):
            weights, bias = _separate(rows[seen], wanted[seen], names)
            scores[unseen] = rows[unseen] @ weights + bias
    return scores, wanted[:, None] == np.array(names)[None, :]
