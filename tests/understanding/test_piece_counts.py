"""Pieces of training sentences, counted once and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understanding.piece_counts import PieceCounts


class Cutting:
    """Cuts into characters, and remembers what it was asked to cut."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> list[str]:
        self.asked.append(text)
        return list(text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "last" / "pieces.npz"


def said(counts: PieceCounts, texts: list[str], cutting: Cutting) -> list[dict[str, int]]:
    table, names = counts.of(texts, cutting)
    assert table.shape == (len(texts), len(names))
    return [{names[at]: int(n) for at, n in zip(row.indices, row.data)} for row in table]


def test_each_text_has_its_pieces_counted() -> None:
    assert said(PieceCounts(), ["aab", "", "ba", "aab"], Cutting()) == [{"a": 2, "b": 1}, {}, {"a": 1, "b": 1}, {"a": 2, "b": 1}]
    assert said(PieceCounts(), [], Cutting()) == []


def test_only_new_texts_are_cut_and_the_counts_are_those_of_a_first_time(file: Path) -> None:
    said(PieceCounts(file, "rules"), ["起球吗", "掉色吗"], Cutting())
    cutting, texts = Cutting(), ["掉色吗", "起毛吗", "起球吗", "起毛吗"]
    again = said(PieceCounts(file, "rules"), texts, cutting)
    assert cutting.asked == ["起毛吗"]
    assert again == said(PieceCounts(), texts, Cutting())


def test_pieces_of_removed_texts_are_forgotten(file: Path) -> None:
    said(PieceCounts(file, "rules"), ["起球", "掉色"], Cutting())
    said(PieceCounts(file, "rules"), ["掉色", "缩水"], Cutting())
    _, names = PieceCounts(file, "rules").of(["掉色"], Cutting())
    assert sorted(names) == sorted("掉色")


def test_other_rules_of_cutting_start_anew(file: Path) -> None:
    said(PieceCounts(file, "old"), ["起球"], Cutting())
    cutting = Cutting()
    said(PieceCounts(file, "new"), ["起球"], cutting)
    assert cutting.asked == ["起球"]


@pytest.mark.parametrize("damage", [b"", "不是数组".encode(), None])
def test_a_damaged_file_is_made_anew(file: Path, damage: bytes | None) -> None:
    said(PieceCounts(file, "rules"), ["起球"], Cutting())
    file.write_bytes(file.read_bytes()[:200] if damage is None else damage)
    assert said(PieceCounts(file, "rules"), ["起球"], Cutting()) == [{"起": 1, "球": 1}]
    cutting = Cutting()
    said(PieceCounts(file, "rules"), ["起球"], cutting)
    assert cutting.asked == [], "and the new one is good"
