"""Days and times of day, as far as words go: a full date becomes ISO, the rest stays a word that a calendar can resolve."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

from bot.understanding.chinese_numbers import to_number
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.lexicon import PART_OF_DAY
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.entities.short_days import MOST_DAYS, short_days
from bot.understanding.entities.sizes import is_worn

_NUMBERS = re.compile(r"[0-9一二三四五六七八九十]+")
_DAYS_AGO = re.compile(r"天(?:之前|以前|前)")
_DAY_OF_MONTH = re.compile(
    r"[号日](?!码|店(?!里)|楼|线(?!上)|链接|院|门|桌|柜|仓|库|机|色|款|图|模特|客服|单元|商品|宝贝|卡|电池|球|馆|厅|口|床|选手|会员|窗|房|鞋|裤|牛仔)"
)
_NO_DAY = set("第-/.0123456789大小哪图")
# 1号链接跟2号哪个好: where links and models have numbers, all numbers are theirs.
_NUMBERED = re.compile(r"号(?:链接|款|色|图|模特|商品|宝贝|(?:的|有)?(?:什么|啥)?(?:区别|不同|差别)|哪个)")
_SAME_MONTH = re.compile(r"[-~到至和跟、,，]|或者?|还是")
_OF_MONTH = re.compile(r"(?<!下)(?:([上下这])个?|[本当])月的?$")
_MONTH_END = re.compile(r"月(?:份?的?)?[底末]")
_NO_WHOLE_DAY = re.compile(r"(?<=儿)[子童女]|(?<=\d)\s?[件个次双条单天款年周0-9]")
_COUNTED = re.compile(r"(?:期|拜|周)\d|年[前后]")  # of these a number in front makes something else: 两个星期3件, 三年前
_NUMERALS = set("0123456789一二两三四五六七八九十几半每个")
_CLOCK = re.compile(r"点(?:整|(半)|([0-9零一二三四五十]{1,3})分?|钟)?|[:：]([0-5]\d)(?!\d)")


def find(reading: Reading) -> list[Entity]:
    """date: `2026-11-25`, `11月25日`, `25日`, `下个月5日`, `12月底`, `3天前` or the word (明天, 周五). time: `15:00`, or the word (下午)."""
    found = [e for e in (_calendar_day(p) for p in reading.of("DATE")) if e]
    numbers = reading.of("NUMBER")
    if numbers:
        found += [*short_days(reading), *_numbered(reading, numbers)]
    days = [e for e in found if e.name == "date"]
    found += [Entity("date", p.value, p.start, p.end) for p in reading.of("DAY") if _is_day(reading, p) and not _said(p, days)]
    return found + [Entity("time", p.text, p.start, p.end) for p in reading.of("PART") if not _inside(p, found)]


def _calendar_day(piece: Piece) -> Optional[Entity]:
    numbers = [int(to_number(n) or 0) for n in _NUMBERS.findall(piece.text)]
    try:
        day = date(*numbers) if len(numbers) == 3 else date(2024, *numbers)  # a leap year: 2月29日 exists
    except ValueError:
        return None
    value = day.isoformat() if len(numbers) == 3 else f"{day.month}月{day.day}日"
    return Entity("date", value, piece.start, piece.end)


def _numbered(reading: Reading, numbers: list[Piece]) -> list[Entity]:
    """Days and hours that are numbers, from behind: what stands in front of a day may be another of its month (25、26号)."""
    found: list[Entity] = []
    days, following = not _NUMBERED.search(reading.text), None
    for piece in reversed(numbers):
        entity = days and (_counted_day(reading, piece) or following and _same_month(reading, piece, following)) or _clock(reading, piece)
        following = piece if entity and entity.name == "date" else None
        found += [entity] if entity else []
    return found


def _counted_day(reading: Reading, piece: Piece) -> Optional[Entity]:
    if not _is_count(piece):
        return None
    value, ago = int(piece.value), _DAYS_AGO.match(reading.text, piece.end)
    if ago:
        return Entity("date", f"{value}天前", piece.start, ago.end())
    end = _MONTH_END.match(reading.text, piece.end) if value <= 12 else None
    if end:
        return Entity("date", f"{value}月底", piece.start, end.end())
    day = _DAY_OF_MONTH.match(reading.text, piece.end)
    if day is None or is_worn(reading, piece) or reading.before(piece.start) in _NO_DAY and not _ends_range(reading, piece):
        return None
    month = _OF_MONTH.search(reading.before(piece.start, 5))
    named = f"{month.group(1) or '这'}个月" if month else ""
    return Entity("date", f"{named}{value}日", piece.start - (len(month.group()) if month else 0), day.end())


def _is_count(piece: Piece) -> bool:
    value = piece.value
    return value is not None and value == int(value) and 1 <= value <= 31


def _same_month(reading: Reading, piece: Piece, following: Piece) -> Optional[Entity]:
    """The 25 of 25、26号."""
    if not _is_count(piece) or not piece.value < following.value or reading.before(piece.start) in _NO_DAY:
        return None
    joined = _SAME_MONTH.fullmatch(reading.text, piece.end, following.start)
    return Entity("date", f"{int(piece.value)}日", piece.start, piece.end) if joined else None


def _ends_range(reading: Reading, piece: Piece) -> bool:
    """Whether the number stands behind the other end of a range of days: 25-26号."""
    first = next((p for p in reading.pieces if p.end == piece.start - 1 and p.kind == "NUMBER"), None)
    near = first is not None and _is_count(first) and 0 < piece.value - first.value <= MOST_DAYS
    return near and reading.before(piece.start) == "-" and reading.before(first.start) not in _NO_DAY


def _is_day(reading: Reading, piece: Piece) -> bool:
    """今儿子 has no 今儿 in it, 两个星期3件 no 星期3, 三年前 no 年前."""
    counted = reading.before(piece.start) in _NUMERALS and _COUNTED.match(piece.text[-2:])
    return not counted and not _NO_WHOLE_DAY.match(reading.text, piece.end)


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


def _said(piece: Piece, days: list[Entity]) -> bool:
    """Whether a day found already says it: 下个月 in 下个月5号, 当天 behind 12月24."""
    return _inside(piece, days) or piece.text == "当天" and any(e.end == piece.start for e in days)


def _inside(piece: Piece, entities: list[Entity]) -> bool:
    return any(e.start <= piece.start and piece.end <= e.end for e in entities)
