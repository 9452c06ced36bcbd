"""Times as the demonstration file writes them, relative to the clock: `-3d`, `-2h`, `-20m`, `-3d 14:20`, `+12d`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from bot.clock import SHANGHAI

_RELATIVE = re.compile(r"([+-])(\d{1,4})([dhm])(?: (\d\d):(\d\d))?")
_UNIT = {"d": "days", "h": "hours", "m": "minutes"}


def relative(text: Any, now: datetime) -> datetime:
    """The time meant, to the second, +08:00. With a time of day (days only) it is that day's, never later than `now`
    for `-`. Raises ValueError for anything else."""
    found = _RELATIVE.fullmatch(str(text).strip())
    if not found or (found[4] and (found[3] != "d" or int(found[4]) > 23 or int(found[5]) > 59)):
        raise ValueError(f"时间 {text!r} 看不懂；请写成 -3d、-2h、-20m 或 -3d 14:20 这样（相对现在）")
    sign = 1 if found[1] == "+" else -1
    moment = now.astimezone(SHANGHAI) + sign * timedelta(**{_UNIT[found[3]]: int(found[2])})
    if found[4]:
        moment = moment.replace(hour=int(found[4]), minute=int(found[5]), second=0)
    return (min(moment, now) if sign < 0 else moment).replace(microsecond=0)
