"""Reads policies/*.yml: the promises that replies are filled with and that actions decide by."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import Any, Callable, Iterator, Mapping

from .policy_keys import POLICY_KEYS
from .problems import Findings, did_you_mean
from .yamlfile import Document, read_yaml

FOLDER = "policies"
PLACEHOLDER = re.compile(r"\{(\w*)\}")
_YES, _NO = ("是", "有", "能"), ("否", "没有", "不能")
Policies = Mapping[str, Mapping[str, Any]]


def read_policies(folder: Path, findings: Findings) -> tuple[Policies, Mapping[str, str]]:
    """The policies by file name, and the same flattened to words for templates: {shipping_dispatch_hours}.

    A text may name values of its own file, {full}, or of another, {shipping_dispatch_hours}; both come out filled.
    """
    documents = _documents(folder, findings)
    words = {f"{file}_{key}": text for file, document in documents.items() for key, text in _words(document.data)}
    filled = {name: _filled(text, name, words, documents, findings) for name, text in words.items()}
    policies = {file: _read(file, document, filled, findings) for file, document in documents.items()}
    return MappingProxyType(policies), MappingProxyType(filled)


def _documents(folder: Path, findings: Findings) -> dict[str, Document]:
    paths = {path.stem: path for path in sorted((folder / FOLDER).glob("*.yml"))}
    documents = {}
    for stem in sorted({*POLICY_KEYS, *paths}):
        name = f"{FOLDER}/{stem}.yml"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", stem):
            findings.wrong(name, 1, "文件名只能用小写英文字母、数字和下划线，话术里要用到它")
            continue
        document = read_yaml(folder / FOLDER / f"{stem}.yml", name, findings)
        if document:
            documents[stem] = document
    return documents


def _words(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, tuple) and not any(isinstance(item, Mapping) for item in value):
            yield key, "、".join(map(_plain, value))
        elif value is not None and not isinstance(value, (tuple, Mapping)):
            yield key, _plain(value)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _filled(text: str, name: str, words: Mapping[str, str], documents: Mapping[str, Document], findings: Findings) -> str:
    file, document, key = _home(name, documents)

    def value(found: re.Match[str]) -> str:
        wanted = found.group(1)
        filling = words.get(f"{file}_{wanted}", words.get(wanted))
        if filling is None or PLACEHOLDER.search(filling):
            hint = did_you_mean(wanted, (*document.data, *words))
            why = f"里面的 {{{wanted}}} 找不到{hint}" if filling is None else f"里面的 {{{wanted}}} 自己还带着 {{ }}，只能填现成的值"
            findings.wrong(document.file, document.line(key), f"“{key}”{why}")
        return filling or ""

    return PLACEHOLDER.sub(value, text)


def _home(name: str, documents: Mapping[str, Document]) -> tuple[str, Document, str]:
    """Which file and key a flattened name stands for."""
    for file, document in documents.items():
        key = name.removeprefix(f"{file}_")
        if key != name and key in document.data:
            return file, document, key
    raise KeyError(name)


def _read(file: str, document: Document, filled: Mapping[str, str], findings: Findings) -> Mapping[str, Any]:
    kinds = POLICY_KEYS.get(file, {})
    values = {}
    for key in kinds:
        if document.data.get(key) is None:
            findings.wrong(document.file, document.line(key), f"缺少“{key}”，话术或机器人的判断要用它，请补上这一行")
    for key, value in document.data.items():
        kind = kinds.get(key, "text" if isinstance(value, str) else "any")
        check = _KINDS[kind]
        try:
            values[key] = check(filled[f"{file}_{key}"] if isinstance(value, str) and kind == "text" else value)
        except _Inside as error:
            findings.wrong(document.file, document.line(key, error.item), f"“{key}”的这一行不对：{error}")
        except ValueError as error:
            if value is not None or key not in kinds:
                findings.wrong(document.file, document.line(key), f"“{key}”写了“{value}”，{error}")
    return MappingProxyType(values)


class _Inside(ValueError):
    """What is wrong with one item of a list."""

    def __init__(self, message: str, item: int) -> None:
        super().__init__(message)
        self.item = item


def _text(value: Any) -> str:
    if value is None or isinstance(value, (tuple, Mapping)):
        raise ValueError("这里要写一句话")
    return _plain(value)


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError("请写 0 或更大的数字，不带单位")
    return value


def _percent(value: Any) -> int | float:
    if _number(value) > 100:
        raise ValueError("请写 0 到 100 之间的数字")
    return value


def _yesno(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in (*_YES, *_NO):
        raise ValueError("只能写 是 或 否")
    return value in _YES


def _clock(value: Any) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", str(value)):
        raise ValueError('请写成 "16:00" 这样的时间')
    return str(value)


def _list(value: Any) -> tuple[str, ...]:
    if not isinstance(value, tuple) or any(isinstance(item, (tuple, Mapping)) for item in value):
        raise ValueError("请写成 [ ] 里用逗号隔开的几个，一个也没有就写 []")
    return tuple(map(_plain, value))


def _regions(value: Any) -> tuple[Mapping[str, Any], ...]:
    """[{name, places, days_from, days_to}]: how many days parcels take to which provinces."""
    if not isinstance(value, tuple):
        raise ValueError("下面要一行一个地区，前面写“- ”")
    for n, region in enumerate(value):
        try:
            _region(region)
        except ValueError as error:
            raise _Inside(str(error), n) from None
    return value


def _region(region: Any) -> None:
    if not isinstance(region, Mapping) or not {"name", "places", "days_from", "days_to"} <= set(region):
        raise ValueError("每一行要有 name、places、days_from、days_to")
    _list(region["places"])
    if _number(region["days_from"]) > _number(region["days_to"]):
        raise ValueError(f"{region['name']} 的 days_from 比 days_to 大")


def _any(value: Any) -> Any:
    return value


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text, "number": _number, "percent": _percent, "yesno": _yesno, "clock": _clock, "list": _list,
    "regions": _regions, "any": _any,
}  # fmt: skip
