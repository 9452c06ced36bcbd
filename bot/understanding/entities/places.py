"""Provinces and cities, for postage, remote areas and delivery times."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Mapping, Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

# 开封, 日照, 日本 are words (日本同款) besides places: they count with 市 behind, one of these in front, or asked about behind.
ORDINARY = "?"
_TOWARDS = set("到寄发送去往")
# In front of a place that the word cutter has cut in two: 到达|州, 发文|山 and 卡通|州 are places all the same, 东西|安排 is none.
_PLACED = _TOWARDS | set("在住回卡那")
_ASKED = re.compile(r"(?:那边|这边|地区)?(?:能不能|可不可以|能|可以|给)?(?:寄(?!回)|发(?!现|黄)|送|包邮|收得到|收货)|呢")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORT = {"内蒙": "内蒙古"}
ABROAD = "海外"  # stands where a province does


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, str]:
    """Place → its province (a province is its own)."""
    return {place: row[0].lstrip(ORDINARY) for row in _rows() for place in (name.lstrip(ORDINARY) for name in row)}


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
        before = reading.before(piece.start)
        return not _HAN.match(before) or before in _PLACED or _follows_province(reading, piece) or not _begins_in_word(reading, piece)
    if reading.after(piece.end) == "市" or reading.before(piece.start) in _TOWARDS or _follows_province(reading, piece):
        return True
    return provinces()[piece.text] == ABROAD and (reading.before(piece.start) == "在" or bool(_ASKED.match(reading.text, piece.end)))


def _begins_in_word(reading: Reading, piece: Piece) -> bool:
    """Whether its first characters end another word: 西 in 东西安排."""
    return any(start < piece.start < end < piece.end for _, start, end in reading.words_around(piece.start, piece.end))


def _follows_province(reading: Reading, piece: Piece) -> bool:
    return any(p.kind == "PLACE" and 0 <= piece.start - p.end <= 1 for p in reading.pieces)
