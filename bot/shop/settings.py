"""What shop.yml decides. A new setting is a new field here; `check` and the defaults follow from it."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, Mapping, Optional, get_args, get_origin, get_type_hints

from .problems import Findings, did_you_mean
from .yamlfile import Document


def setting(default: Any, low: float = 0, high: float = float("inf")) -> Any:
    """A setting with its default and the numbers it may have."""
    return field(default=default, metadata={"low": low, "high": high})


def choice(default: str, *others: str) -> Any:
    """A setting that is one of a few words."""
    return field(default=default, metadata={"choices": (default, *others)})


@dataclass(frozen=True)
class Conversation:
    """How far back a conversation is shown, and after how long a silence the report counts a new one."""

    history_messages: int = setting(50, 1, 500)
    gap_minutes: int = setting(30, 1, 24 * 60)


@dataclass(frozen=True)
class Limits:
    """What one shopper may send."""

    messages_per_minute: int = setting(20, 1, 1000)
    images_per_day: int = setting(40, 0, 10_000)
    image_megabytes: int = setting(8, 1, 8)


@dataclass(frozen=True)
class Priority:
    """What makes a ticket more pressing, in points; each counts like `seconds_per_point` more of waiting."""

    threat: int = setting(50, 0, 1000)
    angry: int = setting(30, 0, 1000)
    annoyed: int = setting(10, 0, 1000)
    urgent: int = setting(15, 0, 1000)
    per_hundred_yuan: int = setting(2, 0, 1000)
    most_for_money: int = setting(20, 0, 1000)
    regular: int = setting(10, 0, 1000)
    regular_from_orders: int = setting(3, 1, 1000)
    seconds_per_point: int = setting(6, 0, 3600)


@dataclass(frozen=True)
class Desk:
    """The agents' desk. `waiting_colours` are the three ages at which a waiting row changes colour; `teams` maps a team to the
    topics (topics.yml) and reasons of its tickets, the first team has what no other claims; `results` is what an agent may
    end a conversation with: a code for the records, and its words."""

    waiting_colours: tuple[int, ...] = setting((60, 100, 180), 1, 24 * 3600)
    parallel: int = setting(5, 1, 100)
    tell_after_seconds: int = setting(120, 10, 24 * 3600)
    head_start_seconds: int = setting(20, 0, 3600)
    take_back_seconds: int = setting(180, 10, 24 * 3600)
    end_silent_minutes: int = setting(120, 5, 7 * 24 * 60)
    ask_satisfaction: bool = True
    satisfaction: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({"A": ("满意",), "B": ("一般",), "C": ("不满意",)}))
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({"客服": ()}))
    results: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"solved": "已解决"}))
    phrases_for: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    priority: Priority = Priority()


@dataclass(frozen=True)
class Faq:
    """What an upload of the shop's own questions may hold; lengths are in characters. `conflict_from`: how sure the bot has to be
    that it knows a new question already before it asks the shopkeeper."""

    megabytes: int = setting(5, 1, 50)
    rows: int = setting(5000, 1, 50_000)
    shortest_question: int = setting(2, 1, 10)
    longest_question: int = setting(100, 10, 500)
    longest_answer: int = setting(1000, 10, 2000)
    phrasings: int = setting(50, 3, 500)
    conflict_from: float = setting(0.8, 0.3, 1)


@dataclass(frozen=True)
class Learning:
    """What a newly trained model must be to go live, and whether it then does by itself. `least_accuracy` and `least_new_found` are shares of 1; points lost are
    percentage points against the serving model; `most_wrong_answers` and `most_proofs_lost` are in a hundred."""

    promote_itself: bool = True
    least_accuracy: float = setting(0.8, 0, 1)
    most_points_lost: float = setting(1, 0, 100)
    most_points_lost_topic: float = setting(4, 0, 100)
    topic_messages: int = setting(40, 1, 10_000)
    most_wrong_answers: float = setting(8, 0, 100)
    most_proofs_lost: float = setting(5, 0, 100)
    least_new_found: float = setting(0.5, 0, 1)
    dialogues_broken: int = setting(5, 0, 10_000)
    keep_models: int = setting(10, 1, 1000)


@dataclass(frozen=True)
class Missed:
    """The page on questions the bot missed: how many days back it looks, in how many conversations a question has to come up to be
    shown, and how many groups a page has."""

    days: int = setting(30, 1, 365)
    least_conversations: int = setting(1, 1, 100)
    per_page: int = setting(20, 5, 100)


@dataclass(frozen=True)
class ShopSettings:
    """shop.yml without the opening hours, which are `content.hours`."""

    name: str
    assistant: str
    platform: str
    wrong_answers_per_hundred: float = setting(5, 0.1, 50)
    misses_before_human: int = setting(2, 1, 10)
    choices_when_unsure: int = setting(3, 2, 3)
    mode: str = choice("robot_first", "human_first", "night_only")
    conversation: Conversation = Conversation()
    limits: Limits = Limits()
    desk: Desk = Desk()
    faq: Faq = Faq()
    learning: Learning = Learning()
    missed: Missed = Missed()


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
    if not isinstance(kind, type):
        return (_names if get_args(kind)[1:] == (str,) else _lists)(document, value, path, findings)
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


def _lists(document: Document, value: Any, path: tuple, findings: Findings) -> Any:
    """A table of names, each with a list of words."""
    if not isinstance(value, Mapping) or not value:
        findings.wrong(document.file, document.line(*path), f"{path[-1]} 下面要一行行写“名字: [甲, 乙]”，至少一行")
        return None
    for name, words in value.items():
        if not isinstance(words, tuple):
            findings.wrong(document.file, document.line(*path, name), f"{path[-1]} 里的“{name}”后面要写成 [甲, 乙] 这样的列表")
            return None
    return MappingProxyType({str(name): tuple(map(str, words)) for name, words in value.items()})


def _names(document: Document, value: Any, path: tuple, findings: Findings) -> Any:
    """A table of codes, each with its words."""
    if not isinstance(value, Mapping) or not value:
        findings.wrong(document.file, document.line(*path), f"{path[-1]} 下面要一行行写“英文名字: 中文说法”，至少一行")
        return None
    for name, words in value.items():
        if not isinstance(words, str) or not words.strip() or not 0 < len(str(name)) <= 40:
            findings.wrong(document.file, document.line(*path, name), f"{path[-1]} 里的“{name}”要写成“英文名字: 中文说法”，名字最多 40 个字符")
            return None
    return MappingProxyType({str(name): words.strip() for name, words in value.items()})


def _problem(kind: Any, limits: Mapping[str, Any], value: Any) -> Optional[str]:
    """What is wrong with a single value, as the second half of a sentence; None when it is right."""
    if "choices" in limits:
        return None if value in limits["choices"] else f"只能是：{'、'.join(limits['choices'])}"
    if kind is bool:
        return None if isinstance(value, bool) else "只能写 true（是）或 false（否）"
    if kind is str:
        return None if isinstance(value, str) and value.strip() else "这里要写文字（数字请加引号）"
    number = isinstance(value, int if kind is int else (int, float)) and not isinstance(value, bool)
    if number and limits["low"] <= value <= limits["high"]:
        return None
    return f"请写 {limits['low']:g} 到 {limits['high']:g} 之间的{'整数' if kind is int else '数'}"
