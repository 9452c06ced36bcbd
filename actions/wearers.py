"""Several people in one message: 老公180 75kg 孩子7岁120高 我162 54kg. Whose measures are whose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Optional

from actions.carried import before_asking
from actions.question import Question
from bot.dialogue.understood import MEASURES

_WHO = re.compile(
    r"老公|老婆|男朋友|女朋友|男友|女友|对象|媳妇|爸爸|爸|妈妈|妈|爷爷|奶奶|外公|外婆|公公|婆婆|儿子|女儿|闺女|孩子|宝宝|小孩|大宝|二宝|老大|老二|娃|"
    r"弟弟|妹妹|哥哥|姐姐|弟|妹|哥|姐|朋友|同学|同事|男的|女的|男生|女生|我")
_AGED = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])岁(?:半)?[^\d，,。；;]{0,3}(?P<height>1?\d{2})?(?!\d|斤|kg|公斤)")


@dataclass
class Wearer:
    """Somebody the message measures. `who` is the word they were called by, "" when none was said."""

    who: str
    start: int
    body: dict[str, float] = field(default_factory=dict)


def wearers(question: Question) -> list[Wearer]:
    """Two or more people, in the order they were named; an empty list when the message measures one person."""
    given = before_asking(question).get("people")
    if given:
        return [Wearer(one["who"], 0, dict(one["body"])) for one in given]
    found = [w for w in _with_ages(question, _grouped(question)) if w.body or w.who]
    complete = [w for w in found if "height" in w.body]
    return found if len(found) > 1 and len(complete) == len(found) or len(complete) > 1 and _whole(found) else []


def as_data(people: list[Wearer]) -> list[dict[str, Any]]:
    """What a question in between has to carry."""
    return [{"who": one.who, "body": one.body} for one in people]


def _whole(found: list[Wearer]) -> bool:
    return all({"height", "weight"} <= set(w.body) or w.who for w in found)


def _grouped(question: Question) -> list[Wearer]:
    """A new person begins at a word for one, or where a measure is said a second time."""
    said = sorted((e for e in question.said if e["entity"] in MEASURES), key=lambda e: e["start"])
    groups: list[Wearer] = []
    end = 0
    for one in said:
        who = _last_word(question.text, end, one["start"])
        if not groups or one["entity"] in groups[-1].body or who and who != groups[-1].who:
            groups.append(Wearer(who or "", one["start"]))
        groups[-1].body[one["entity"]] = float(one["value"])
        end = one["end"]
    return groups


def _last_word(text: str, start: int, end: int) -> Optional[str]:
    words = _WHO.findall(text[start:end])
    return words[-1] if words else None


def _with_ages(question: Question, groups: list[Wearer]) -> list[Wearer]:
    """Children of whom only the age, or a bare number behind it, was said: 姐姐9岁138."""
    text, known = question.text, list(groups)
    for aged in _AGED.finditer(text):
        taken = any(aged.start() <= w.start <= aged.end() + 6 for w in groups)
        if taken or not groups:
            continue
        who = _last_word(text, max(0, aged.start() - 5), aged.start()) or ""
        height = aged.group("height")
        body = {"height": float(height)} if height and 60 <= float(height) <= 175 else {}
        known.append(Wearer(who, aged.start(), body))
    return sorted(known, key=lambda w: w.start)
