"""The cells of a spreadsheet as text, whatever file they came from, each row with the number a spreadsheet program shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping, Sequence

from bot.faq.problems import SheetProblem

MOST_COLUMNS = 100  # further ones are not read
TITLE_ROWS = 10  # so far down the header is looked for

_ERRORS = frozenset("#REF! #N/A #DIV/0! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC!".split())
_FORMULA = re.compile(r"=[A-Z]{2,}[A-Z.]*\(")


@dataclass(frozen=True)
class TableRow:
    """A row that holds something. `broken`: what is wrong with single cells, by their place."""

    number: int
    cells: Sequence[str]
    broken: Mapping[int, str] = field(default_factory=dict)


@dataclass
class Table:
    """One table's rows without the empty ones. `by_commas`: cells are told apart by a sign that may stand in a text, too."""

    rows: list[TableRow]
    by_commas: bool = False
    notes: list[str] = field(default_factory=list)

    def add(self, row: TableRow, most: int) -> None:
        """Raises SheetProblem at the first row too many."""
        if len(self.rows) >= most + TITLE_ROWS:
            raise too_many(row.number, most)
        self.rows.append(row)


def too_many(number: int, most: int) -> SheetProblem:
    """`number`: the first row that is too many."""
    return SheetProblem(f"第 {number} 行：表格太长，一次最多 {most} 行问答；请分成几个文件导入（行数在 shop.yml 的 faq.rows 里改）。")


def formulas(cells: Sequence[str]) -> dict[int, str]:
    """Cells that hold a formula or what became of one, with what is wrong."""
    found = {}
    for place, cell in enumerate(cells):
        if cell in _ERRORS:
            found[place] = f"是算错了的公式（{cell}）；请改好，或者直接写文字"
        elif cell.startswith("=") and _FORMULA.match(cell):
            found[place] = "是公式；请直接写文字"
    return found


def letter(index: int) -> str:
    """What a spreadsheet program calls the column at this place, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(letters: str) -> int:
    """The place of the column that a spreadsheet program calls so."""
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1
