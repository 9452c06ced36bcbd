"""A thousand spreadsheets as they come import or are refused with a sentence; none crashes and none is imported by half."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Optional

import pytest

from bot.faq import Book, Plan, SheetProblem, plan_import, take
from bot.faq.names import NAME
from bot.faq.sheets import read_sheet
from bot.shop.settings import Faq
from tests.faq.conftest import NOW
from tests.faq.random_sheets import Made, long_xlsx, spreadsheets

COUNT, SEED = 1000, 20261124
STATUSES = {"new", "adds", "changes_answer", "same", "conflict", "too_short", "personal", "bad"}
ROW = re.compile(r"第 \d+ 行")


def on_disk(book: Book) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in book.folder.iterdir()} if book.folder.exists() else {}


def previewed(made: Made, book: Book) -> tuple[Optional[Plan], str]:
    """The plan, or the refusal. Anything else that is raised is a crash."""
    before = on_disk(book)
    try:
        plan, said = plan_import(made.raw, made.name, book), ""
    except SheetProblem as problem:
        plan, said = None, str(problem)
    assert on_disk(book) == before
    return plan, said


def check_refusal(made: Made, said: str) -> None:
    assert made.refused is not False, said
    assert re.search("[\u4e00-\u9fff]", said) and said.endswith("。") and len(said) < 400 and said.isprintable(), said
    assert ROW.search(said) or not made.names_row, said


def check_plan(made: Made, plan: Plan) -> None:
    assert made.refused is not True, [row.sentence for row in plan.rows[:3]]
    assert made.rows in (None, len(plan.rows)), (made.rows, len(plan.rows))
    lines = [row.line for row in plan.rows]
    assert lines == sorted(set(lines)) and min(lines) >= 2
    for row in plan.rows:
        assert row.status in STATUSES and row.sentence.startswith(f"第 {row.line} 行") and len(row.sentence) < 500, row
        assert row.status != "bad" or re.search(r"[A-Z]+ 列|模板", row.sentence), row.sentence


def check_taken(plan: Plan, book: Book) -> None:
    """All that was chosen is there, nothing else came, and once more is nothing."""
    before = dict(book.read().entries)
    expected = {**before, **{row.after.name: row.after for row in plan.rows if row.chosen}}
    take(plan, book, "", None)
    after = Book(book.folder).read()
    assert dict(after.entries) == expected and not after.problems
    assert all(NAME.fullmatch(name) for name in after.entries)
    disk = on_disk(book)
    take(plan, book, "again", NOW)
    assert on_disk(book) == disk


def test_a_thousand_random_spreadsheets_import_or_are_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a crash is another test's; waiting for the disk would take most of the time
    done: Counter[tuple[str, bool]] = Counter()
    book = Book(tmp_path / "0")
    for n, made in enumerate(spreadsheets(SEED, COUNT)):
        if n % 40 == 0:
            shutil.rmtree(book.folder, ignore_errors=True)
            book = Book(tmp_path / str(n))
        try:
            plan, said = previewed(made, book)
            done[made.kind, plan is None] += 1
            if plan is None:
                check_refusal(made, said)
            else:
                check_plan(made, plan)
                check_taken(plan, book)
        except BaseException as error:
            (tmp_path / "failed").write_bytes(made.raw)
            raise AssertionError(f"spreadsheet {n} ({made.kind}), kept as {tmp_path / 'failed'}: {error!r}") from error
    refused = sum(count for (_, no), count in done.items() if no)
    assert 200 < refused < 700, done


@pytest.fixture(scope="module")
def fifty_thousand() -> bytes:
    return long_xlsx(50_000)


def test_fifty_thousand_rows_are_refused_with_the_first_row_too_many(book: Book, fifty_thousand: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(SheetProblem, match="第 50[01][0-9] 行：表格太长，一次最多 5000 行"):
        plan_import(fifty_thousand, "长.xlsx", book)
    assert time.monotonic() - begun < 5


def test_fifty_thousand_rows_are_read_whole_when_the_shop_allows_them(fifty_thousand: bytes) -> None:
    rows = read_sheet(fifty_thousand, "长.xlsx", Faq(rows=50_000)).rows
    assert [row.line for row in rows] == list(range(2, 50_002)) and rows[-1].cells["answer"] == "答案50001"
