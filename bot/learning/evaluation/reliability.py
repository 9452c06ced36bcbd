"""Whether confidences mean what they say: of messages called 80 % sure, eight in ten should be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.learning.evaluation.messages import Judged

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The messages whose confidence lies in [low, high): how sure the model was on average, and how often it was right."""

    low: float
    high: float
    messages: int
    said: float
    true: float


def bins(judged: Sequence[Judged]) -> list[Bin]:
    """Equal widths, empty ones left out; the same cut as the expected calibration error's."""
    sorted_in: dict[int, list[Judged]] = {}
    for one in judged:
        sorted_in.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
    return [_bin(at, inside) for at, inside in sorted(sorted_in.items())]


def _bin(at: int, inside: list[Judged]) -> Bin:
    n = len(inside)
    return Bin(at / BINS, (at + 1) / BINS, n, sum(j.confidence for j in inside) / n, sum(j.named for j in inside) / n)
