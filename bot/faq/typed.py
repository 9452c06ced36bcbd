"""What is typed into a form, as the one row of a spreadsheet: it goes by the same rules."""

from __future__ import annotations

from typing import Mapping

from bot.faq.book import Book
from bot.faq.columns import ANSWER, FROM, PRODUCT, QUESTION, SIMILAR, TOPIC, UNTIL, Header
from bot.faq.preview import Known, Plan, preview
from bot.faq.problems import BookProblem
from bot.faq.sheets import Sheet, SheetRow
from bot.shop.settings import Faq

_CALLED = {QUESTION: "问题", ANSWER: "答案", SIMILAR: "相似问法", TOPIC: "话题", PRODUCT: "商品", FROM: "开始时间", UNTIL: "结束时间"}
_HEADER = Header(1, len(_CALLED), {name: (place,) for place, name in enumerate(_CALLED)}, dict(enumerate(_CALLED.values())), ())
LINE = 2


def typed_plan(cells: Mapping[str, str], book: Book, limits: Faq, known: Known) -> Plan:
    """The preview of one entry. Raises BookProblem while the book's own files are broken."""
    reading = book.read()
    if reading.problems:
        raise BookProblem("店里的问答文件有读不懂的地方，改好以前不能加：", reading.problems)
    row = SheetRow(LINE, {name: cells.get(name, "") for name in _CALLED})
    return preview(Sheet((row,), (), _HEADER), reading, limits, known)
