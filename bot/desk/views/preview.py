"""A previewed upload as the page shows it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Optional

from bot.desk.learning.plans import FILE, Kept
from bot.faq import Entry, Plan, PreviewRow
from bot.faq.dates import write_date

STATUSES = ("conflict", "personal", "bad", "too_short", "changes_answer", "adds", "new", "same")
ATTENTION = "attention"  # what a person should look at
_LOOKED_AT = STATUSES[:4]
PAGE = 50
_COLUMN = re.compile(r"（[A-Z]{1,3} 列）")


@dataclass(frozen=True)
class Change:
    """One thing a row would make otherwise: answer, phrasings, held_out, topic, product, valid_from, valid_until."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A row. `takes`: whether it is taken as things are ticked."""

    row: PreviewRow
    sentence: str
    takes: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class PreviewPage:
    """A page of the rows with one status (or all), and what confirming would do with the whole upload. `trains`: it needs a new model."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    all: int
    takes: int
    takeable: int
    trains: bool
    notes: tuple[str, ...]
    show: str
    page: int
    pages: int


def preview_page(plan: Plan, kept: Kept, show: str = "", page: int = 1) -> PreviewPage:
    """`show`: a status, ATTENTION, or "" for everything in the order of the file."""
    counts = Counter(row.status for row in plan.rows)
    counts[ATTENTION] = sum(counts[status] for status in _LOOKED_AT)
    statuses = _LOOKED_AT if show == ATTENTION else (show,)
    rows = [row for row in plan.rows if not show or row.status in statuses]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, page), pages)
    taken = [row for row in plan.rows if kept.takes(row)]
    lines = tuple(_line(row, kept) for row in rows[(page - 1) * PAGE : page * PAGE])
    return PreviewPage(lines, counts, len(plan.rows), len(taken), sum(row.takeable for row in plan.rows), any(row.trains for row in taken),
                       plan.notes, show, page, pages)


def _line(row: PreviewRow, kept: Kept) -> Line:
    sentence = row.sentence
    if sentence.startswith(f"第 {row.line} 行：") or kept.kind != FILE:
        sentence = sentence.replace(f"第 {row.line} 行：", "", 1)  # the number stands beside it
    if kept.kind != FILE:  # no rows and columns where something was typed
        sentence = _COLUMN.sub("", sentence.replace(f"第 {row.line} 行", "", 1)).lstrip("的")
    return Line(row, sentence, kept.takes(row), tuple(_changes(row.before, row.after)) if row.after else ())


def _changes(before: Optional[Entry], after: Entry) -> Iterator[Change]:
    for what in ("answer", "topic", "product", "valid_from", "valid_until"):
        old, new = _text(getattr(before, what, "")), _text(getattr(after, what))
        if old != new:
            yield Change(what, old, new)
    for what in ("similar", "held_out"):
        old, more = getattr(before, what, ()), getattr(after, what)
        more = [text for text in more if text not in old]
        if more:
            yield Change(what, "", "\n".join(more))


def _text(value: Any) -> str:
    return write_date(value) if hasattr(value, "astimezone") else value or ""
