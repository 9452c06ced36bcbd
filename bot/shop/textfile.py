"""Reads a text file the way shops save them: UTF-8, UTF-8 with a mark, GBK, UTF-16."""

from __future__ import annotations

from pathlib import Path

from .problems import Findings


def read_text(path: Path, name: str, findings: Findings) -> str | None:
    """The file's text, or None with a problem noted when it is missing or unreadable."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        findings.wrong(name, 1, "找不到这个文件，请放回来（可以从备份或别的店铺复制一份再改）")
        return None
    except OSError as error:
        findings.wrong(name, 1, f"文件打不开（{error.strerror}），请关掉正在占用它的程序再保存")
        return None
    return _decode(raw, name, findings)


def _decode(raw: bytes, name: str, findings: Findings) -> str | None:
    utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    findings.wrong(name, 1, "不是文本文件或编码认不出来，请另存为 UTF-8（Excel 里选“CSV UTF-8”）")
    return None
