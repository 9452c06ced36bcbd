"""Small spreadsheets for tests."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any, Callable, Sequence

from openpyxl import Workbook

SHOP_FAQ = Path(__file__).with_name("fixtures") / "shop_faq.csv"
HEADER = ("问题", "答案")


def csv_of(*rows: Sequence[str], encoding: str = "utf-8-sig") -> bytes:
    """Rows without anything to quote."""
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def xlsx_of(*rows: Sequence[Any], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """A workbook of one sheet; `change` gets the sheet before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(raw: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """A zip with one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, edit(content) if part.filename == name else content)
    return out.getvalue()


def as_excel_writes(raw: bytes) -> bytes:
    """Texts in xl/sharedStrings.xml instead of in their cells, which is all that openpyxl does otherwise."""
    strings: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        strings.append(found.group(2))
        return b'<c r="%s" t="s"><v>%d</v></c>' % (found.group(1), len(strings) - 1)

    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    raw = with_part(raw, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<c r="(\w+)" t="inlineStr"><is>(.*?)</is></c>', shared, xml))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    raw = with_part(raw, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", part))
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst %s>%s</sst>" % (main, b"".join(b"<si>%s</si>" % text for text in strings)))
    return out.getvalue()
