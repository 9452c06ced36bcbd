"""The clock that stands still while the shop is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.clock import SHANGHAI
from bot.reporting.opening import OpeningClock
from bot.shop.hours import Hours, Period, Timetable
from bot.shop.workdays import WorkCalendar

from .counter import HOURS

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 30)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("start, end, minutes", [
    ("24 10:00", "24 10:05", 5), ("24 12:00", "24 14:00", 60), ("24 12:40", "24 13:20", 0), ("24 21:00", "25 10:00", 120),
    ("24 08:00", "24 23:00", 720),
    ("27 21:00", "28 11:00", 120),  # Friday night to Saturday, which opens at ten
    ("24 10:05", "24 10:00", 0),
])  # fmt: skip
def test_only_open_time_counts(start: str, end: str, minutes: int) -> None:
    assert OpeningClock(HOURS, FIRST, LAST).seconds(moment(start), moment(end)) == 60 * minutes


def test_a_shift_over_midnight_is_one_period_and_is_counted_once() -> None:
    night = Hours(Timetable(workdays=(Period(0, 120), Period(1320, 1500))), WorkCalendar())  # 00:00-02:00 and 22:00-01:00
    clock = OpeningClock(night, FIRST, LAST)
    assert clock.seconds(moment("24 21:00"), moment("25 12:00")) == 4 * 3600
    assert clock.is_open(moment("25 00:30")) and not clock.is_open(moment("25 02:00"))


def test_the_switch_of_today_says_nothing_about_yesterday() -> None:
    closed = Hours(replace(HOURS.timetable, switch="closed"), HOURS.calendar)
    assert OpeningClock(closed, FIRST, LAST).is_open(moment("24 10:00"))


def test_a_shop_that_never_opens_again_has_no_opening() -> None:
    clock = OpeningClock(Hours(Timetable(), WorkCalendar()), FIRST, LAST)
    assert (clock.opens(moment("24 10:00")), clock.seconds(moment("24 10:00"), moment("26 10:00"))) == (None, 0)
