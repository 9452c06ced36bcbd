"""Tables with Chinese headers, as a spreadsheet program saves them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from .problems import Findings, did_you_mean
from .textfile import read_text


@dataclass(frozen=True)
class Row:
    """One line of a table: cells by header, stripped; `line` is where it begins."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, header: str) -> str:
        return self.cells[header]


def read_table(
    path: Path, name: str, required: tuple[str, ...], optional: tuple[str, ...], findings: Findings
) -> list[Row]:
    """Rows of a CSV file whose headers are `required` and `optional`, in any order.

    A required header or cell that is missing, a header nobody knows and a row with more
    cells than headers are noted as problems. Empty lines are skipped.
    """
    text = read_text(path, name, findings)
    if text is None:
        return []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    headers = [cell.strip() for cell in next(lines, [])]
    if not _headers_are_right(headers, name, required, optional, findings):
        return []
    return _rows(lines, headers, name, required, optional, findings)


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max((",", "\t", ";"), key=first.count)


def _headers_are_right(headers, name, required, optional, findings: Findings) -> bool:
    known = required + optional
    for header in headers:
        if header and header not in known:
            hint = did_you_mean(header, known) or "，认识的表头有：" + "、".join(known)
            findings.wrong(name, 1, f"不认识表头“{header}”{hint}")
        if header and headers.count(header) > 1:
            findings.wrong(name, 1, f"表头“{header}”出现了两次，请删掉一列")
            return False
    missing = [header for header in required if header not in headers]
    if missing:
        findings.wrong(name, 1, f"第一行缺少表头：{'、'.join(missing)}，请补上这一列")
    return not missing


def _rows(lines, headers, name, required, optional, findings: Findings) -> list[Row]:
    rows, begins = [], lines.line_num + 1
    try:
        for cells in lines:
            here, begins = begins, lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(headers) :]):
                message = "这一行的格子比表头多，文字里有逗号的格子请用英文双引号包起来"
                findings.wrong(name, here, message)
                continue
            row = dict.fromkeys(required + optional, "")
            row.update((h, c.strip()) for h, c in zip(headers, cells) if h)
            for header in (header for header in required if not row[header]):
                findings.wrong(name, here, f"“{header}”是空的，请填上")
            rows.append(Row(here, row))
    except csv.Error as error:
        findings.wrong(name, lines.line_num, f"表格读到这里断了（{error}），请检查双引号是不是成对")
    return rows
