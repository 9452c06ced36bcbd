"""The shop's clock: one place that says what time it is, so that tests and demonstrations can choose."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Callable, Optional

# China has had one fixed offset since 1992; a fixed zone needs no time-zone database on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock:
    """Tells the shop's time. With a `start` it begins there and runs on at the usual speed.

    Opening hours, orders and promises follow this clock; signatures and sign-ins follow the machine's.
    """

    def __init__(self, start: Optional[datetime] = None, wall: Optional[Callable[[], datetime]] = None) -> None:
        self._wall = wall or _machine_time
        self._ahead = timedelta(0) if start is None else start - self._wall()

    @classmethod
    def from_setting(cls, value: Optional[str]) -> "Clock":
        """The clock for SHOP_NOW (an ISO time; without an offset it is Shanghai time), or the real one for None or ""."""
        return cls(read_time(value) if value else None)

    def now(self) -> datetime:
        """The time now, aware, +08:00."""
        return (self._wall() + self._ahead).astimezone(SHANGHAI)


def read_time(text: str) -> datetime:
    """An ISO time as an aware Shanghai time. Raises ValueError naming the value and the remedy."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f"SHOP_NOW={text!r} 不是 ISO 格式的时间；请写成 2026-11-22T21:05:00+08:00 这样。") from None
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


def _machine_time() -> datetime:
    return datetime.now(SHANGHAI)
