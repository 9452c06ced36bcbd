"""Averages of waiting times, and shares that are honest about nothing to share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Optional


@dataclass(frozen=True)
class Times:
    """Seconds. `p90`: nine of ten took no longer. All None when there is nothing to measure."""

    count: int = 0
    mean: Optional[float] = None
    median: Optional[float] = None
    p90: Optional[float] = None

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Times":
        these = sorted(seconds)
        if not these:
            return cls()
        half = len(these) // 2
        middle = these[half] if len(these) % 2 else (these[half - 1] + these[half]) / 2
        return cls(len(these), sum(these) / len(these), middle, these[math.ceil(0.9 * len(these)) - 1])


def share(part: int, whole: int) -> Optional[float]:
    """Between 0 and 1; None of nothing."""
    return part / whole if whole else None
