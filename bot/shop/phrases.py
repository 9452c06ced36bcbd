"""Reads quick_phrases.yml: what agents say often, found at the desk by typing "/"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping, Optional

from .policy_keys import POLICY_KEYS
from .problems import Findings, did_you_mean
from .yamlfile import Document, read_yaml

FILE = "quick_phrases.yml"
LONGEST_TOPIC, LONGEST_TITLE, LONGEST_TEXT, _LONGEST_ID = 40, 40, 1000, 75
#: {name} or, to be left out when it is not known, {name?}.
BLANK = re.compile(r"\{(\w+)(\??)\}")
#: What the desk fills in beside Content.variables, and what each is called on the page while it is not known.
VARIABLES: Mapping[str, str] = MappingProxyType({
    "shopper_name": "顾客称呼", "order": "订单号", "order_status": "订单状态", "product": "商品名", "colour": "颜色", "size": "尺码",
    "carrier": "快递公司", "tracking": "运单号", "parcel_last": "最新物流", "parcel_place": "包裹位置",
    "refund_amount": "退款金额", "refund_status": "退款进度",
    "shop": "店名", "assistant": "机器人名字", "agent": "客服名字", "hours": "人工上班时间", "platform": "平台",
})  # fmt: skip
_KEYS = {"id": "英文名字", "title": "标题", "text": "要发给顾客的话"}
_ID, _BRACE = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"[{}]")


@dataclass(frozen=True)
class QuickPhrase:
    """One phrase of the file. `text` still has its variables in braces."""

    id: str
    topic: str
    title: str
    text: str


def read_phrases(folder: Path, variables: Mapping[str, str], policies: Mapping[str, Any], findings: Findings) -> tuple[QuickPhrase, ...]:
    """The phrases in the order they are written; none when the shop has no such file.

    `variables` are known everywhere, `policies` the files that could be read."""
    document = read_yaml(folder / FILE, FILE, findings) if (folder / FILE).exists() else None
    if document is None:
        return ()
    reader = _Reader(document, {*VARIABLES, *variables}, {*POLICY_KEYS} - {*policies}, findings)
    return tuple(phrase for topic in document.data for phrase in reader.topic(topic))


def brace_mistake(text: str) -> Optional[str]:
    """What is wrong with the braces of a text, as the second half of a sentence; None when they can be filled."""
    if _BRACE.search(BLANK.sub("", text)):
        return "大括号不成对，或者括号里是空的、有空格；变量要写成 {order} 这样"
    return None


class _Reader:
    """Turns the document into phrases, noting what is wrong on the way. `lost`: policies whose own problems are told already."""

    def __init__(self, document: Document, known: set[str], lost: set[str], findings: Findings) -> None:
        self._document, self._known, self._lost, self._findings = document, known, lost, findings
        self._lines: dict[str, int] = {}

    def topic(self, topic: str) -> list[QuickPhrase]:
        """The good phrases under one topic."""
        items = self._document.data[topic]
        if len(topic) > LONGEST_TOPIC:
            self._wrong(f"分组的名字“{topic[:12]}……”有 {len(topic)} 个字，请缩短到 {LONGEST_TOPIC} 个字以内", topic)
        if not isinstance(items, tuple) or not items:
            self._wrong(f"“{topic}”下面要有至少一条话术，每条前面写“- id: ”，再写 title 和 text", topic)
            return []
        return [phrase for n, item in enumerate(items) if (phrase := self._phrase(topic, n, item))]

    def _phrase(self, topic: str, n: int, item: Any) -> Optional[QuickPhrase]:
        if not isinstance(item, Mapping):
            self._wrong("这一条看不懂，请写成 id、title、text 三行", topic, n)
            return None
        for key in item:
            if key not in _KEYS:
                self._wrong(f"不认识“{key}”{did_you_mean(key, _KEYS) or '，只能写 id、title、text'}", topic, n, key)
        values = {key: self._words(topic, n, item, key) for key in _KEYS}
        return QuickPhrase(values["id"], topic, values["title"], values["text"]) if self._good(topic, n, **values) else None

    def _words(self, topic: str, n: int, item: Mapping[str, Any], key: str) -> str:
        """A value as text, "" when there is none that can be used, which is noted."""
        value = item.get(key)
        if isinstance(value, (tuple, Mapping)):
            self._wrong(f"“{key}”看不懂，请把整句话放在英文双引号里", topic, n, key)
            return ""
        if value is None or not str(value).strip():
            self._wrong(f"缺少“{key}”，请写上{_KEYS[key]}", topic, n, key)
            return ""
        return str(value).strip()

    def _good(self, topic: str, n: int, id: str, title: str, text: str) -> bool:
        wrong = {"id": self._id_mistake(id), "title": _too_long(title, LONGEST_TITLE),
                 "text": _too_long(text, LONGEST_TEXT) or brace_mistake(text) or self._unknown(text)}  # fmt: skip
        for key, mistake in wrong.items():
            if mistake:
                self._wrong(f"话术“{title or id}”的 {key} {mistake}", topic, n, key)
        self._lines.setdefault(id, self._document.line(topic, n, "id"))
        return bool(id and title and text) and not any(wrong.values())

    def _id_mistake(self, id: str) -> Optional[str]:
        if id and not (_ID.fullmatch(id) and len(id) <= _LONGEST_ID):
            return f"写了“{id[:_LONGEST_ID]}”，只能用小写英文字母开头，加数字和下划线，例如 return_how"
        if id and id in self._lines:
            return f"“{id}”在第 {self._lines[id]} 行已经用过，请换一个"
        return None

    def _unknown(self, text: str) -> Optional[str]:
        """A misspelt variable. Names that are not English are blanks for the agent."""
        for name, _ in BLANK.findall(text):
            told = any(name.startswith(f"{file}_") for file in self._lost)
            if name.isascii() and name not in self._known and not told:
                return f"用了 {{{name}}}，没有这个变量{did_you_mean(name, self._known) or '；留给客服自己填的空请写中文'}"
        return None

    def _wrong(self, message: str, *path: Any) -> None:
        self._findings.wrong(FILE, self._document.line(*path), message)


def _too_long(words: str, longest: int) -> Optional[str]:
    return f"有 {len(words)} 个字，请缩短到 {longest} 个字以内" if len(words) > longest else None
