"""Feasts as shoppers name them, year by year: on a fixed day, on a Sunday of a month, or by the moon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Mapping, Optional

_FIXED = {
    "元旦": (1, 1), "元旦节": (1, 1), "情人节": (2, 14), "三八节": (3, 8), "女神节": (3, 8), "妇女节": (3, 8), "五一": (5, 1),
    "劳动节": (5, 1), "六一": (6, 1), "儿童节": (6, 1), "教师节": (9, 10), "国庆": (10, 1), "国庆节": (10, 1), "万圣节": (10, 31),
    "双11": (11, 11), "双十一": (11, 11), "双12": (12, 12), "双十二": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25),
    "年底": (12, 31),
}  # fmt: skip
_SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}  # the how manieth of which month
_CLEAR = ("清明", "清明节")
# Column of the table below, and days from there.
_MOON = {
    "除夕": (0, -1), "春节": (0, 0), "元宵": (0, 14), "元宵节": (0, 14), "端午": (1, 0), "端午节": (1, 0), "七夕": (2, 0), "七夕节": (2, 0),
    "中秋": (3, 0), "中秋节": (3, 0), "重阳": (4, 0), "重阳节": (4, 0),
}  # fmt: skip
# The calendar of the Hong Kong Observatory: 春节, 端午, 七夕, 中秋, 重阳. Reckoning it takes the moon's orbit; ICU is a day off in 2027 and 2030.
_TABLE = """
2024 02-10 06-10 08-10 09-17 10-11
2025 01-29 05-31 08-29 10-06 10-29
2026 02-17 06-19 08-19 09-25 10-18
2027 02-06 06-09 08-08 09-15 10-08
2028 01-26 05-28 08-26 10-03 10-26
2029 02-13 06-16 08-16 09-22 10-16
2030 02-03 06-05 08-05 09-12 10-05
2031 01-23 06-24 08-24 10-01 10-24
2032 02-11 06-12 08-12 09-19 10-12
2033 01-31 06-01 08-01 09-08 10-01
2034 02-19 06-20 08-20 09-27 10-20
2035 02-08 06-10 08-10 09-16 10-09
2036 01-28 05-30 08-28 10-04 10-27
2037 02-15 06-18 08-17 09-24 10-17
2038 02-04 06-07 08-07 09-13 10-07
2039 01-24 05-27 08-26 10-02 10-26
2040 02-12 06-14 08-14 09-20 10-14
2041 02-01 06-03 08-03 09-10 10-03
2042 01-22 06-22 08-22 09-28 10-22
2043 02-10 06-11 08-11 09-17 10-11
2044 01-30 05-31 07-31 10-05 10-29
2045 02-17 06-19 08-19 09-25 10-18
2046 02-06 06-08 08-08 09-15 10-08
2047 01-26 05-29 08-27 10-04 10-27
2048 02-14 06-15 08-16 09-22 10-16
2049 02-02 06-04 08-05 09-11 10-05
2050 01-23 06-23 08-23 09-30 10-24
"""


def _read(table: str) -> Mapping[int, tuple[date, ...]]:
    rows = (line.split() for line in table.strip().splitlines())
    return {int(year): tuple(date.fromisoformat(f"{year}-{day}") for day in days) for year, *days in rows}


_BY_YEAR = _read(_TABLE)


def is_feast(said: str) -> bool:
    """Whether the word names a single day of the year; 过年 does not."""
    return said in _FIXED or said in _SUNDAYS or said in _CLEAR or said in _MOON


def feast(said: str, year: int) -> Optional[date]:
    """The day of that feast in that year; None for a year beyond the moon's table."""
    if said in _FIXED:
        return date(year, *_FIXED[said])
    if said in _SUNDAYS:
        return _sunday(year, *_SUNDAYS[said])
    if said in _CLEAR:
        return date(year, 4, _clear(year % 100))
    column, days = _MOON[said]
    return _BY_YEAR[year][column] + timedelta(days=days) if year in _BY_YEAR else None


def _sunday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (which - 1))


def _clear(year: int) -> int:
    """The day of April on which 清明 begins in this century's years."""
    return int(year * 0.2422 + 4.81) - year // 4
