"""Days as shoppers say them, on the calendar. Today is Sunday 22 November 2026."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import pytest

from bot.understanding.days import day_meant, day_past
from bot.understanding.feasts import feast

NOW = datetime.fromisoformat("2026-11-22T15:00:00+08:00")


@pytest.mark.parametrize("said, meant", [
    ("明天", date(2026, 11, 23)), ("周三", date(2026, 11, 25)), ("周日", date(2026, 11, 22)), ("下周一", date(2026, 11, 23)), ("11月28日", date(2026, 11, 28)),
    ("28日", date(2026, 11, 28)), ("5日", date(2026, 12, 5)), ("31日", date(2026, 12, 31)), ("1月3日", date(2027, 1, 3)), ("圣诞", date(2026, 12, 25)), ("元旦", date(2027, 1, 1)),
    ("2026-12-01", date(2026, 12, 1)), ("周末", date(2026, 11, 28)), ("下个月5日", date(2026, 12, 5)), ("这个月30日", date(2026, 11, 30)), ("下下周二", date(2026, 12, 1)),
    ("月底", date(2026, 11, 30)), ("下个月底", date(2026, 12, 31)), ("2月底", date(2027, 2, 28)), ("年底", date(2026, 12, 31)),
    ("除夕", date(2027, 2, 5)), ("春节", date(2027, 2, 6)), ("元宵节", date(2027, 2, 20)), ("清明", date(2027, 4, 5)), ("端午", date(2027, 6, 9)), ("七夕", date(2027, 8, 8)), ("中秋节", date(2027, 9, 15)),
    ("重阳", date(2027, 10, 8)), ("母亲节", date(2027, 5, 9)), ("父亲节", date(2027, 6, 20)),
    ("2026-01-01", None), ("昨天", None), ("上周五", None), ("上个月15日", None), ("这个月5日", None), ("上个月底", None), ("3天前", None), ("2月30日", None), ("这个月31日", None), ("13月底", None), ("月初", None), ("过年", None), ("", None), (None, None),
])  # fmt: skip
def test_the_coming_day(said: Optional[str], meant: Optional[date]) -> None:
    assert day_meant(said, NOW) == meant


@pytest.mark.parametrize("said, meant", [
    ("昨天", date(2026, 11, 21)), ("大前天", date(2026, 11, 19)), ("今天", date(2026, 11, 22)), ("3天前", date(2026, 11, 19)), ("周五", date(2026, 11, 20)), ("上周五", date(2026, 11, 13)),
    ("20日", date(2026, 11, 20)), ("25日", date(2026, 10, 25)), ("31日", date(2026, 10, 31)), ("上个月15日", date(2026, 10, 15)), ("上个月底", date(2026, 10, 31)), ("11月18日", date(2026, 11, 18)),
    ("12月3日", date(2025, 12, 3)), ("双十一", date(2026, 11, 11)), ("国庆", date(2026, 10, 1)), ("中秋", date(2026, 9, 25)), ("除夕", date(2026, 2, 16)), ("母亲节", date(2026, 5, 10)), ("9月底", date(2026, 9, 30)), ("2026-01-01", date(2026, 1, 1)), ("明天", None), ("下周三", None), ("过年", None), (None, None),
])  # fmt: skip
def test_the_last_such_day(said: Optional[str], meant: Optional[date]) -> None:
    assert day_past(said, NOW) == meant


@pytest.mark.parametrize("year, days", [(2025, (28, 29)), (2028, (25, 26)), (2030, (2, 3)), (2050, (22, 23))])
def test_the_new_year_comes_with_the_moon(year: int, days: tuple[int, int]) -> None:
    assert tuple(feast(said, year).day for said in ("除夕", "春节")) == days


def test_beyond_the_table_only_the_suns_feasts_are_known() -> None:
    assert (feast("中秋", 2051), feast("清明", 2051), feast("国庆", 2051)) == (None, date(2051, 4, 5), date(2051, 10, 1))


def test_qingming_begins_on_the_fourth_or_the_fifth() -> None:
    assert [feast("清明", year).day for year in range(2024, 2032)] == [4, 4, 5, 5, 4, 4, 5, 5]
