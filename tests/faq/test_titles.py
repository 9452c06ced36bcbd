"""What questions are called on buttons, at the desk and in reports: own ones by what they ask."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.faq import Book, Entry
from bot.faq.titles import LONGEST, Titles, shortened, titles_of
from bot.shop.topics import Topics

PAY = Entry("hua_bei", "可以用花呗吗？", "可以")
TITLES = Titles({"ask_size": "我该穿多大码"}, {PAY.name: PAY}, "店里自己的问答")


def test_built_in_questions_have_the_shops_titles_and_own_ones_ask_themselves() -> None:
    assert dict(TITLES) == {"ask_size": "我该穿多大码", "faq/hua_bei": "可以用花呗吗"}
    assert "ask_price" not in TITLES and TITLES.get("ask_price") is None


def test_a_line_nothing_was_understood_of_has_no_title() -> None:
    assert None not in TITLES and TITLES.get(None) is None  # as a card asks of every line of the bot


def test_one_that_was_deleted_is_called_by_its_topic() -> None:
    assert TITLES["faq/gone"] == "店里自己的问答"


def test_a_new_entry_has_its_title_at_once(book: Book) -> None:
    content = SimpleNamespace(intent_titles={}, topics=Topics({}, {"faq": "店里自己的问答"}))
    assert dict(titles_of(content, book)) == {}
    book.put(PAY)
    assert dict(titles_of(content, book)) == {"faq/hua_bei": "可以用花呗吗"}


@pytest.mark.parametrize("question, title", [
    ("可以用花呗吗", "可以用花呗吗"), ("可以用花呗吗？？ ", "可以用花呗吗"),
    ("你们家的衣服可以用花呗吗？我想分六期不知道要不要利息", "你们家的衣服可以用花呗吗"),
    ("在吗？冬天的羽绒服外套洗完以后要怎么晾晒才不会跑绒", "在吗？冬天的羽绒服外套洗完以后要怎么晾…"),
    ("冬天的时候羽绒服外套洗完以后要怎么晾晒才不会跑绒", "冬天的时候羽绒服外套洗完以后要怎么晾晒…"), ("？？", "？？"),
])  # fmt: skip
def test_a_long_question_is_cut_where_it_still_says_something(question: str, title: str) -> None:
    assert shortened(question) == title and len(title) <= LONGEST


def test_what_a_button_sends_is_the_whole_question() -> None:
    assert (TITLES.question("faq/hua_bei"), TITLES.question("ask_size")) == ("可以用花呗吗？", "我该穿多大码")
