"""A topic's file: native Rasa YAML which a person can review, every text quoted so that nothing in it is read as anything but text."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Optional

from bot.faq.dates import read_date, write_date
from bot.faq.entries import INTENT, REPLY, Entry
from bot.faq.names import NAME
from bot.faq.texts import answer_text, key, phrasing
from bot.shop.problems import Findings, did_you_mean
from bot.shop.yamlfile import Document, read_yaml

FOLDER = "faq"  # below the shop's folder
_HEAD = """\
# 店里自己的问答：{topics}
# 上半段 nlu 是顾客的各种问法（第一句是标准问法），下半段 responses 是答案。可以直接改答案，下一条消息就按新的说。
# 答案里的大括号和符号照原样说给顾客听。held_out 是留着考机器人的问法，不拿来训练，请不要抄到上面去。
# 从表格导入或在工作台上改，程序会重写这个文件，自己加的 # 备注不会保留。
version: "3.1"
"""
_ABOUT = ("question", "held_out", "topic", "product", "valid_from", "valid_until", "by", "at")


# Writing ---------------------------------------------------------------------------------------------------------------------


def write_entries(entries: Iterable[Entry]) -> str:
    """The file's text; the same entries always give the same bytes."""
    entries = sorted(entries, key=lambda entry: entry.name)
    topics = "、".join(dict.fromkeys(entry.topic or "没有分类的" for entry in entries))
    nlu = "".join(map(_nlu, entries))
    return f"{_HEAD.format(topics=topics)}\nnlu:\n{nlu}\nresponses:\n{''.join(map(_response, entries))}"


def _nlu(entry: Entry) -> str:
    return f"- intent: {entry.intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in entry.trained)


def _response(entry: Entry) -> str:
    about = {name: _plain(getattr(entry, name)) for name in _ABOUT}
    lines = "".join(f"      {name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in about.items() if value)
    return f"  {entry.reply}:\n  - text: {_block(entry.answer)}\n    metadata:\n{lines}"


def _block(text: str) -> str:
    """Several lines as lines; one as a quoted text. Neither has variables or references for YAML or Rasa."""
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False)
    return "|-\n" + "\n".join(f"      {line}" if line else "" for line in text.split("\n"))


def _plain(value: Any) -> Any:
    return write_date(value) if isinstance(value, datetime) else value


# Reading ---------------------------------------------------------------------------------------------------------------------


def read_entries(path: Path, findings: Findings) -> tuple[Entry, ...]:
    """The entries of one file. What is wrong is noted with its line; then the file counts as broken and is never written over."""
    document = read_yaml(path, f"{FOLDER}/{path.name}", findings)
    return tuple(_Reader(document, findings).entries()) if document else ()


