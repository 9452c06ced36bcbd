"""Spreadsheets as they come: a seeded stream of good ones, odd ones and broken ones."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.faq.sheets_for_tests import as_excel_writes

QUESTIONS = tuple(f"{what}{how}" for what in "直播间 线下门店 礼品卡 代写贺卡 企业团购 旧衣回收 尺码定制 绣字 会员日 代收点 香薰 样衣".split()
                  for how in "几点开始 在哪里 怎么用 要钱吗 可以退吗".split())  # fmt: skip
ODD_QUESTIONS = ("?", "", "在", "😀", "[大码](size)有吗", "- 横线开头", "${HOME}", "/restart", "问题一？问题二？问题三", "找收件人王小明",
                 "长" * 300, "=A1", "#N/A", "{甲}有吗", "\u202e反着写的问题")  # fmt: skip
ANSWERS = ("可以的，请放心。", "每晚 7 点", "不支持，谢谢理解", "到店 10 点后")
ODD_ANSWERS = ("{shop} {} {0}", "**粗体** [链接](http://a.b) `码`", "${HOME} $1", "# 标题\n- 一\n- 二", "打13812345678", "长" * 40_000,
               "", "'\"\\n", "=VLOOKUP(A1,B:C,2)", "#REF!", "a: b | c",
               "第一段\n\n\n第二段", "一,二,三", '他说"好"', "yes", "0571-88886666", "\u2028\x85", "---\n...")  # fmt: skip
DATES = ("", "", "2026-12-01", "2026年12月1日 20点", "长期", "明天", "12月1日", "2026-02-30", "45999", "2026-12-31 24:00")
HEADERS = (("问题", "答案", "相似问法", "话题", "生效时间", "失效时间"),
           ("标准问", "回复", "其他问法", "分类", "开始时间", "截止日期"), ("Question", "Answer", "Similar", "Topic", "Start", "End"),
           ("【必填】问题", "答案（500字以内）", "相似问1", "类别", "生效日期", "有效期至"))  # fmt: skip
BROKEN_HEADERS = (("问题", "答案", "答案"), ("问题", "问题", "回复"), ("问题", "备注"), ("达案", "文题"), ("", "", ""), ("名称", "价格", "库存"), ("答案",))


@dataclass(frozen=True)
class Made:
    """A file. `rows`: how many rows of content it has, when it must be read whole; `refused`: it must be, or None when either may be.

    names_row: the refusal has to say where.
    """

    kind: str
    name: str
    raw: bytes
    rows: Optional[int] = None
    refused: Optional[bool] = None
    names_row: bool = False


def spreadsheets(seed: int, count: int) -> Iterator[Made]:
    rng = random.Random(seed)
    for n in range(count):
        made = _KINDS[n % len(_KINDS)](rng)
        name = rng.choice(("问答.csv", "问答.xlsx", "a.xls", "", "../../etc/passwd", "表 (1).CSV"))
        yield Made(made.kind, name, made.raw, made.rows, made.refused, made.names_row)


def _content(rng: random.Random, odd: float = 0.3, most: int = 12) -> list[list[str]]:
    def row() -> list[str]:
        question = rng.choice(ODD_QUESTIONS if rng.random() < odd / 2 else QUESTIONS)
        answer = rng.choice(ODD_ANSWERS if rng.random() < odd else ANSWERS)
        similar = rng.choice(("|", "\n", "；", "？")).join(rng.sample(QUESTIONS, rng.choice((0, 0, 1, 2, 5))))
        return [question or "x" * (not answer), answer, similar, rng.choice(("", "直播", "con", "../a", "礼品\n卡")), rng.choice(DATES), rng.choice(DATES)]

    return [row() for _ in range(rng.randint(1, most))]


def _csv(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _xlsx(rng: random.Random, rows: Sequence[Sequence[Any]], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([None if cell == "" else _allowed(cell) for cell in row])
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return as_excel_writes(out.getvalue()) if rng.random() < 0.5 else out.getvalue()


def _allowed(cell: Any) -> Any:
    """XLSX cells have an end."""
    return cell[:32_000] if isinstance(cell, str) else cell


# Good ones and odd ones ------------------------------------------------------------------------------------------------------


def plain_csv(rng: random.Random) -> Made:
    rows = _content(rng)
    text = _csv([rng.choice(HEADERS), *rows], rng.choice(",\t;"))
    encoding = rng.choice(("utf-8", "utf-8-sig", "utf-16", "gb18030"))
    return Made(f"csv {encoding}", "", text.encode(encoding), len(rows), False)


def other_encoding(rng: random.Random) -> Made:
    text = _csv([rng.choice(HEADERS), *_content(rng)])
    encoding = rng.choice(("big5", "shift_jis", "latin-1", "utf-16-le", "utf-16-be", "utf-32", "euc_kr", "utf-7", "gbk"))
    return Made(f"csv {encoding}", "", text.encode(encoding, "replace"))


def plain_xlsx(rng: random.Random) -> Made:
    rows = _content(rng)
    return Made("xlsx", "", _xlsx(rng, [rng.choice(HEADERS), *rows]), len(rows), False)


def merged_cells(rng: random.Random) -> Made:
    def merge(sheet: Any) -> None:
        for _ in range(rng.randint(1, 4)):
            top, left = rng.randint(1, 10), rng.randint(1, 6)
            bottom, right = top + rng.choice((0, 1, 3, 500_000)), left + rng.choice((0, 0, 1, 3))
            sheet.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")

    return Made("merged", "", _xlsx(rng, [("本店问答",), HEADERS[0], *_content(rng)], merge))


def formulas(rng: random.Random) -> Made:
    rows: list[list[Any]] = _content(rng)
    for row in rng.sample(rows, max(1, len(rows) // 2)):
        row[rng.randrange(len(row))] = rng.choice(("=B2", '=CONCATENATE("a","b")', "=1/0", "=SUM(A1:A9)", 12, 3.5, True))
    return Made("formulas", "", _xlsx(rng, [HEADERS[0], *rows]), len(rows), False)


def empty_columns(rng: random.Random) -> Made:
    place, rows = rng.randrange(6), _content(rng)
    wide = [[*row[:place], *[""] * rng.randint(1, 1), *row[place:]] for row in ([*HEADERS[0]], *rows)]
    raw = _xlsx(rng, wide) if rng.random() < 0.5 else _csv(wide).encode("utf-8-sig")
    return Made("empty column", "", raw, len(rows), False)


def title_and_empty_rows(rng: random.Random) -> Made:
    rows = _content(rng)
    lines = [["店里的问答", "2026 年"], [], [*HEADERS[0]], *(line for row in rows for line in (row, [""] * rng.randint(0, 3)))]
    return Made("title", "", _xlsx(rng, lines) if rng.random() < 0.5 else _csv(lines).encode("gb18030"), len(rows), False)


def unknown_columns(rng: random.Random) -> Made:
    rows = [[*row, "备注", rng.choice(("", "x"))] for row in _content(rng)]
    raw = _xlsx(rng, [(*HEADERS[0], "备注", ""), *rows])
    return Made("unknown columns", "", raw, len(rows), False)


def ragged(rng: random.Random) -> Made:
    rows = [row[: rng.randint(1, 6)] + ["多"] * rng.randint(0, 5) * rng.randint(0, 1) for row in _content(rng)]
    rows = [row if any(cell.strip() for cell in row) else ["x"] for row in rows]
    return Made("ragged", "", _csv([HEADERS[0], *rows]).encode(), len(rows), False)


# Broken ones -----------------------------------------------------------------------------------------------------------------


def broken_header(rng: random.Random) -> Made:
    lines = [rng.choice(BROKEN_HEADERS), *(["甲", "乙", "丙"] for _ in range(rng.randint(1, 5)))]
    return Made("header", "", _xlsx(rng, lines) if rng.random() < 0.5 else _csv(lines).encode(), None, True, True)


def only_header(rng: random.Random) -> Made:
    lines = [[], rng.choice(HEADERS), ["", "", ""]]
    return Made("only header", "", _xlsx(rng, lines) if rng.random() < 0.5 else _csv(lines).encode(), None, True, True)


def open_quote(rng: random.Random) -> Made:
    rows = _content(rng, odd=0)
    rows[rng.randrange(len(rows))][rng.randrange(2)] = "没有收尾"
    return Made("open quote", "", _csv([HEADERS[0], *rows]).replace("没有收尾", '"没有收尾').encode("utf-8-sig"), None, True, True)


def nothing_bytes(rng: random.Random) -> Made:
    raw = bytearray(_csv([HEADERS[0], *_content(rng)]).encode())
    raw.insert(rng.randrange(30, len(raw)), 0)
    return Made("NUL", "", bytes(raw), None, True, True)


def damaged_csv(rng: random.Random) -> Made:
    raw = bytearray(_csv([HEADERS[0], *_content(rng)]).encode(rng.choice(("utf-8", "gb18030", "utf-16"))))
    for _ in range(rng.randint(1, 20)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return Made("damaged csv", "", bytes(raw[: rng.randint(1, len(raw))]))


def damaged_xlsx(rng: random.Random) -> Made:
    raw = bytearray(_xlsx(rng, [HEADERS[0], *_content(rng)]))
    for _ in range(rng.choice((1, 3, 30))):
        raw[rng.randrange(4, len(raw))] = rng.randrange(256)
    return Made("damaged xlsx", "", bytes(raw))


def truncated_xlsx(rng: random.Random) -> Made:
    raw = _xlsx(rng, [HEADERS[0], *_content(rng)])
    return Made("truncated xlsx", "", raw[: rng.randrange(4, len(raw) - 30)], None, True)


def no_table(rng: random.Random) -> Made:
    junk = rng.randbytes(rng.randint(0, 3000))
    head = rng.choice((
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4", b"PK\x03\x04", b"<html>", b"<?xml version='1.0'?>", b"\x89PNG",
        b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"",
    ))  # fmt: skip
    return Made("no table", "", head + junk, None, True)


_KINDS = (plain_csv, other_encoding, plain_xlsx, merged_cells, formulas, empty_columns, title_and_empty_rows, unknown_columns, ragged,
          broken_header, only_header, open_quote, nothing_bytes, damaged_csv, damaged_xlsx, truncated_xlsx, no_table,
          plain_csv, plain_xlsx, damaged_csv)  # fmt: skip


def long_xlsx(rows: int) -> bytes:
    """A very long table, as XML right away: openpyxl would take seconds."""
    import re

    from tests.faq.sheets_for_tests import with_part, xlsx_of

    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'.format
    body = "".join(f'<row r="{n}">{cell("A", n, f"第{n // 1000}区第{n % 1000}号是什么")}{cell("B", n, f"答案{n}")}</row>' for n in range(2, rows + 2))
    return with_part(xlsx_of(("问题", "答案")), "xl/worksheets/sheet1.xml", lambda xml: re.sub(b"</sheetData>", body.encode() + b"</sheetData>", xml))
