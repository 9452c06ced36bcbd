"""How a shopper feels while writing: how angry, threatening with what, and whether something is waited for. The words are in mood.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence

import yaml

from bot.understanding.script import Folded, fold

WORDS = Path(__file__).with_name("mood.yml")
CALM, ANNOYED, FURIOUS = 0, 1, 2
_COVER = "〇"  # stands for one character that is no evidence, yet part of its clause
_LONGEST = 600  # characters; of a pasted essay the beginning and the end are read
_MOST_SIGNS = 6
_SHOUTED = re.compile(r"(?:\b[A-Z]{3,}\b[\W\d_]*){3,}")  # read in the original: folding takes the capitals away


@dataclass(frozen=True)
class Mood:
    """What a message says of its writer. `signs` are the writer's own words that decided, in their order."""

    anger: int = CALM  # 0 calm, 1 annoyed or disappointed, 2 angry or abusive
    threat: Optional[str] = None  # law, authority, exposure or platform: the gravest one
    urgent: bool = False  # needed by a day or an event; wanting it quickly is not enough
    signs: tuple[str, ...] = ()


_Found = list[re.Match[str]]


class Rules:
    """The patterns of mood.yml, applied in the order that file explains. Raises ValueError, naming the line that is no pattern."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._words: dict[str, str] = {}
        for name, alternatives in written["words"].items():
            self._words[name] = self._filled(alternatives)
        names = ("goods", "not_meant", "pleased", "swears", "furious", "annoyed", "ironic", "loud", "marked", "demands", "unhurried")
        self._of = {name: self._any(name, written[name]) for name in names}
        self._urgent = [(self._any("urgent", group.get("with", "")), self._any("urgent", group["signs"])) for group in written["urgent"]]
        self._threats = [(threat["code"], self._any("threats", threat["signs"])) for threat in written["threats"]]

    def mood(self, text: str) -> Mood:
        """What the text says of its writer's mood."""
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST // 2]} {text[-_LONGEST // 2:]}"
        folded = fold(text)
        left = self._meant(folded.text)
        threat, threatening = self._threat(left)
        anger, angry = self._anger(left, _SHOUTED.search(text) is not None)
        hurry = self._hurry(left)
        if threat:
            anger = max(anger, ANNOYED)
        return Mood(anger, threat, bool(hurry), _shown(text, folded, [*threatening, *angry, *hurry]))

    def _meant(self, plain: str) -> str:
        """The message with goods, denials and other people's anger covered; every character keeps its place."""
        return self._of["not_meant"].sub(_covered, self._of["goods"].sub(_covered, plain))

    def _threat(self, left: str) -> tuple[Optional[str], _Found]:
        for code, pattern in self._threats:
            found = pattern.search(left)
            if found:
                return code, [found]
        return None, []

    def _anger(self, left: str, shouted: bool) -> tuple[int, _Found]:
        furious = self._found("furious", left)
        pleased = self._of["pleased"].search(left) is not None
        swears = [] if pleased else self._found("swears", left)
        annoyed = [] if pleased else [*self._found("annoyed", left), *self._found("ironic", left)]
        if furious or swears:
            return FURIOUS, [*furious, *swears]
        loud = self._found("loud", left)
        if annoyed:
            return (FURIOUS if loud or shouted else ANNOYED), [*annoyed, *loud]
        marked = self._found("marked", left)
        demands = self._found("demands", left) if marked or shouted else []
        if demands:
            return ANNOYED, [*demands, *marked]
        return CALM, []

    def _hurry(self, left: str) -> _Found:
        if self._of["unhurried"].search(left):
            return []
        return [sign for gate, signs in self._urgent if gate.search(left) for sign in signs.finditer(left)]

    def _found(self, name: str, left: str) -> _Found:
        return list(self._of[name].finditer(left))

    def _any(self, name: str, lines: str | Sequence[str]) -> re.Pattern[str]:
        lines = [lines] if isinstance(lines, str) else lines
        for line in lines:
            try:
                re.compile(self._filled(line))
            except (re.error, KeyError) as error:
                raise ValueError(f"{WORDS.name}：{name} 里的 {line!r} 不成写法（{error}），请照旁边的改") from error
        return re.compile("|".join(self._filled(line) for line in lines))

    def _filled(self, line: str) -> str:
        return re.sub(r"\{([\u3400-\u9fff]+)\}", lambda found: self._words[found.group(1)], line)


def _covered(found: re.Match[str]) -> str:
    return _COVER * len(found.group())


def _shown(text: str, folded: Folded, found: _Found) -> tuple[str, ...]:
    """The words as the shopper wrote them, each once, in reading order."""
    words = (word for word in _in_order(text, folded, found) if word)
    return tuple(dict.fromkeys(words))[:_MOST_SIGNS]


def _in_order(text: str, folded: Folded, found: _Found) -> Iterator[str]:
    for match in sorted(found, key=lambda one: one.span()):
        start, end = folded.original_span(*match.span())
        yield text[start:end].strip(" ，。！？,.!?;；")


def read_mood(text: str) -> Mood:
    """The mood of one message; any string will do."""
    return rules().mood(text)


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Read once, when first needed."""
    return Rules(yaml.safe_load(WORDS.read_text("utf8")))
