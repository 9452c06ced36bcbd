"""Days as shoppers say them, put on the calendar. A word has no tense: 周五 is the coming one or the last, so the asker says which."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Iterator, Optional

from bot.clock import SHANGHAI
from bot.understanding.feasts import feast, is_feast

_NEAR = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今晚": 0, "今早": 0, "今日": 0, "当天": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "次日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_AGO = re.compile(r"(\d{1,2})天前\Z")
_WEEKDAY = re.compile(r"(下下|下|这|本|上上|上)?(?:周|星期|礼拜)([一二三四五六日天])\Z")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日\Z")
_DAY = re.compile(r"(?:([上下这])个月)?(\d{1,2})日\Z")
_MONTH_END = re.compile(r"(?:([上下这])个月|(\d{1,2})月)?月?底\Z")
_MONTHS = {"上": -1, "这": 0, "下": 1}
_MONTHS_LOOKED_AT = 3  # the 30th and the 31st are at most two months away


def day_meant(said: Optional[str], now: datetime) -> Optional[date]:
    """The coming day (today counts) the shopper means by an entity's word; None for what is past or no single day (月初, 过年)."""
    today = _today(now)
    return next((day for day in _days(said or "", today, 1) if day >= today), None)


def day_past(said: Optional[str], now: datetime) -> Optional[date]:
    """The last such day (today counts): 20日 in 20号拍的; None for what is to come or no single day."""
    today = _today(now)
    return next((day for day in _days(said or "", today, -1) if day <= today), None)


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _days(said: str, today: date, step: int) -> Iterator[date]:
    """The days these words can mean: the nearest first, towards the future (`step` 1) or the past (-1)."""
    ago, weekday, month_day, day, end = (p.match(said) for p in (_AGO, _WEEKDAY, _MONTH_DAY, _DAY, _MONTH_END))
    if said in _NEAR or ago:
        yield today + timedelta(days=_NEAR[said] if said in _NEAR else -int(ago.group(1)))
    elif said in ("周末", "这周末"):
        yield today + timedelta(days=(5 - today.weekday()) % 7)
    elif weekday:
        yield from _weekdays(weekday.group(1), "一二三四五六日".find(weekday.group(2).replace("天", "日")), today, step)
    elif month_day:
        yield from _yearly(today, *(int(n) for n in month_day.groups()), step)
    elif is_feast(said):
        yield from filter(None, (feast(said, today.year + step * ahead) for ahead in range(2)))
    elif day:
        yield from _monthly(today, _MONTHS.get(day.group(1)), int(day.group(2)), step)
    elif end:
        yield from _ends(today, end.group(1), end.group(2), step)
    else:
        yield from _iso(said)


def _weekdays(which: Optional[str], wanted: int, today: date, step: int) -> Iterator[date]:
    first = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[which or "这"], days=wanted)
    yield first
    if which is None:
        yield first + timedelta(weeks=step)


def _yearly(today: date, month: int, day: int, step: int) -> Iterator[date]:
    for ahead in range(2):
        yield from _valid(today.year + step * ahead, month, day)


def _monthly(today: date, months: Optional[int], day: int, step: int) -> Iterator[date]:
    """That day of the month named (`months` from this one), else of this and the following or former ones."""
    for ahead in (months,) if months is not None else (step * n for n in range(_MONTHS_LOOKED_AT)):
        yield from _valid(*_month(today, ahead), day)


def _ends(today: date, which: Optional[str], month: Optional[str], step: int) -> Iterator[date]:
    """The last day of a month: this one's (月底), its neighbour's (下个月底), or a named one's (12月底)."""
    if month and 1 <= int(month) <= 12:
        months = [(today.year + step * ahead, int(month)) for ahead in range(2)]
    else:
        months = [] if month else [_month(today, _MONTHS[which or "这"])]
    for year, number in months:
        yield date(year, number, monthrange(year, number)[1])


def _month(today: date, ahead: int) -> tuple[int, int]:
    """Year and month, so many months from today's."""
    count = today.year * 12 + today.month - 1 + ahead
    return count // 12, count % 12 + 1


def _valid(year: int, month: int, day: int) -> Iterator[date]:
    """That day, unless there is none such."""
    try:
        yield date(year, month, day)
    except ValueError:
        pass


def _iso(said: str) -> Iterator[date]:
    try:
        yield date.fromisoformat(said)
    except ValueError:
        pass
