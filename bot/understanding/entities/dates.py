"""Days and times of day, as far as words go: a full date becomes ISO, the rest stays a word that a calendar can resolve."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

from bot.understanding.chinese_numbers import to_number
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.lexicon import PART_OF_DAY
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.entities.sizes import is_worn

_NUMBERS = re.compile(r"[0-9一二三四五六七八九十]+")
_DAYS_AGO = re.compile(r"天(?:之前|以前|前)")
_DAY_OF_MONTH = re.compile(r"[号日](?![码店楼])")
_NO_DAY = set("第-/.0123456789大小哪")
_CLOCK = re.compile(r"点(?:整|(半)|([0-9零一二三四五十]{1,3})分?|钟)?|[:：]([0-5]\d)(?!\d)")


def find(reading: Reading) -> list[Entity]:
    """date: `2026-11-25`, `11月25日`, `25日`, `3天前` or the word (明天, 周五, 双11). time: `15:00`, or the word (下午)."""
    found = [_calendar_day(p) for p in reading.of("DATE")]
    found += [Entity("date", p.text, p.start, p.end) for p in reading.of("DAY")]
    for piece in reading.of("NUMBER"):
        found.append(_counted_day(reading, piece) or _clock(reading, piece))
    times = [e for e in found if e is not None]
    return times + [Entity("time", p.text, p.start, p.end) for p in reading.of("PART") if not _inside(p, times)]


def _calendar_day(piece: Piece) -> Optional[Entity]:
    numbers = [int(to_number(n) or 0) for n in _NUMBERS.findall(piece.text)]
    try:
        day = date(*numbers) if len(numbers) == 3 else date(2024, *numbers)  # a leap year: 2月29日 exists
    except ValueError:
        return None
    value = day.isoformat() if len(numbers) == 3 else f"{day.month}月{day.day}日"
    return Entity("date", value, piece.start, piece.end)


def _counted_day(reading: Reading, piece: Piece) -> Optional[Entity]:
    value = piece.value
    if value is None or value != int(value) or not 1 <= value <= 31:
        return None
    ago = _DAYS_AGO.match(reading.text, piece.end)
    if ago:
        return Entity("date", f"{int(value)}天前", piece.start, ago.end())
    day = _DAY_OF_MONTH.match(reading.text, piece.end)
    if day and not is_worn(reading, piece) and reading.before(piece.start) not in _NO_DAY:
        return Entity("date", f"{int(value)}日", piece.start, day.end())
    return None


def _clock(reading: Reading, piece: Piece) -> Optional[Entity]:
    clock = _CLOCK.match(reading.text, piece.end)
    hour = piece.value
    if clock is None or hour is None or hour != int(hour) or not 0 <= hour <= 24:
        return None
    half, minutes, colon = clock.groups()
    minute = 30 if half else int(colon or to_number(minutes or "零") or 0)
    part = reading.before(piece.start, 2)
    start = piece.start - 2 if part in PART_OF_DAY else piece.start
    hour = int(hour) + (PART_OF_DAY.get(part, 0) if hour < 12 or part.endswith("晚") or part == "晚上" else 0)
    hour = min(hour, 24)
    return Entity("time", f"{hour:02d}:{minute:02d}", start, clock.end()) if minute < 60 else None


def _inside(piece: Piece, entities: list[Entity]) -> bool:
    return any(e.start <= piece.start and piece.end <= e.end for e in entities)
