"""Bytes of a CSV to text: UTF-8 with or without a mark, UTF-16, GBK. What is damaged is refused with its row."""

from __future__ import annotations

import codecs
import re

from bot.faq.problems import SheetProblem
from bot.faq.table import letter

_HAN = re.compile("[\u3400-\u9fff]")
_HOW = "请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx 再上传"
_DELIMITER = re.compile("[,;\t]")
_NOT_TABLES = {
    b"%PDF": "PDF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包", b"{\\rtf": "Word 文档",
}  # fmt: skip


def decode(raw: bytes) -> str:
    """The text, without its mark. Raises SheetProblem."""
    for head, what in _NOT_TABLES.items():
        if raw.startswith(head):
            raise SheetProblem(f"这是{what}，不是表格；请把问答放进 Excel 表格（可以下载模板）再上传。")
    text = _utf16(raw) if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else _of_bytes(raw)
    if "\0" in text:
        raise SheetProblem(f"{_place(text[:text.index(chr(0))])}有读不出来的内容（空字节），文件可能损坏或不是表格；{_HOW}。")
    return text


def _of_bytes(raw: bytes) -> str:
    if b"\0" in raw[:200] and len(raw) % 2 == 0:  # UTF-16 that lost its mark: every second byte of its commas is nothing
        for encoding in ("utf-16-le", "utf-16-be"):
            text = raw.decode(encoding, "replace")
            if "\0" not in text and re.search("[,\t\n]", text) and "\ufffd" not in text:
                return text
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        damaged = raw.decode("utf-8-sig", "replace")
        if len(_HAN.findall(damaged)) > 3 * damaged.count("\ufffd"):  # mostly good UTF-8: read as GBK it would be garbage
            raise _unreadable(raw[:error.start].decode("utf-8-sig", "replace")) from None
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unreadable(raw[:error.start].decode("gb18030", "replace")) from None


def _utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _unreadable(raw[:error.start].decode("utf-16", "replace")) from None


def _unreadable(before: str) -> SheetProblem:
    return SheetProblem(f"{_place(before)}有认不出来的字，文件的编码不对或者损坏了；{_HOW}。")


def _place(before: str) -> str:
    """Where the text `before` a bad place ends, as nearly as it can be told without knowing the table."""
    line = before.rsplit("\n", 1)[-1]
    return f"第 {before.count(chr(10)) + 1} 行 {letter(min(len(_DELIMITER.findall(line)), 99))} 列"
