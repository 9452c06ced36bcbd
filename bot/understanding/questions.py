"""Where one message asks several things: cut at marks and connecting words, and kept apart only when both parts are sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUT = re.compile(r"[，。？！；,?!;\n]+|\s+|(?=还有(?!货|没|吗|多|几|券|[一二三两]|[a-zA-Z\d]))|(?=另外)|(?=顺便)|(?=再问)|(?=对了)")
SHORTEST = 2  # characters
MOST_PARTS = 8  # a pasted essay is one message, not fifty questions


@dataclass(frozen=True)
class Part:
    """A stretch of the message, with where it stands in it."""

    text: str
    start: int
    end: int


def parts(text: str) -> list[Part]:
    """The message cut where a new question may begin; fewer than two parts, or too many, means it was not cut."""
    found, start = [], 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if len(text[start:end].strip()) >= SHORTEST:
            found.append(Part(text[start:end], start, end))
        start = cut.end() if cut else end
    return found if 2 <= len(found) <= MOST_PARTS else []
