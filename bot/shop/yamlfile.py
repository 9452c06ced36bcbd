"""YAML read into frozen values that remember the line each came from.

Read more plainly than YAML 1.1 would: 16:00 stays a time, 2026-11-11 a date and 038 a
number as written, all as text, because that is what a shopkeeper means by them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from .problems import Findings
from .textfile import read_text

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)\Z")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+\Z")
_COLON = re.compile(r"\s*(- )?[A-Za-z_]\w*(：|:(?=[^\s/]))")
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """A YAML file: `data` of read-only mappings and tuples, `lines` by path of keys."""

    file: str
    data: Any
    lines: dict[tuple, int]

    def line(self, *path: Any) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path, name: str, findings: Findings) -> Document | None:
    """The document with a mapping at its top, or None with a problem noted."""
    text = read_text(path, name, findings)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        _note_syntax(error, text, name, findings)
        return None
    if not isinstance(node, yaml.MappingNode):
        findings.wrong(name, 1, "里面应当是一行行的“名字: 内容”，冒号用英文的，后面空一格")
        return None
    reader = _Reader(name, findings)
    return Document(name, reader.value(node, ()), reader.lines)


def _note_syntax(error: yaml.YAMLError, text: str, name: str, findings: Findings) -> None:
    lines = text.splitlines() or [""]
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            findings.wrong(name, number, "这里用了 Tab 键，缩进请用空格")
            return
        if _COLON.match(line):
            findings.wrong(name, number, f"“{line.strip()[:40]}”的冒号要用英文的 : ，后面空一格")
            return
    mark = _mark(error)
    number = min(mark.line + 1, len(lines)) if mark else 1
    reasons = "上下行的缩进要对齐；文字里有冒号、引号，或者用 { [ 开头时，整句加英文双引号；引号和括号要成对"
    findings.wrong(name, number, f"从这里开始看不懂：“{lines[number - 1].strip()[:40]}”。常见原因：{reasons}")


def _mark(error: yaml.YAMLError) -> yaml.Mark | None:
    """Where it went wrong: for a bracket or quote left open, where that began."""
    context = getattr(error, "context", None) or ""
    begun = getattr(error, "context_mark", None) if "flow" in context or "quoted" in context else None
    return begun or getattr(error, "problem_mark", None)


class _Reader:
    """Turns YAML nodes into frozen values, noting lines and doubled keys on the way."""

    def __init__(self, name: str, findings: Findings) -> None:
        self.name, self.findings = name, findings
        self.lines: dict[tuple, int] = {}
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: tuple) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self._seen:  # an alias: refused, it could also go round in circles
            self.findings.wrong(self.name, node.start_mark.line + 1, "不支持 & 和 * 的引用写法，请照抄一遍")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*path, n)) for n, item in enumerate(node.value))
        return self._mapping(node, path)

    def _mapping(self, node: yaml.MappingNode, path: tuple) -> MappingProxyType:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.findings.wrong(self.name, line, "冒号前面应当是一个名字")
                continue
            key = str(_scalar(key_node)) if key_node.tag != _TAG + "bool" else key_node.value
            if key in result:
                self.findings.wrong(self.name, line, f"“{key}”写了两次，请删掉一处")
                continue
            self.lines[(*path, key)] = line
            result[key] = self.value(value_node, (*path, key))
        return MappingProxyType(result)


def _scalar(node: yaml.ScalarNode) -> Any:
    text, tag = node.value, node.tag.removeprefix(_TAG)
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    if tag == "int" and _WHOLE.match(text):
        return int(text)
    if tag == "float" and _DECIMAL.match(text):
        return float(text)
    return text
