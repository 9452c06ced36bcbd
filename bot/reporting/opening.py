"""A clock that runs only while the shop is open, for waiting times that are fair to people who go to lunch."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from typing import Optional

from bot.clock import SHANGHAI
from bot.shop.hours import Hours


class OpeningClock:
    """The opening periods from `first` to `last`, both included. Outside these days the shop counts as closed.

    The timetable decides, not the switch by hand: that says how things are now, and nothing of the day that is told."""

    def __init__(self, hours: Hours, first: date, last: date) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[float] = []  # seconds open before each period
        for n in range(-1, (last - first).days + 1):  # the day before may run past its midnight
            day = first + timedelta(days=n)
            midnight = datetime.combine(day, time(), SHANGHAI)
            for period in hours.periods(day):
                self._add(midnight + timedelta(minutes=period.start), midnight + timedelta(minutes=period.end))
        self.periods = hours.periods

    def is_open(self, at: datetime) -> bool:
        """Whether people were there."""
        n = bisect_right(self._starts, at) - 1
        return n >= 0 and at < self._ends[n]

    def opens(self, at: datetime) -> Optional[datetime]:
        """`at` itself while open, else when the next period begins; None beyond the days known here."""
        if self.is_open(at):
            return at
        n = bisect_right(self._starts, at)
        return self._starts[n] if n < len(self._starts) else None

    def seconds(self, start: datetime, end: datetime) -> float:
        """How long the shop was open between the two; 0 when they are the wrong way round."""
        return max(0.0, self._until(end) - self._until(start))

    def _until(self, at: datetime) -> float:
        n = bisect_right(self._starts, at) - 1
        return 0.0 if n < 0 else self._before[n] + (min(at, self._ends[n]) - self._starts[n]).total_seconds()

    def _add(self, start: datetime, end: datetime) -> None:
        if self._ends and start <= self._ends[-1]:  # touching or overlapping: midnight closes nothing
            self._ends[-1] = max(end, self._ends[-1])
            return
        open_before = self._before[-1] + (self._ends[-1] - self._starts[-1]).total_seconds() if self._starts else 0.0
        self._starts.append(start)
        self._ends.append(end)
        self._before.append(open_before)
