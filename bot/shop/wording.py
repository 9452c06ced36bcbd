"""Reads replies/<topic>.yml (what the bot says) and intents.yml (what it calls each question)."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping, Optional

from .policies import PLACEHOLDER
from .problems import Findings
from .yamlfile import Document, read_yaml

FOLDER, TITLES = "replies", "intents.yml"
_BRACE = re.compile(r"[{}]")
Replies = Mapping[str, tuple[str, ...]]


#: What is said when a person is fetched or nothing else can be: without these a shopper would hear nothing at all.
NEVER_MISSING = tuple(
    f"utter_{matter}_{when}"
    for matter in ("handover", "complaint", "unsure_human", "no_answer", "follow_up", "trouble") for when in ("open", "open_next", "closed")
) + ("utter_handover_already", "utter_complaint_already", "utter_word_kept", "utter_closed_meanwhile", "utter_trouble", "utter_ask_back", "utter_ask_again")


def read_replies(folder: Path, variables: Mapping[str, str], files: Mapping[str, Any], findings: Findings) -> Replies:
    """The variants of every reply, by name. `variables` are known everywhere, `files` the names of the policies."""
    replies: dict[str, tuple[str, ...]] = {}
    homes: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.yml")):
        document = read_yaml(path, f"{FOLDER}/{path.name}", findings)
        for name in document.data if document else ():
            if name in replies:
                findings.wrong(document.file, document.line(name), f"“{name}”在 {homes[name]} 里已经写过，请删掉一处")
                continue
            homes[name] = document.file
            replies[name] = _variants(document, name, variables, files, findings)
    for name in NEVER_MISSING if (folder / FOLDER / "human.yml").exists() else ():
        if name not in replies:
            findings.wrong(f"{FOLDER}/human.yml", 1, f"缺少话术“{name}”：转人工时会没有话说，请从原来的文件里找回来")
    return MappingProxyType(replies)


def _variants(document: Document, name: str, variables: Mapping[str, str], files: Mapping[str, Any], findings: Findings) -> tuple[str, ...]:
    if not name.startswith("utter_"):
        findings.wrong(document.file, document.line(name), f"“{name}”不认识，话术的名字都以 utter_ 开头，请不要改名字")
    written = document.data[name]
    if not isinstance(written, tuple) or not written:
        findings.wrong(document.file, document.line(name), f"“{name}”下面要有至少一种说法，每种前面写“- ”")
        return ()
    good = []
    for n, variant in enumerate(written):
        problem = _problem(variant, variables, files)
        if problem:
            findings.wrong(document.file, document.line(name, n), f"“{name}”的这种说法{problem}")
        else:
            good.append(str(variant))
    return tuple(good)


def _problem(variant: Any, variables: Mapping[str, str], files: Mapping[str, Any]) -> Optional[str]:
    if isinstance(variant, (tuple, Mapping)):
        return "看不懂，请把整句话放在英文双引号里"
    if variant is None or not str(variant).strip():
        return "是空的，请写上一句话或者删掉这一行"
    if _BRACE.search(PLACEHOLDER.sub("", str(variant))):
        return "大括号不成对，或者括号里有空格；变量要写成 {shop} 这样"
    return next(filter(None, (_unknown(v, variables, files) for v in PLACEHOLDER.findall(str(variant)))), None)


def _unknown(name: str, variables: Mapping[str, str], files: Mapping[str, Any]) -> Optional[str]:
    """A misspelt policy value. Other variables are the action's own, and only the action knows them."""
    if not name:
        return "有一对空的大括号 {}"
    if name in variables or not any(name.startswith(f"{file}_") for file in files):
        return None
    close = difflib.get_close_matches(name, variables, n=1, cutoff=0.75)
    return f"用了 {{{name}}}，policies 里没有这个值，是不是想写 {{{close[0]}}}" if close else None


def read_titles(folder: Path, findings: Findings) -> Mapping[str, str]:
    """What the bot calls each question when it asks back; empty when the shop has no such file."""
    if not (folder / TITLES).exists():
        return MappingProxyType({})
    document = read_yaml(folder / TITLES, TITLES, findings)
    titles = {}
    for name, words in document.data.items() if document else ():
        if isinstance(words, str) and words.strip():
            titles[name] = words.strip()
        else:
            findings.wrong(TITLES, document.line(name), f"“{name}”后面要写顾客会说的话，例如 我该穿多大码")
    return MappingProxyType(titles)
