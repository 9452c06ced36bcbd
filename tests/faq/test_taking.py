"""Nothing is taken before somebody says yes; then all that was said yes to, once."""

from __future__ import annotations

import os
from typing import Callable

import pytest

from bot.faq import Book, BookProblem, Plan, SheetProblem, built_in_questions, plan_import, take
from tests.faq.conftest import NOW
from tests.faq.sheets_for_tests import SHOP_FAQ
from tests.running import ROOT

Planning = Callable[..., Plan]


def test_a_preview_writes_nothing(book: Book, plan: Planning) -> None:
    plan("直播间几点开播,七点")
    assert not book.folder.exists()


def test_a_bad_row_never_stops_the_good_ones(book: Book, plan: Planning) -> None:
    taken = take(plan("直播间几点开播,七点", ",没有问题", "礼品卡怎么用,付款时"), book, "小王", NOW)
    assert len(taken.made) == 2 and taken.trains
    assert {entry.question for entry in book.read().entries.values()} == {"直播间几点开播", "礼品卡怎么用"}
    assert {(entry.by, entry.at) for entry in book.read().entries.values()} == {("小王", NOW)}


def test_importing_twice_changes_nothing(book: Book) -> None:
    first = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    take(first, book, "小王", NOW)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in book.folder.iterdir()}
    again = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    assert again.count("same") == len(again.rows) == 10
    for plan in (first, again):  # the same click twice, and the same file again
        assert take(plan, book, "小李", NOW.replace(year=2027), lines=[row.line for row in plan.rows]).made == ()
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in book.folder.iterdir()} == before


def test_a_deleted_question_that_comes_again_has_its_old_name(book: Book, plan: Planning) -> None:
    rows = ("直播间几点开播,七点", "礼品卡怎么用,付款时")
    (name, other) = take(plan(*rows), book, "x", NOW).made
    book.remove(name)
    assert take(plan(*reversed(rows)), book, "x", NOW).made == (name,)


def test_another_wording_needs_no_training(book: Book, plan: Planning) -> None:
    take(plan("直播间几点开播,七点"), book, "x", NOW)
    taken = take(plan("直播间几点开播,八点"), book, "小王", NOW)
    assert (taken.made, len(taken.changed), taken.trains) == ((), 1, False)
    assert [entry.answer for entry in book.read().entries.values()] == ["八点"]


def test_only_the_rows_that_are_ticked_are_taken(book: Book, plan: Planning) -> None:
    both = plan("代收点电话,打13812345678", "礼品卡怎么用,付款时", ",坏的")
    take(both, book, "x", NOW, lines=[2, 4, 99])
    assert [entry.question for entry in book.read().entries.values()] == ["代收点电话"]


def test_what_changed_since_the_preview_is_not_written_over(book: Book, plan: Planning) -> None:
    take(plan("直播间几点开播,七点"), book, "x", NOW)
    (name,) = book.read().entries
    waiting = plan("礼品卡怎么用,付款时", "直播间几点开播,八点")
    book.answer(name, "别人改的", "y", NOW)
    with pytest.raises(BookProblem, match="第 3 行的“直播间几点开播”在预览之后被别人改过"):
        take(waiting, book, "x", NOW)
    assert [entry.answer for entry in book.read().entries.values()] == ["别人改的"]


def test_two_previews_of_one_new_phrasing_cannot_both_be_taken(book: Book, plan: Planning) -> None:
    one, two = plan("直播间几点开播,七点,今晚播吗"), plan("主播上班时间,八点,今晚播吗")
    take(one, book, "x", NOW)
    with pytest.raises(BookProblem, match="今晚播吗"):
        take(two, book, "x", NOW)
    assert len(book.read().entries) == 1


def test_a_crash_while_taking_takes_all_or_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    calls = iter(range(1000))
    move = os.replace
    monkeypatch.setattr(os, "replace", lambda *paths: move(*paths) if next(calls) < 3 else (_ for _ in ()).throw(OSError("no power")))
    with pytest.raises(OSError):
        take(plan, book, "x", NOW)
    monkeypatch.undo()
    assert len(Book(book.folder).read().entries) == 10


def test_while_a_file_is_broken_nothing_is_previewed(book: Book, plan: Planning) -> None:
    take(plan("直播间几点开播,七点"), book, "x", NOW)
    (book.folder / "faq.yml").write_text("nlu: {", "utf8")
    with pytest.raises(BookProblem, match="faq/faq.yml 第 1 行"):
        plan("礼品卡怎么用,付款时")


def test_a_refused_file_leaves_no_trace(book: Book) -> None:
    with pytest.raises(SheetProblem):
        plan_import(b"\xd0\xcf\x11\xe0 old", "旧.xls", book)
    assert not book.folder.exists()


def test_the_sample_shop_asks_nothing_the_bot_is_taught_already(book: Book) -> None:
    known = built_in_questions(ROOT)
    assert len(known) > 20_000
    plan = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    assert [text for row in plan.rows for text in row.after.trained if known.get(text)] == []
