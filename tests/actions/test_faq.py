"""The shop's own questions: the answer is the book's at this moment, worded by the shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Callable

import pytest

from actions.answer import Answer
from actions.faq import OwnQuestion
from actions.question import Question
from bot.faq import Book, Entry
from bot.shop import Content
from bot.stores import Stores

from .asking import filled
from .conftest import NOW

PAY = Entry("hua_bei", "可以用花呗吗", "可以，{shop} 支持 3 期")
CARE = Entry("hong_gan", "能放烘干机吗", "可以低温烘", product="P1001")
Ask = Callable[..., Answer]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = Book(tmp_path / "faq")
    book.change(lambda _: {entry.name: entry for entry in (PAY, CARE)})
    return book


@pytest.fixture
def ask(book: Book, content: Content, stores: Stores) -> Ask:
    """`ask(intent, product=…, seconds after NOW)`."""
    action = OwnQuestion(SimpleNamespace(faq=book))

    def answered(intent: str, product: str | None = None, later: float = 0) -> Answer:
        now = NOW + timedelta(seconds=later)
        return action.answer(Question(intent, "问", "demo-24", "m-1", stores, content, now, product_id=product))

    return answered


def texts(answer: Answer, content: Content) -> list[str]:
    return [text for reply in answer.replies for text in filled(content, reply)]


def test_the_answer_is_said_as_it_stands_with_its_braces(ask: Ask, content: Content) -> None:
    assert texts(ask(PAY.intent), content) == [PAY.answer]


def test_an_answer_changed_by_hand_in_the_file_counts_at_once(ask: Ask, book: Book, content: Content) -> None:
    ask(PAY.intent)
    (file,) = book.folder.glob("*.yml")
    file.write_text(file.read_text("utf8").replace("支持 3 期", "支持 12 期了"), "utf8")
    assert texts(ask(PAY.intent), content) == ["可以，{shop} 支持 12 期了"]


def test_the_last_minute_is_answered_and_the_next_is_not(ask: Ask, book: Book) -> None:
    book.expire(PAY.name, NOW, "小王", NOW)
    assert ask(PAY.intent, later=59).replies and not ask(PAY.intent, later=60).replies


def test_what_begins_later_is_not_answered_before(ask: Ask, book: Book) -> None:
    book.put(replace(PAY, valid_from=NOW + timedelta(minutes=1)))
    assert not ask(PAY.intent).replies and ask(PAY.intent, later=60).replies


@pytest.mark.parametrize("intent", ["faq/gone", "faq/", "faq"])
def test_what_is_not_in_the_book_is_not_answered(ask: Ask, intent: str) -> None:
    assert not ask(intent).replies and not ask(intent).slots


def test_the_answer_about_the_product_in_view_comes_without_its_name(ask: Ask, content: Content) -> None:
    assert texts(ask(CARE.intent, "P1001"), content) == ["可以低温烘"]


def test_without_a_product_in_view_it_is_named_and_stays_in_view(ask: Ask, content: Content) -> None:
    answer = ask(CARE.intent)
    assert all(text.endswith("可以低温烘") and content.products["P1001"].name in text for text in texts(answer, content))
    assert answer.slots == {"product": "P1001", "sku": None}
