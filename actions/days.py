"""Days as shoppers say them, and the days a parcel would take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional

from bot.clock import SHANGHAI
from bot.shop import Content, Product

_NEAR = {"今天": 0, "今晚": 0, "今日": 0, "当天": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "次日": 1, "后天": 2, "大后天": 3}
_WEEKDAY = re.compile(r"(下下|下|这|本)?(?:周|星期|礼拜)([一二三四五六日天])\Z")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日\Z")
_DAY = re.compile(r"(\d{1,2})日\Z")
_FEASTS = {
    "元旦": (1, 1), "元旦节": (1, 1), "情人节": (2, 14), "三八节": (3, 8), "女神节": (3, 8), "妇女节": (3, 8), "五一": (5, 1),
    "劳动节": (5, 1), "六一": (6, 1), "儿童节": (6, 1), "教师节": (9, 10), "国庆": (10, 1), "国庆节": (10, 1), "双11": (11, 11),
    "双十一": (11, 11), "双12": (12, 12), "双十二": (12, 12), "圣诞": (12, 25), "圣诞节": (12, 25),
}  # fmt: skip


@dataclass(frozen=True)
class Window:
    """The first and the last day something is likely to happen."""

    first: date
    last: date

    def later(self, days: tuple[int, int]) -> "Window":
        return Window(self.first + timedelta(days=days[0]), self.last + timedelta(days=days[1]))


def day_meant(said: Optional[str], now: datetime) -> Optional[date]:
    """The coming day the shopper means; None for what is past or no single day (月底, 过年)."""
    today = now.astimezone(SHANGHAI).date()
    day = _read(said, today) if said else None
    return day if day and day >= today else None


def _read(said: str, today: date) -> Optional[date]:
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if said in ("周末", "这周末"):
        return today + timedelta(days=(5 - today.weekday()) % 7)
    weekday, month_day, day = _WEEKDAY.match(said), _MONTH_DAY.match(said), _DAY.match(said)
    if weekday:
        return _weekday(weekday.group(1), "一二三四五六日".find(weekday.group(2).replace("天", "日")), today)
    if month_day or said in _FEASTS:
        month, number_ = (int(month_day.group(1)), int(month_day.group(2))) if month_day else _FEASTS[said]
        return _coming(today, month, number_)
    if day:
        return _coming(today, today.month, int(day.group(1)), monthly=True)
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _weekday(which: Optional[str], wanted: int, today: date) -> date:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks={"下": 1, "下下": 2}.get(which or "", 0))
    day = monday + timedelta(days=wanted)
    return day + timedelta(weeks=1) if which is None and day < today else day


def _coming(today: date, month: int, day: int, monthly: bool = False) -> Optional[date]:
    """The next such day from today on, this year or the next; by the month when only its day was said."""
    for ahead in range(14 if monthly else 2):
        year, number_ = (today.year + (today.month + ahead - 1) // 12, (today.month + ahead - 1) % 12 + 1) if monthly else (today.year + ahead, month)
        try:
            found = date(year, number_, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def cutoff_passed(content: Content, now: datetime) -> bool:
    """Whether what is paid now no longer leaves today."""
    return is_past_cutoff(content, f"{now.astimezone(SHANGHAI):%H:%M}")


def is_past_cutoff(content: Content, at: str) -> bool:
    """Whether what is paid at such an hour ("17:00") leaves the day after only."""
    (hour, minute), (last_hour, last_minute) = at.split(":"), str(content.policies["shipping"]["cutoff_time"]).split(":")
    return time(int(hour) % 24, int(minute)) >= time(int(last_hour), int(last_minute))


def leaves(content: Content, now: datetime, product: Optional[Product]) -> Window:
    """When goods paid for now leave: by the usual rule at the earliest, by the promise at the latest."""
    today = now.astimezone(SHANGHAI).date()
    if product is not None and product.presale:
        days = int(product.presale_days or content.policies["presale"]["days"])
        return Window(today + timedelta(days=days), today + timedelta(days=days))
    latest = now.astimezone(SHANGHAI) + timedelta(hours=content.policies["shipping"]["dispatch_hours"])
    return Window(today + timedelta(days=int(cutoff_passed(content, now))), latest.date())
