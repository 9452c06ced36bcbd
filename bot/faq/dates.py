"""Dates as shops write them. A day that ends something ends at its last minute."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Optional

from bot.clock import SHANGHAI

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"t?\s*(\d{1,2})\s*(?:[:点时]\s*(\d{1,2})?)\s*(?:[:分]\s*(?:\d{1,2}(?:\.\d+)?)?\s*秒?)?")
_SERIAL = re.compile(r"[45]\d{4}(\.\d+)?")  # days since 1900, when a CSV was saved with the cell not shown as a date
_ALWAYS = frozenset("长期 永久 永久有效 长期有效 一直 一直有效 不限 无 无限期 - / — n/a".split())


def read_date(text: str, ends: bool) -> Optional[datetime]:
    """The minute from which or until which; None for 长期. Raises ValueError when it is no date."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain or plain in _ALWAYS:
        return None
    if _SERIAL.fullmatch(plain):
        moment = datetime(1899, 12, 30) + timedelta(minutes=round(float(plain) * 24 * 60))
        return _at(moment, None if "." not in plain else (moment.hour, moment.minute), ends)
    day = _DAY.match(plain)
    if not day:
        raise ValueError(text)
    moment = datetime(*(int(part) for part in day.groups() if part))
    rest = plain[day.end():].strip()
    if not rest:
        return _at(moment, None, ends)
    clock = _TIME.fullmatch(rest)
    if not clock:
        raise ValueError(text)
    return _at(moment, (int(clock.group(1)), int(clock.group(2) or 0)), ends)


def write_date(moment: datetime) -> str:
    """As it stands in the files."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _at(day: datetime, clock: Optional[tuple[int, int]], ends: bool) -> datetime:
    hour, minute = clock if clock is not None else (23, 59) if ends else (0, 0)
    if (hour, minute) == (24, 0):
        hour, minute = 23, 59
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=SHANGHAI)
