"""An XLSX as tables. Its zip and XML come from anywhere: sizes are looked at before anything is unpacked, every fault is a sentence."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any, Iterator, Mapping, Sequence

from bot.faq.columns import find_header
from bot.faq.problems import SheetProblem
from bot.faq.table import MOST_COLUMNS, TITLE_ROWS, Table, TableRow, formulas, place_of

_UNPACKED = 64 * 2**20  # bytes; five thousand long rows are ten million
_MOST_FILES = 2000
_MOST_ROWS = 2**20  # what a spreadsheet program can have
_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 再上传"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
# A formula that was never worked out: no <v> behind it, or an empty one.
_UNKNOWN = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_ESCAPED = re.compile(r"_x00(0[0-9A-F]|1[0-9A-F])_")  # a control character as XML writes it


def read_xlsx(raw: bytes, most: int) -> list[Table]:
    """The workbook's tables up to the first with a header. Raises SheetProblem."""
    where = ["刚打开"]  # how far it went, for the sentence
    try:
        _check(raw)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that nobody reads here
            return list(_tables(raw, most, where))
    except SheetProblem:
        raise
    except Exception as error:  # openpyxl meets a damaged file with whatever its parts raise
        raise SheetProblem(f"{where[0]}就断了，文件可能没有传完或者损坏（{type(error).__name__}）；{_AGAIN}。这个文件一行都没有收。") from None


def _check(raw: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except zipfile.BadZipFile:
        raise SheetProblem(f"文件不完整，可能没有传完或者损坏；{_AGAIN}。") from None
    files = archive.infolist()
    names = {file.filename for file in files}
    if "xl/workbook.xml" not in names:
        raise SheetProblem(f"这不是 .xlsx 表格（也许是 Word 文档、.xlsb、.ods 或压缩包）；{_AGAIN}。")
    if any(file.flag_bits & 1 for file in files):
        raise SheetProblem("文件设了密码，打不开；请去掉密码再上传。")
    unpacked = sum(file.file_size for file in files)
    if unpacked > _UNPACKED or len(files) > _MOST_FILES:
        raise SheetProblem(f"文件解开以后有 {unpacked / 2**20:.0f} MB，最大 {_UNPACKED // 2**20} MB；请只留问答这一张工作表，删掉图片，另存后再上传。")
    for file in files:
        if file.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(file)[:_UNPACKED]:
            raise SheetProblem(f"文件里有不该有的定义（{file.filename[:40]}），不像表格程序存的；{_AGAIN}。")


def _tables(raw: bytes, most: int, where: list[str]) -> Iterator[Table]:
    from openpyxl import load_workbook  # 30 MB which a server that nobody uploads to does not need

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for n, sheet in enumerate(sheets):
        table = _table(sheet, _xml(raw, sheet), most, where)
        if find_header(table):
            if len(sheets) > 1:
                others = "、".join(f"“{other.title}”" for other in (*sheets[:n], *sheets[n + 1:])[:5])
                table.notes.append(f"只读了工作表“{sheet.title}”，没有读{others}")
            yield table
            return
        yield table


def _xml(raw: bytes, sheet: Any) -> bytes:
    """What the read-only worksheet does not tell, merged cells and formulas, has to be looked for in its source."""
    with sheet._get_source() as source:
        return source.read(_UNPACKED)


def _table(sheet: Any, xml: bytes, most: int, where: list[str]) -> Table:
    merged, unknown = _merged(xml), _unknown(xml)
    sheet.reset_dimensions()  # some programs write a wrong size
    table, going_on = Table([]), {}
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        where[0] = f"读完工作表“{sheet.title}”第 {number} 行"
        if number > _MOST_ROWS:
            raise SheetProblem(f"第 {number} 行：表格程序没有这么多行，文件损坏了；{_AGAIN}。")
        if values.count(None) == len(values) and number not in unknown:
            continue
        if len(table.rows) == TITLE_ROWS and find_header(table) is None:
            break
        row = _row(number, values, unknown.get(number, ()))
        going_on.update((place, (last, row.cells[place])) for place, last in merged.get(number, ()) if place < len(row.cells))
        if any(row.cells) or row.broken:
            table.add(_filled(row, going_on), most)
    return table


def _row(number: int, values: Sequence[Any], unknown: Sequence[int]) -> TableRow:
    cells = [_text(value) for value in values]
    broken = {**dict.fromkeys(unknown, "是公式，还没有算出结果；请在 Excel 里打开保存一次，或者复制后粘贴成文字"), **formulas(cells)}
    while cells and not cells[-1]:
        cells.pop()
    return TableRow(number, cells, broken)


def _filled(row: TableRow, going_on: Mapping[int, tuple[int, str]]) -> TableRow:
    """With what merged cells from above say in this row."""
    cells = list(row.cells)
    for place, (last, text) in going_on.items():
        if row.number <= last:
            cells += [""] * (place + 1 - len(cells))
            cells[place] = cells[place] or text
    return TableRow(row.number, cells, row.broken)


def _merged(xml: bytes) -> dict[int, list[tuple[int, int]]]:
    """First row → the column and last row of cells merged downwards. Beside its first column a merged cell is empty."""
    found: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in _MERGED.findall(xml):
        place = place_of(column.decode())
        if place < MOST_COLUMNS and int(last) > int(first):
            found.setdefault(int(first), []).append((place, int(last)))
    return found


def _unknown(xml: bytes) -> dict[int, list[int]]:
    """Row → the columns of formulas without a result."""
    found: dict[int, list[int]] = {}
    for column, row in _UNKNOWN.findall(xml):
        found.setdefault(int(row), []).append(place_of(column.decode()))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub("", str(value)).strip()
