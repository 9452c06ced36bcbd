"""A book in a folder of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Callable

import pytest

from bot.clock import SHANGHAI
from bot.faq import Book, Known, Plan, plan_import, take

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=SHANGHAI)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "faq")


@pytest.fixture
def plan(book: Book) -> Callable[..., Plan]:
    """Previews rows of question, answer and similar questions."""

    def of(*rows: str, header: str = "问题,答案,相似问法,话题,商品,生效时间,失效时间", **known: object) -> Plan:
        return plan_import("\n".join((header, *rows)).encode("utf8"), "faq.csv", book, known=Known(**known))

    return of


@pytest.fixture
def taken(book: Book, plan: Callable[..., Plan]) -> Callable[..., Book]:
    """Imports such rows."""

    def of(*rows: str) -> Book:
        take(plan(*rows), book, "小王", NOW)
        return book

    return of