class _Reader:
    def __init__(self, document: Document, findings: Findings) -> None:
        self._document, self._findings = document, findings

    def entries(self) -> Iterator[Entry]:
        for part in self._document.data:
            if part not in ("version", "nlu", "responses"):
                self._wrong(f"不认识“{part}”{did_you_mean(part, ('version', 'nlu', 'responses')) or '，只能写 version、nlu、responses'}", part)
        responses = self._document.data.get("responses") or {}
        asked = dict(self._asked())
        for name, examples in asked.items():
            response = self._response(name, responses)
            if response and examples:
                yield from self._entry(name, examples, *response)
        for reply in responses if isinstance(responses, Mapping) else ():
            if not reply.startswith(REPLY) or reply[len(REPLY):] not in asked:
                self._wrong(f"“{reply}”在上面 nlu 里没有对应的 intent: faq/…，请补上问法或者删掉这个答案", "responses", reply)

    def _asked(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        blocks = self._document.data.get("nlu") or ()
        seen: set[str] = set()
        for n, block in enumerate(blocks if isinstance(blocks, tuple) else ()):
            intent = block.get("intent") if isinstance(block, Mapping) else None
            name = str(intent)[len(INTENT):]
            if not str(intent).startswith(INTENT) or not NAME.fullmatch(name):
                self._wrong("这里要写“- intent: faq/名字”，名字用小写英文字母、数字和下划线，最多 40 个", "nlu", n)
            elif name in seen:
                self._wrong(f"“{intent}”写了两次，请把问法合到一处", "nlu", n, "intent")
            else:
                seen.add(name)
                yield name, self._examples(n, block.get("examples"))
        if not isinstance(blocks, tuple):
            self._wrong("nlu 下面要一条条写“- intent: faq/名字”", "nlu")

    def _examples(self, n: int, written: Any) -> tuple[str, ...]:
        first = self._document.line("nlu", n, "examples") + 1
        lines = [line.strip() for line in str(written or "").splitlines()]
        for i, line in enumerate(lines):
            if line and not line.startswith("-"):
                self._findings.wrong(self._document.file, first + i, f"每种问法前面要写“- ”：“{line[:20]}”")
        found = tuple(dict.fromkeys(filter(None, (phrasing(line) for line in lines))))
        if not found:
            self._wrong("examples 后面要写 | ，下面每行一种问法“- …”，至少一行", "nlu", n, "examples")
        return found

    def _response(self, name: str, responses: Any) -> Optional[tuple[str, Mapping[str, Any]]]:
        reply = REPLY + name
        variants = responses.get(reply) if isinstance(responses, Mapping) else None
        one = variants[0] if isinstance(variants, tuple) and len(variants) == 1 else None
        text = one.get("text") if isinstance(one, Mapping) else None
        about = one.get("metadata") or {} if isinstance(one, Mapping) else {}
        if text is None or isinstance(text, (tuple, Mapping)) or not str(text).strip():
            self._wrong(f"“{INTENT}{name}”的答案要写成 responses 里的 {reply}，下面正好一条“- text: \"答案\"”", "responses", reply)
            return None
        for word in about if isinstance(about, Mapping) else ():
            if word not in _ABOUT:
                self._wrong(f"不认识“{word}”{did_you_mean(word, _ABOUT) or '，能写的有：' + '、'.join(_ABOUT)}", "responses", reply, 0, "metadata", word)
        return answer_text(str(text)), about if isinstance(about, Mapping) else {}

    def _entry(self, name: str, examples: tuple[str, ...], answer: str, about: Mapping[str, Any]) -> Iterator[Entry]:
        place = ("responses", REPLY + name, 0, "metadata")
        held = about.get("held_out") or ()
        held_out = tuple(phrasing(str(text)) for text in held) if isinstance(held, tuple) else ()
        question = phrasing(str(about.get("question") or examples[0]))
        similar = tuple(text for text in examples if text != question)
        both = {key(text) for text in (question, *similar)} & {key(text) for text in held_out}
        if not isinstance(held, tuple) or both:
            said = f"有一句也写在上面的问法里：{'、'.join(t for t in held_out if key(t) in both)[:40]}，请删掉一处" if both else "要写成 [\"问法\", \"问法\"]"
            self._wrong(f"held_out {said}", *place, "held_out")
        yield Entry(
            name, question, answer, similar, held_out, str(about.get("topic") or ""), str(about.get("product") or ""),
            self._date(about, "valid_from", place), self._date(about, "valid_until", place),
            str(about.get("by") or ""), self._date(about, "at", place),
        )  # fmt: skip

    def _date(self, about: Mapping[str, Any], name: str, place: tuple) -> Optional[datetime]:
        try:
            return read_date(str(about.get(name) or ""), ends=name == "valid_until")
        except ValueError:
            self._wrong(f"{name} 写了“{about[name]}”，不是日期；请写成 \"2026-11-11\" 或 \"2026-11-11 20:00\"", *place, name)
            return None

    def _wrong(self, message: str, *path: Any) -> None:
        self._findings.wrong(self._document.file, self._document.line(*path), message)
