"""A row's cells as a draft of an entry, or what is wrong with them, naming the column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Optional

from bot.faq.columns import ANSWER, FROM, PRODUCT, QUESTION, SIMILAR, TOPIC, UNTIL, Header
from bot.faq.dates import read_date, write_date
from bot.faq.entries import Draft
from bot.faq.sheets import SheetRow
from bot.faq.template import EXAMPLES
from bot.faq.texts import answer_text, key, phrasing, phrasings
from bot.shop.settings import Faq

_LONGEST_TOPIC = 20
Product = Callable[[str], Optional[str]]  # what a shop writes for a product → its id


class BadCell(Exception):
    """A cell that cannot be used; the text names the column."""


@dataclass(frozen=True)
class Drafts:
    """Reads rows under one header. `product`: None takes product names as they are."""

    header: Header
    limits: Faq
    product: Optional[Product] = None

    def read(self, row: SheetRow) -> tuple[Draft, tuple[str, ...]]:
        """The draft, and notes of what was left out of it. Raises BadCell."""
        if row.problem:
            raise BadCell(row.problem)
        lines = phrasings(row.cells[QUESTION])
        answer = answer_text(row.cells[ANSWER])
        if not lines or not answer:
            raise BadCell(f"{self.header.called(ANSWER if lines else QUESTION)}是空的，请填上")
        if row.cells[QUESTION].strip() in EXAMPLES:
            raise BadCell("是模板里的示例，不收；请换成自己的问答")
        self._fits(ANSWER, answer, self.limits.longest_answer)
        self._fits(QUESTION, lines[0], self.limits.longest_question)
        similar, notes = self._similar(lines, row.cells.get(SIMILAR, ""))
        topic = phrasing(row.cells.get(TOPIC, ""))
        self._fits(TOPIC, topic, _LONGEST_TOPIC)
        first, last = self._date(row, FROM), self._date(row, UNTIL)
        if first and last and last < first:
            raise BadCell(f"{self.header.called(UNTIL)}的 {write_date(last)} 比{self.header.called(FROM)}的 {write_date(first)} 还早，请检查")
        return Draft(lines[0], answer, similar, topic, self._product(row), first, last), notes

    def _fits(self, column: str, text: str, longest: int) -> None:
        if len(text) > longest:
            raise BadCell(f"{self.header.called(column)}有 {len(text)} 个字，最多 {longest} 个：“{text[:12]}……”，请缩短")

    def _similar(self, lines: tuple[str, ...], cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Further phrasings, each once; those that cannot be used are left out and told."""
        found, notes = {key(lines[0]): lines[0]}, []
        for text in (*lines[1:], *phrasings(cell)):
            if len(text) > self.limits.longest_question:
                notes.append(f"问法“{text[:12]}……”有 {len(text)} 个字，太长，没有收这一句")
            elif len(key(text)) < self.limits.shortest_question:
                notes.append(f"问法“{text}”太短，没有收这一句")
            elif len(found) >= self.limits.phrasings:
                notes.append(f"问法最多 {self.limits.phrasings} 种，从“{text[:12]}”起没有收")
                break
            else:
                found.setdefault(key(text), text)
        return tuple(found.values())[1:], tuple(notes)

    def _date(self, row: SheetRow, column: str) -> Optional[datetime]:
        cell = row.cells.get(column, "")
        try:
            return read_date(cell, ends=column == UNTIL)
        except ValueError:
            raise BadCell(f"{self.header.called(column)}写了“{cell[:20]}”，不是日期；请写成 2026-11-11 或 2026-11-11 20:00") from None

    def _product(self, row: SheetRow) -> str:
        written = phrasing(row.cells.get(PRODUCT, ""))
        self._fits(PRODUCT, written, self.limits.longest_question)
        if not written or self.product is None:
            return written
        found = self.product(written)
        if found is None:
            raise BadCell(f"{self.header.called(PRODUCT)}写了“{written[:20]}”，products.csv 里没有这个商品；请写编号或名称，适用所有商品就空着")
        return found
