"""From a file to the book: read, preview, and, when a person has said yes, take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Iterable, Mapping, Optional

from bot.faq.book import Book
from bot.faq.entries import Entry
from bot.faq.preview import Known, Plan, preview
from bot.faq.problems import BookProblem
from bot.faq.sheets import read_sheet
from bot.faq.texts import key
from bot.learning.data_check import read_sentences
from bot.shop.settings import Faq


@dataclass(frozen=True)
class Taken:
    """What an import did: names of entries made, and of those that others were already. `trains`: a new model is needed."""

    made: tuple[str, ...]
    changed: tuple[str, ...]
    trains: bool


def plan_import(raw: bytes, name: str, book: Book, limits: Faq = Faq(), known: Known = Known()) -> Plan:
    """The preview of an upload; nothing is changed. Raises SheetProblem, or BookProblem while the book's own files are broken."""
    sheet = read_sheet(raw, name, limits)
    reading = book.read()
    if reading.problems:
        raise BookProblem("店里的问答文件有读不懂的地方，改好以前不能导入：", reading.problems)
    return preview(sheet, reading, limits, known)


def take(plan: Plan, book: Book, by: str, at: datetime, lines: Optional[Iterable[int]] = None) -> Taken:
    """Takes the rows with these numbers, by default the chosen ones; all of them or none. Taking them again changes nothing.

    Raises BookProblem when the book has changed since the preview in what these rows are about.
    """
    wanted = {row.line for row in plan.rows if row.chosen} if lines is None else set(lines)
    rows = [row for row in plan.rows if row.line in wanted and row.takeable]
    made: list[str] = []
    changed: list[str] = []

    def edit(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
        after = dict(entries)
        for row in rows:
            now = after.get(row.after.name)
            if now is not None and _unsigned(now) == _unsigned(row.after):
                continue  # taken already: a second click
            if (now and _unsigned(now)) != (row.before and _unsigned(row.before)):
                raise BookProblem(f"第 {row.line} 行的“{row.question}”在预览之后被别人改过；请重新上传，看过新的预览再确认。这次一行都没有收。")
            (changed if now else made).append(row.after.name)
            after[row.after.name] = replace(row.after, by=by, at=at)
        return after

    book.change(edit)
    touched = {*made, *changed}
    return Taken(tuple(made), tuple(changed), any(row.trains for row in rows if row.after.name in touched))


def built_in_questions(root: Path) -> dict[str, str]:
    """Every sentence of the project's own training data, as `texts.key` → its intent. About a second; keep it."""
    files = sorted((root / "data" / "nlu").rglob("*.yml"))
    return {key(sentence.text): sentence.intent for file in files for sentence in read_sentences(file, file.name)}


def _unsigned(entry: Entry) -> Entry:
    return replace(entry, by="", at=None)
