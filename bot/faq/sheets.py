"""An uploaded file as rows of questions: a CSV or an XLSX, told apart by what is in it and not by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Mapping, Optional

from bot.faq.columns import SIMILAR, Header, find_header, no_header
from bot.faq.csv_table import read_csv
from bot.faq.problems import SheetProblem
from bot.faq.table import Table, TableRow, too_many
from bot.faq.texts import shown
from bot.faq.xlsx_table import read_xlsx
from bot.shop.settings import Faq

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WEB_PAGE = (b"<html", b"<!doc", b"<tabl", b"<?xml", b"<head", b"<meta")


@dataclass(frozen=True)
class SheetRow:
    """One row. `line` is its number in a spreadsheet program; `cells` by our names for columns; `problem`: why it cannot be read."""

    line: int
    cells: Mapping[str, str]
    problem: Optional[str] = None


@dataclass(frozen=True)
class Sheet:
    """What a file holds. `notes`: what was not read, in words; `header` names the columns as the shop does."""

    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]
    header: Header


def read_sheet(raw: bytes, name: str, limits: Faq = Faq()) -> Sheet:
    """The rows of an upload. Raises SheetProblem, a sentence with row and column where there is one; then nothing can be taken."""
    try:
        return _read(raw, limits)
    except SheetProblem as problem:
        raise SheetProblem(shown(f"{_called(name)}：{problem}")) from None


def _read(raw: bytes, limits: Faq) -> Sheet:
    if len(raw) > limits.megabytes * 2**20:
        raise SheetProblem(f"文件有 {len(raw) / 2**20:.1f} MB，最大 {limits.megabytes} MB；请分成几个文件（大小在 shop.yml 的 faq.megabytes 里改）。")
    if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
        raise SheetProblem("文件是空的；请写上问题和答案（可以下载模板）再上传。")
    if raw.startswith(_OLD_OFFICE):
        raise SheetProblem("这是旧的 .xls 表格，或者设了打开密码；请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 再上传。")
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() in _WEB_PAGE:
        raise SheetProblem("这是网页格式的表格（有的后台导出的 .xls 其实是网页）；请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
    tables = read_xlsx(raw, limits.rows) if raw.startswith(_ZIP) else [read_csv(raw, limits.rows)]
    return _sheet(tables, limits)


def _sheet(tables: list[Table], limits: Faq) -> Sheet:
    filled = [table for table in tables if table.rows]
    if not filled:
        raise SheetProblem("表格是空的；请写上问题和答案（可以下载模板）再上传。")
    for table in filled:
        header = find_header(table)
        if header:
            break
    else:
        raise no_header(filled[0])
    rows = [row for row in table.rows if row.number > header.row]
    if not rows:
        raise SheetProblem(f"第 {header.row} 行是表头，下面没有内容；请从第 {header.row + 1} 行起写问题和答案。")
    if len(rows) > limits.rows:
        raise too_many(rows[limits.rows].number, limits.rows)
    return Sheet(tuple(_row(row, header, table.by_commas) for row in rows), tuple(map(shown, _notes(rows, header, table))), header)


def _row(row: TableRow, header: Header, by_commas: bool) -> SheetRow:
    cells = {column: _joined(column, [row.cells[n] for n in places if n < len(row.cells)]) for column, places in header.places.items()}
    problem = next((f"{header.at(n)}{broken}" for places in header.places.values() for n, broken in row.broken.items() if n in places), None)
    if by_commas and any(row.cells[header.width:]):
        problem = f"{header.at(header.width)}多出来一格“{next(filter(None, row.cells[header.width:]))[:12]}”，比表头还多；文字里有逗号的格子请用英文双引号包起来"
    return SheetRow(row.number, cells, problem)


def _joined(column: str, cells: list[str]) -> str:
    return "\n".join(filter(None, cells)) if column == SIMILAR else next(iter(cells), "")


def _notes(rows: list[TableRow], header: Header, table: Table) -> Iterator[str]:
    yield from table.notes
    if header.unknown:
        yield f"没有读这几列：{'、'.join(map(header.at, header.unknown[:10]))}，不认识它们的表头"
    for place in range(max(len(row.cells) for row in rows)):
        if place not in header.words and not (table.by_commas and place >= header.width):
            row = next((row for row in rows if place < len(row.cells) and row.cells[place]), None)
            if row:
                yield f"没有读{header.at(place)}：第 {row.number} 行有内容，可是这一列没有表头"


def _called(name: str) -> str:
    plain = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())
    return f"“{plain[:60]}”" if plain else "上传的文件"
