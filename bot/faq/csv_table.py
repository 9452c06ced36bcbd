"""A CSV as a table: separated by comma, tab or semicolon, as spreadsheet programs save it."""

from __future__ import annotations

import csv
import io
import re

from bot.faq.decoding import decode
from bot.faq.problems import SheetProblem
from bot.faq.table import MOST_COLUMNS, Table, TableRow, formulas, letter

_SEPARATORS = (",", "\t", ";")
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_SAID = re.compile(r"sep=(.)\r?\n", re.I)  # how Excel is told the separator
csv.field_size_limit(max(csv.field_size_limit(), 2**26))  # a quote left open makes one cell of the rest; we say so ourselves


def read_csv(raw: bytes, most: int) -> Table:
    """The table. Raises SheetProblem: unreadable bytes, a quote left open, more rows than `most`."""
    text = decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    said = _SAID.match(text)
    separator = said.group(1) if said else max(_SEPARATORS, key="\n".join(text.split("\n", 10)[:10]).count)
    lines = io.StringIO(text[said.end():] if said else text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    table, number, begins = Table([], by_commas=True), 0, 0
    try:
        for cells in reader:
            number, begins = number + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                cells = [cell.strip() for cell in cells[:MOST_COLUMNS]]
                table.add(TableRow(number, cells, formulas(cells)), most)
    except csv.Error:
        rest = lines.getvalue().split("\n")[begins:]
        raise _open_quote(number + 1, "\n".join(rest), separator) from None
    return table


def _open_quote(number: int, rest: str, separator: str) -> SheetProblem:
    column = letter(min(_bad_cell(rest, separator), MOST_COLUMNS))
    return SheetProblem(
        f"第 {number} 行 {column} 列的英文双引号不成对，后面的格子分不清了；文字里要用引号请写“”，或者另存为 .xlsx 再上传。这个文件一行都没有收。"
    )


def _bad_cell(text: str, separator: str) -> int:
    """The place of the first cell of this row whose quotes do not end where the cell does."""
    place, at = 0, 0
    while at < len(text):
        if text[at] == '"':
            quoted = _QUOTED.match(text, at)
            if quoted is None or text[quoted.end():quoted.end() + 1] not in ("", separator, "\n"):
                return place
            at = quoted.end()
        else:
            at = min(n for n in (text.find(separator, at), text.find("\n", at), len(text)) if n >= 0)
        if text[at:at + 1] != separator:
            return place
        place, at = place + 1, at + 1
    return place
