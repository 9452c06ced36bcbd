"""When people of the shop are there: several periods a day, weekends, holidays, make-up workdays, special dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Iterator, Literal, Mapping, NamedTuple, Optional

from bot.clock import SHANGHAI

from .workdays import WorkCalendar

Switch = Literal["auto", "open", "closed"]
_LOOK_AHEAD = 400  # days; longer than any shop is closed


class Period(NamedTuple):
    """Minutes since midnight; an `end` over 1440 lies in the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Day = tuple[Period, ...]


@dataclass(frozen=True)
class Timetable:
    """The shopkeeper's rules. `by_weekday` 0 is Monday; `by_date` goes before everything else."""

    workdays: Day = ()
    weekends: Day = ()
    holidays: Day = ()
    by_weekday: Mapping[int, Day] = field(default_factory=dict)
    by_date: Mapping[date, Day] = field(default_factory=dict)
    switch: Switch = "auto"
    words: str = ""


@dataclass(frozen=True)
class Hours:
    """Answers whether somebody is there, and when next. Times are aware; days are days in Shanghai."""

    timetable: Timetable
    calendar: WorkCalendar

    def is_open(self, at: datetime) -> bool:
        """Whether people answer at this moment, the manual switch included."""
        if self.timetable.switch != "auto":
            return self.timetable.switch == "open"
        return self._current(at) is not None

    def next_opening(self, at: datetime) -> datetime:
        """The next moment people are there: `at` itself while the shop is open.

        Switched off by hand, it is the beginning of the next period of the timetable. A timetable that never opens
        raises LookupError; `check` refuses such a timetable.
        """
        at = _in_shanghai(at)
        if self.is_open(at):
            return at
        begins = (start for start, _ in self._moments(at.date(), _LOOK_AHEAD) if start > at)
        found = next(begins, None)
        if found is None:
            raise LookupError("shop.yml: hours never open; give workdays at least one period such as 09:00-18:00")
        return found

    def closes_at(self, at: datetime) -> Optional[datetime]:
        """When the period that `at` lies in ends; None when closed or switched by hand."""
        current = self._current(at) if self.timetable.switch == "auto" else None
        return current[1] if current else None

    def periods(self, day: date) -> Day:
        """The periods that begin on this day."""
        table = self.timetable
        if day in table.by_date:
            return table.by_date[day]
        kind = self.calendar.kind(day)
        if kind == "holiday":
            return table.holidays
        made_up = kind == "workday" and day.weekday() >= 5
        if day.weekday() in table.by_weekday and not made_up:
            return table.by_weekday[day.weekday()]
        return table.weekends if kind == "weekend" else table.workdays

    def holiday(self, day: date) -> Optional[str]:
        """The name of the public holiday this day is off for, or None."""
        special = self.calendar.special(day)
        return special.name if special and special.off else None

    @property
    def words(self) -> str:
        """The timetable as the shopkeeper words it for shoppers."""
        return self.timetable.words

    def _current(self, at: datetime) -> Optional[tuple[datetime, datetime]]:
        at = _in_shanghai(at)
        spans = self._spans(at.date() - timedelta(days=1), 3)
        return next(((start, end) for start, end in spans if start <= at < end), None)

    def _spans(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """The periods of so many days as moments, touching ones joined, so that midnight closes nothing."""
        joined: Optional[tuple[datetime, datetime]] = None
        for start, end in self._moments(first, days):
            if joined and start <= joined[1]:
                joined = (joined[0], max(joined[1], end))
                continue
            if joined:
                yield joined
            joined = (start, end)
        if joined:
            yield joined

    def _moments(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        for n in range(days):
            day = first + timedelta(days=n)
            midnight = datetime.combine(day, time(), SHANGHAI)
            for period in self.periods(day):
                yield midnight + timedelta(minutes=period.start), midnight + timedelta(minutes=period.end)


def _in_shanghai(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; pass an aware time such as Clock().now()")
    return at.astimezone(SHANGHAI)


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute, 60)
    return f"{hours if minute <= 1440 else hours - 24:02d}:{minutes:02d}"
