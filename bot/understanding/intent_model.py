"""The intent model: lines between labels over pieces and meaning, the nearest sentences' votes, and calibrated confidences; beside
these labels the shop's own questions (bot.understanding.few), which have too few sentences for lines.

It knows nothing of any taxonomy: labels are whatever the training data names.
"""

from __future__ import annotations

import json
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Collection, NamedTuple, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import StratifiedKFold

from bot.understanding.calibration import CAUTION, Calibration, calibrate, limits, probabilities
from bot.understanding.features import Cut, SparseFeatures
from bot.understanding.few.own import OwnQuestions
from bot.understanding.few.rarity import Rarity
from bot.understanding.few.teaching import Everyday
from bot.understanding.few.view import View
from bot.understanding.meaning import Meaning, strongest
from bot.understanding.neighbours import Neighbours
from bot.understanding.respelling import Respelling
from bot.understanding.semantics import encode
from bot.understanding.separators import separate

if TYPE_CHECKING:
    from bot.understanding.last_training import LastTraining

Encode = Callable[[Sequence[str]], np.ndarray]
SHARE_OF_MEANING = 0.3  # of a row's squared length; measured, flat between 0.25 and 0.4
VOTE = 0.5  # what all neighbours together add to a score, in margins; flat between 0.25 and 0.8
FOLDS = 3
FEW = 5000  # sentences; with fewer, pieces that only one sentence has are worth their memory


class Seen(NamedTuple):
    """A text before its meaning is asked for, which takes nearly all the time: as it is meant to be spelt, as it was said, its row of
    pieces, and what the lines say of these alone."""

    text: str
    said: str
    row: tuple[np.ndarray, np.ndarray]
    scores: np.ndarray


