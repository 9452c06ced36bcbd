"""Provinces and cities, for postage, remote areas and delivery times."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Mapping, Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

# 开封, 日照, 包头 are words before they are cities: they count with 市 behind or one of these in front.
ORDINARY = "?"
_TOWARDS = set("到寄发送去往")
_SHORT = {"内蒙": "内蒙古"}


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, str]:
    """Place → its province (a province is its own)."""
    return {place: row[0] for row in _rows() for place in (name.lstrip(ORDINARY) for name in row)}


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(name[1:] for row in _rows() for name in row if name.startswith(ORDINARY))


def _rows() -> list[list[str]]:
    lines = (Path(__file__).parent / "places.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def province_of(place: str) -> Optional[str]:
    """The province of a place that was understood, such as 广东 for 深圳; None for any other word."""
    return provinces().get(place)


def phrases() -> Mapping[str, str]:
    return {place: _SHORT.get(place, place) for place in provinces()}


def find(reading: Reading) -> list[Entity]:
    """place: the name as this file's list has it, without 省 or 市."""
    return [Entity("place", p.value, p.start, p.end) for p in reading.of("PLACE") if _is_meant(reading, p)]


def _is_meant(reading: Reading, piece: Piece) -> bool:
    if piece.text not in _ordinary():
        return True
    return reading.after(piece.end) == "市" or reading.before(piece.start) in _TOWARDS or _follows_province(reading, piece)


def _follows_province(reading: Reading, piece: Piece) -> bool:
    return any(p.kind == "PLACE" and 0 <= piece.start - p.end <= 1 for p in reading.pieces)
