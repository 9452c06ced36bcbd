"""The days a parcel would take. What day a shopper means is read in bot/understanding/days.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional

from bot.clock import SHANGHAI
from bot.shop import Content, Product


@dataclass(frozen=True)
class Window:
    """The first and the last day something is likely to happen."""

    first: date
    last: date

    def later(self, days: tuple[int, int]) -> "Window":
        return Window(self.first + timedelta(days=days[0]), self.last + timedelta(days=days[1]))


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
