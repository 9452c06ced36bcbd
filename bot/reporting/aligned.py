"""Columns that stand under each other in a terminal, where a Chinese character is two places wide."""

from __future__ import annotations

import unicodedata
from typing import Sequence

_WIDE = ("W", "F")


def width(text: str) -> int:
    """How many places a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def printable(text: str, most: int = 60) -> str:
    """What a shopper or an agent wrote, on one line and without what a terminal would obey."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= most else line[: most - 1] + "…"


def pad(text: str, to: int, right: bool = False) -> str:
    """With spaces to `to` places; `right` puts them before it."""
    spaces = " " * max(0, to - width(text))
    return spaces + text if right else text + spaces


def columns(rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """The lines of a table: the first column to the left, the others to the right."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    return [(" " * gap).join(pad(cell, widths[n], right=n > 0) for n, cell in enumerate(row)).rstrip() for row in rows]