class IntentModel:
    """A trained model. `scores` and `confidences` have shape (texts, labels), columns in the order of `labels`: first the intents that
    have lines, then the shop's own questions."""

    def __init__(self, intents: list[str], features: SparseFeatures, weights: np.ndarray, bias: np.ndarray, space: Optional[Meaning],
                 neighbours: Optional[Neighbours], calibration: Calibration, own: Optional[OwnQuestions] = None) -> None:
        self.intents = intents
        self.calibration = calibration
        self._own = own
        self._features = features
        self._respelling = Respelling(features.documents("w"), features.columns["c"])
        self._weights = weights.astype(np.float16)  # (pieces + directions, labels): a text touches a few hundred rows of it
        self._meaning = self._weights[features.width :].astype(np.float32)  # of directions; every text touches all of it
        self._bias = bias
        self._space = space
        self._neighbours = neighbours
        self._rarity: Optional[Rarity] = None

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str], cut: Cut, encoder: Optional[Encode],
              natural: Sequence[tuple[str, Sequence[str]]] = (), last: Optional["LastTraining"] = None,
              never_answered: Collection[str] = ()) -> "IntentModel":
        """Trains on normalised texts. `natural` are normalised messages with their right labels, never trained on; without
        them confidences are calibrated on out-of-fold scores, which costs about twice the training again. `last` is what the
        last training left behind: it makes this one faster and its result no different. Messages taken for a label that is
        `never_answered` spend nothing of the error budget.

        Raises ValueError with fewer than two labels."""
        names = sorted(set(labels))
        if len(names) < 2:
            raise ValueError(f"an intent classifier needs two intents or more; the training data has {names}")
        features, sparse = SparseFeatures.fit(texts, cut, 1 if len(texts) < FEW else 2, last and last.counts)
        vectors = None if encoder is None else encoder(texts)
        space = None if vectors is None else Meaning.of(vectors)
        meant = None if vectors is None else space.rows(vectors)
        number = {name: at for at, name in enumerate(names)}
        wanted = np.array([number[label] for label in labels])
        before = last and last.model(cut)
        expected = None if before is None else before._expected(features, sparse, vectors, names)
        weights, bias = separate(joined(sparse, meant), wanted, len(names), expected)
        neighbours = None if meant is None else Neighbours.of(sparse, strongest(meant), wanted, len(names))
        model = cls(names, features, _in_shares(weights, features.width, meant is not None), bias, space, neighbours, Calibration(1.0, {}))
        known = [(text, right) for text, right in natural if set(right) & set(names)]
        scores, right = model._held_out(known, encoder) if known else _out_of_fold(sparse, meant, wanted, len(names))
        # Training sentences are written hard; natural messages of our own are easier than strangers'.
        model.calibration = calibrate(scores, right, CAUTION if known else 1.0, [number[name] for name in never_answered if name in number])
        return model

    def _held_out(self, natural: Sequence[tuple[str, Sequence[str]]], encoder: Optional[Encode]) -> tuple[np.ndarray, np.ndarray]:
        seen = self.seen([text for text, _ in natural])
        right = np.array([[name in ls for name in self.labels] for _, ls in natural])
        return self.scored(seen, encoder([one.text for one in seen]) if encoder else None), right

    @property
    def labels(self) -> list[str]:
        """All labels, the shop's own questions last."""
        return [*self.intents, *self._own.labels] if self._own else self.intents

    @property
    def semantic(self) -> bool:
        """Whether sentence meaning takes part."""
        return self._space is not None

    @property
    def centre(self) -> np.ndarray:
        """What the training sentences mean on the average, shape (width of the embeddings,); of width 1 without meaning."""
        return np.zeros(1, np.float32) if self._space is None else self._space.centre

    def rarity(self, piece: str) -> float:
        """How rare a piece (bot.understanding.few.rarity) is in the training sentences."""
        if self._rarity is None:
            self._rarity = Rarity(self._features.documents("c"), self._features.texts)
        return self._rarity.of(piece)

    def with_own(self, own: OwnQuestions, everyday: Optional[Everyday]) -> "IntentModel":
        """The same model beside the shop's own questions; the limits of confidence are found anew on `everyday` messages, for both
        together. Without any, those of the intents stay."""
        changed = copy(self)
        changed._own = own
        if everyday is not None and len(everyday.right):
            confidence = own.confidences(np.concatenate([everyday.view.scores, own.scores(everyday.view)], axis=1))
            right = np.concatenate([everyday.right, np.zeros((len(everyday.right), len(own.labels)), bool)], axis=1)
            changed.calibration = Calibration(self.calibration.sharpness, limits(confidence, right, CAUTION, everyday.never_answered))
        return changed

    def scores(self, texts: Sequence[str], vectors: Optional[np.ndarray] = None) -> np.ndarray:
        """Signed distances of normalised texts plus their neighbours' votes; `vectors` are embeddings where already known."""
        return self.scored(self.seen(texts), vectors)

    def seen(self, texts: Sequence[str]) -> list[Seen]:
        """A first look at normalised texts, ten times as fast as their scores."""
        return [self._look(text) for text in texts]

    def _look(self, text: str) -> Seen:
        words = self._features.cut(text)
        mended = self._respelling.mend(text, words)
        at, values = row = self._features.row(mended, words if mended == text else None)
        scores = self._bias + values @ self._weights[at].astype(np.float32)
        return Seen(mended, text, row, scores if self._own is None else np.concatenate([scores, self._own.at_first_look(mended)]))

    def scored(self, seen: Sequence[Seen], vectors: Optional[np.ndarray] = None) -> np.ndarray:
        """What `scores` says, of texts that were looked at."""
        view = self.view(seen, vectors)
        return view.scores if self._own is None or not seen else np.concatenate([view.scores, self._own.scores(view)], axis=1)

    def view(self, seen: Sequence[Seen], vectors: Optional[np.ndarray] = None) -> View:
        """Texts that were looked at, as the intents see them."""
        texts, said = [one.text for one in seen], [one.said for one in seen]
        found = np.stack([one.scores[: len(self.intents)] for one in seen]) if seen else np.empty((0, len(self.intents)), np.float32)
        if self._space is None or not seen:
            nothing = np.zeros((len(seen), 3), np.float32)
            return View(texts, said, nothing[:, :1], found, nothing[:, :1], nothing)
        vectors = encode(texts) if vectors is None else vectors
        meant = self._space.rows(vectors)
        near = strongest(meant)
        votes, nearest = self._neighbours.votes_and_nearest([one.row for one in seen], near)
        return View(texts, said, vectors, found + meant @ self._meaning + VOTE * votes, near, nearest)

    def _expected(self, features: SparseFeatures, rows: csr_matrix, vectors: Optional[np.ndarray], names: Sequence[str]) -> np.ndarray:
        """About what this model's lines say of another model's training rows; NaN for labels it does not know. Shape (rows, names)."""
        weights = np.zeros((features.width, len(self.intents)), np.float32)
        for block, columns in features.columns.items():
            mine = self._features.columns[block]
            shared = [(column, mine[piece]) for piece, column in columns.items() if piece in mine]
            if shared:
                to, of = np.array(shared).T
                weights[to] = self._weights[of]
        said = rows @ weights + self._bias
        if self._space is not None and vectors is not None:
            said += self._space.rows(vectors) @ self._meaning
        known = {label: column for column, label in enumerate(self.intents)}
        nothing = np.full(len(said), np.nan, np.float32)
        return np.stack([said[:, known[name]] if name in known else nothing for name in names], axis=1)

    def confidences(self, texts: Sequence[str]) -> np.ndarray:
        """Calibrated probabilities, rows adding up to 1 (to less where the shop's own questions leave it open)."""
        return self.believed(self.scores(texts))

    def believed(self, scores: np.ndarray) -> np.ndarray:
        """The confidences of `scores`, shape (texts, labels)."""
        return probabilities(scores, self.calibration.sharpness) if self._own is None else self._own.confidences(scores)

    def save(self, folder: Path) -> None:
        """Plain npz and JSON; nothing is pickled."""
        self._features.save(folder)
        arrays = {"weights": self._weights, "bias": self._bias}
        if self._space is not None:
            self._neighbours.save(folder)
            arrays.update(self._space._asdict())
        np.savez(folder / "weights.npz", **arrays)
        if self._own is not None:
            self._own.save(folder)
        kept = {"labels": self.intents, **({"own": True} if self._own else {}), "sharpness": self.calibration.sharpness, "limits": self.calibration.limits}
        (folder / "model.json").write_text(json.dumps(kept, ensure_ascii=False), "utf8")

    @classmethod
    def load(cls, folder: Path, cut: Cut) -> "IntentModel":
        """What `save` wrote. Raises OSError or ValueError when it is not all there: an untrained model must not serve."""
        kept = json.loads((folder / "model.json").read_text("utf8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            given = {name: arrays[name] for name in arrays.files}
        space = Meaning(given["directions"], given["centre"]) if "centre" in given else None
        neighbours = Neighbours.load(folder) if space else None
        model = cls(kept["labels"], SparseFeatures.load(folder, cut), given["weights"], given["bias"], space, neighbours,
                    Calibration(kept["sharpness"], kept["limits"]))
        if kept.get("own"):
            model._own = OwnQuestions.load(folder, model.rarity)
        return model


def joined(sparse: csr_matrix, meaning: Optional[np.ndarray]) -> csr_matrix:
    """Pieces and meaning side by side, in their shares; float64, which liblinear wants anyway."""
    if meaning is None:
        return sparse.astype(np.float64)
    shares = (sparse * np.sqrt(1 - SHARE_OF_MEANING), csr_matrix(meaning * np.sqrt(SHARE_OF_MEANING)))
    return hstack(shares).tocsr().astype(np.float64)


def _in_shares(weights: np.ndarray, pieces: int, semantic: bool) -> np.ndarray:
    """Weights for rows that are not in their shares."""
    if semantic:
        weights[:pieces] *= np.sqrt(1 - SHARE_OF_MEANING)
        weights[pieces:] *= np.sqrt(SHARE_OF_MEANING)
    return weights


def _out_of_fold(sparse: csr_matrix, meant: Optional[np.ndarray], wanted: np.ndarray, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of every training row by lines and neighbours that have not seen it."""
    scores = np.zeros((len(wanted), labels), np.float32)
    rows = joined(sparse, meant)
    smallest = min(np.bincount(wanted, minlength=labels))
    if smallest >= 2:
        for seen, unseen in StratifiedKFold(min(FOLDS, smallest), shuffle=True, random_state=0).split(rows, wanted):
            weights, bias = separate(rows[seen], wanted[seen], labels)
            scores[unseen] = rows[unseen] @ weights + bias
            if meant is not None:
                neighbours = Neighbours.of(sparse[seen], strongest(meant[seen]), wanted[seen], labels)
                scores[unseen] += VOTE * neighbours.votes(_rows(sparse[unseen]), strongest(meant[unseen]))
    return scores, wanted[:, None] == np.arange(labels)[None, :]


def _rows(sparse: csr_matrix) -> list[tuple[np.ndarray, np.ndarray]]:
    ends = zip(sparse.indptr, sparse.indptr[1:])
    return [(sparse.indices[a:b], sparse.data[a:b]) for a, b in ends]
