"""Reads labelled messages: TSV as others bring them, YAML as our own sets are kept. A bad row is named, never guessed at."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any, Iterator, Optional

import yaml

from bot.learning.evaluation.messages import NONE, Labelled

_NAME = re.compile(r"\w[\w./-]*")
_CELL = 200_000  # characters; a longer cell is a file of another kind


def read_tsv(path: Path) -> list[Labelled]:
    """Columns text and labels; optional part (becomes the group) and clarity (rows that are not clear are left out).

    Labels: a|b either is right, a+b two questions, none: no intent answers it. Raises ValueError, in words for whoever brought
    the file, naming file and line."""
    return list(_labelled(path))


def unclear_rows(path: Path) -> int:
    """How many rows `read_tsv` leaves out because they are marked as not clear."""
    return sum(not _clear(row) for _, row in _rows(path))


def read_yaml(path: Path) -> list[Labelled]:
    """A list of {text, intents}, with `together: true` when all of the intents are asked at once; the group is the file's stem.

    Raises ValueError naming the file and the entry."""
    try:
        rows = yaml.safe_load(path.read_text("utf8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} 读不懂：{error}") from error
    if not isinstance(rows, list):
        raise ValueError(f"{path} 应该是一条条的“- text: … / intents: [...]”。")
    return [_entry(row, path, number) for number, row in enumerate(rows, 1)]


def read_own(folder: Path) -> list[Labelled]:
    """The project's held-out sentences: `<topic>.yml` in `folder` itself, grouped by topic."""
    return [one for path in own_files(folder) for one in read_yaml(path)]


def own_files(folder: Path) -> list[Path]:
    """The files of `folder` itself that label intents; others there hold other things, entities say."""
    return [path for path in sorted(folder.glob("*.yml")) if re.search(r"^\s+intents:", path.read_text("utf8"), re.M)]


def _labelled(path: Path) -> Iterator[Labelled]:
    for line, row in _rows(path):
        text, labels = row["text"] or "", (row["labels"] or "").strip()
        if not _clear(row) or not (text.strip() or labels):
            continue
        where = f"{path} 第 {line} 行"
        if not text.strip():
            raise ValueError(f"{where}：有标签 {labels} 却没有话；请补上 text，或删掉这一行。")
        if not labels:
            raise ValueError(f"{where}：“{text}”没有标签；请在 labels 里写意图名，没有意图能答就写 none。")
        yield _of_label(text, labels, row.get("part") or "", where)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and cells of every row. Raises ValueError for a file that is no such table."""
    csv.field_size_limit(_CELL)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"text", "labels"} <= set(rows.fieldnames or ()):
                raise ValueError(f"{path} 需要用制表符分隔的 text 和 labels 两列（第一行写列名）。")
            found = 0
            for found, row in enumerate(rows, 1):
                if None in row:
                    raise ValueError(f"{path} 第 {rows.line_num} 行：比第一行多出 {len(row[None])} 格；话里有制表符的请换成空格。")
                yield rows.line_num, row
            if not found:
                raise ValueError(f"{path} 需要用制表符分隔的 text 和 labels 两列，下面至少有一行。")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} 读不了：{_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件。"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 的文本文件，请另存为 UTF-8。"
    return str(error)


def _clear(row: dict[str, Any]) -> bool:
    return (row.get("clarity") or "clear") == "clear"


def _of_label(text: str, labels: str, group: str, where: str) -> Labelled:
    choices = [tuple(name.strip() for name in choice.split("+")) for choice in labels.split("|")]
    for name in (name for choice in choices for name in choice):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{where}：标签 {labels!r} 里的 {name!r} 不是意图名；几个都算对写 a|b，两个问题写 a+b，没有意图能答写 none。")
    several = tuple(choice for choice in choices if len(choice) > 1)
    if several and len(several) < len(choices):
        raise ValueError(f"{where}：标签 {labels!r} 一会儿是一个问题一会儿是两个；“+”和“|”一起用时，每一段都要有“+”。")
    return Labelled(text, tuple(dict.fromkeys(name for choice in choices for name in choice)), group, several)


def _entry(row: Any, path: Path, number: int) -> Labelled:
    text: Optional[Any] = row.get("text") if isinstance(row, dict) else None
    intents = row.get("intents") if isinstance(row, dict) else None
    if text is None or not isinstance(intents, list) or not intents:
        raise ValueError(f"{path} 第 {number} 条：需要 text 和 intents 两样，intents 写成 [a, b]；没有意图能答写 [{NONE}]。")
    names = tuple(map(str, intents))
    together = (names,) if row.get("together") and len(names) > 1 else ()
    return Labelled(str(text), names, path.stem, together)
