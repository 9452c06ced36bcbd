"""What a model made of a text is kept beside it; the same text is not read twice, and nothing stale is believed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Sequence

import pytest

from bot.learning.gate import readings
from bot.learning.gate.readings import Readings
from bot.learning.reader import Read


class Counting:
    """Opens models that understand everything as its first character, and counts."""

    def __init__(self) -> None:
        self.opened, self.read = 0, []

    def __call__(self, model: Path, allowed: float) -> Any:
        self.opened += 1
        return self

    def read_all(self, texts: Sequence[str]) -> Iterator[Read]:
        for text in texts:
            self.read.append(text)
            yield Read(((text[:1], 0.98765), ("b", 0.01), ("c", 0.001), ("d", 0.0001)), (text[:1],), True, {})


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model-1.tar.gz"
    path.write_bytes(b"model")
    return path


def test_a_text_is_read_once_and_a_model_of_which_all_is_known_is_not_opened(model: Path) -> None:
    opens = Counting()
    first = Readings(model, 5, opens).of(["在吗", "多少钱", "在吗"])
    assert opens.read == ["在吗", "多少钱"] and first["在吗"].intent == "在"
    again = Readings(model, 5, opens)
    assert again.of(["多少钱"]) == {"多少钱": first["多少钱"]} and opens.opened == 1
    assert again.missing(["多少钱", "新的"]) == ["新的"]
    again.of(["多少钱", "新的"])
    assert opens.read == ["在吗", "多少钱", "新的"]


def test_another_budget_and_changed_code_are_read_anew(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Readings(model, 5, Counting()).of(["在吗"])
    assert Readings(model, 2, Counting()).missing(["在吗"]) == ["在吗"]
    monkeypatch.setattr(readings, "digest", lambda *_: "other code")
    assert Readings(model, 5, Counting()).missing(["在吗"]) == ["在吗"]


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"for": 1}', '{"texts": {}}', "null"])
def test_a_broken_file_is_only_read_anew(model: Path, broken: str) -> None:
    Readings(model, 5, Counting()).of(["在吗"])
    model.with_name("model-1.read.json").write_text(broken)
    assert Readings(model, 5, Counting()).of(["在吗"])["在吗"].answers


def test_it_says_how_many_of_the_unknown_ones_are_read(model: Path) -> None:
    Readings(model, 5, Counting()).of(["在吗"])
    told: list[tuple[int, int]] = []
    Readings(model, 5, Counting()).of(["在吗", "一", "二"], lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
