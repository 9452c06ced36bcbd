"""What shop.yml decides. A new setting is a new field here; `check` and the defaults follow from it."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Any, Mapping, Optional, get_origin, get_type_hints

from .problems import Findings, did_you_mean
from .yamlfile import Document


def setting(default: Any, low: float = 0, high: float = float("inf")) -> Any:
    """A setting with its default and the numbers it may have."""
    return field(default=default, metadata={"low": low, "high": high})


@dataclass(frozen=True)
class Conversation:
    """How far back a conversation is shown."""

    history_messages: int = setting(50, 1, 500)


@dataclass(frozen=True)
class Limits:
    """What one shopper may send."""

    messages_per_minute: int = setting(20, 1, 1000)
    images_per_day: int = setting(40, 0, 10_000)
    image_megabytes: int = setting(8, 1, 8)


@dataclass(frozen=True)
class Desk:
    """The agents' desk. `waiting_colours` are the three ages at which a waiting row changes colour."""

    waiting_colours: tuple[int, ...] = setting((60, 100, 180), 1, 24 * 3600)


@dataclass(frozen=True)
class ShopSettings:
    """shop.yml without the opening hours, which are `content.hours`."""

    name: str
    assistant: str
    platform: str
    wrong_answers_per_hundred: float = setting(5, 0.1, 50)
    misses_before_human: int = setting(2, 1, 10)
    choices_when_unsure: int = setting(3, 2, 3)
    conversation: Conversation = Conversation()
    limits: Limits = Limits()
    desk: Desk = Desk()


def read_settings(document: Document, findings: Findings) -> Optional[ShopSettings]:
    """The settings, with defaults for what the file leaves out; None when something cannot be used."""
    return _read(ShopSettings, document, document.data, (), findings, beside=("hours",))


def _read(kind: type, document: Document, data: Any, path: tuple, findings: Findings, beside: tuple[str, ...] = ()) -> Any:
    if not isinstance(data, Mapping):
        findings.wrong(document.file, document.line(*path), f"{path[-1]} 下面要一行行写“名字: 内容”，缩进两格")
        return None
    types, known = get_type_hints(kind), {one.name: one for one in fields(kind)}
    for key in data:
        if key not in known and key not in beside:
            message = f"不认识设置“{key}”{did_you_mean(key, (*known, *beside))}"
            findings.wrong(document.file, document.line(*path, key), message)
    values = {}
    for name, one in known.items():
        if data.get(name) is not None:
            values[name] = _value(types[name], one.metadata, document, data[name], (*path, name), findings)
        elif one.default is MISSING:
            findings.wrong(document.file, document.line(*path, name), f"缺少设置“{name}”，请补上这一行")
    complete = all(name in values and values[name] is not None for name, one in known.items() if one.default is MISSING)
    good = {name: value for name, value in values.items() if value is not None}
    return kind(**good) if complete else None


def _value(kind: Any, limits: Mapping[str, Any], document: Document, value: Any, path: tuple, findings: Findings) -> Any:
    if is_dataclass(kind):
        return _read(kind, document, value, path, findings)
    if get_origin(kind) is tuple:
        return _several(limits, document, value, path, findings)
    problem = _problem(kind, limits, value)
    if problem:
        findings.wrong(document.file, document.line(*path), f"{path[-1]} 写了“{value}”，{problem}")
        return None
    return float(value) if kind is float else value


def _several(limits: Mapping[str, Any], document: Document, value: Any, path: tuple, findings: Findings) -> Any:
    rising = isinstance(value, tuple) and len(value) == 3 and not any(_problem(int, limits, item) for item in value)
    if rising and list(value) == sorted(set(value)):
        return value
    findings.wrong(document.file, document.line(*path), f"{path[-1]} 要写三个从小到大的整数，例如 [60, 100, 180]")
    return None


def _problem(kind: Any, limits: Mapping[str, Any], value: Any) -> Optional[str]:
    """What is wrong with a single value, as the second half of a sentence; None when it is right."""
    if kind is str:
        return None if isinstance(value, str) and value.strip() else "这里要写文字（数字请加引号）"
    number = isinstance(value, int if kind is int else (int, float)) and not isinstance(value, bool)
    if number and limits["low"] <= value <= limits["high"]:
        return None
    return f"请写 {limits['low']:g} 到 {limits['high']:g} 之间的{'整数' if kind is int else '数'}"
