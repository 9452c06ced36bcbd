"""The table a shopkeeper downloads and fills in: its words are in template.csv, which tests import like any other."""

from __future__ import annotations

import csv
import io
from pathlib import Path

_FILE = Path(__file__).with_name("template.csv")
_ROWS = tuple(csv.reader(io.StringIO(_FILE.read_text("utf8"), newline="")))
_WIDTHS = (36, 48, 40, 12, 14, 18, 18)

#: The questions of the example rows; whoever forgets to delete them does not teach them to the bot.
EXAMPLES = frozenset(row[0] for row in _ROWS[1:])


def template_csv() -> bytes:
    """As CSV, with the mark that lets Excel read its Chinese."""
    return b"\xef\xbb\xbf" + _FILE.read_bytes()


def template_xlsx() -> bytes:
    """As XLSX, columns wide enough and in text form, so that dates and numbers stay as typed."""
    from openpyxl import Workbook  # not before somebody asks for it: 30 MB
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = "问答"
    for row in _ROWS:
        sheet.append(row)
    for column, width in zip(sheet.iter_cols(max_row=len(_ROWS)), _WIDTHS):
        sheet.column_dimensions[column[0].column_letter].width = width
        column[0].font = Font(bold=True)
        for cell in column:
            cell.alignment, cell.number_format = Alignment(wrap_text=True, vertical="top"), "@"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
