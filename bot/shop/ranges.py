"""Ranges such as 47-51: above the lower number, up to and including the upper one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional

_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[-~～—–至到]\s*(\d+(?:\.\d+)?)\s*\Z")


class Range(NamedTuple):
    """`low` belongs to the range before this one, except for the first range of a chart."""

    low: float
    high: float

    def holds(self, value: float, first: bool = False) -> bool:
        return self.low < value <= self.high or (first and value == self.low)


def read_range(written: Any) -> Optional[Range]:
    """"47-51" as a Range; None when it is not two rising numbers."""
    found = _WRITTEN.match(str(written))
    if not found:
        return None
    low, high = float(found[1]), float(found[2])
    return Range(low, high) if low < high else None


def place(value: float, ranges: tuple[Range, ...]) -> Optional[int]:
    """Which of the rising ranges holds the value; None when none does."""
    for n, one in enumerate(ranges):
        if one.holds(value, first=n == 0):
            return n
    return None


def nearest_edge(value: float, one: Range, near: float) -> int:
    """-1 when less than `near` above the lower end, +1 when less than `near` below the upper end, else 0."""
    if value - one.low < near:
        return -1
    return 1 if one.high - value < near else 0
