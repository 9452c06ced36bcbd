"""Whether a message asks for a person, declines one, asks who is speaking, or only speaks of people. The words are in wanting_people.yml."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

import yaml

from bot.understanding.script import fold

WORDS = Path(__file__).with_name("wanting_people.yml")
_LETTER = "\u3400-\u9fff〇a-z0-9"
_COVER = "〇"  # stands for one character that is no evidence, yet part of its clause
# Long numbers and the masks of exported chats, [订单x], end a clause as a space does.
_BETWEEN = re.compile(r"\d{5,}|\[[^\]\s]{1,4}\]")
_SPACED = re.compile(rf"(?<![{_LETTER}])(转?)[\s.·*_!！-]*人[\s.·*_!！-]+工(?![{_LETTER}])")  # 转-人-工
_LONGEST = 600  # characters; of a pasted essay the beginning and the end are read


class Wish(str, Enum):
    """What a message says of people."""

    ASKS = "asks"
    DECLINES = "declines"
    ABOUT_US = "about_us"
    NONE = "none"  # nothing in it is even a sign of wanting one


class Rules:
    """The patterns of wanting_people.yml, applied in the order that file explains. Raises ValueError, naming the line that is no pattern."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._words: dict[str, str] = {}
        for name, alternatives in written["words"].items():
            self._words[name] = f"(?:{self._filled(alternatives)})"
        self._other_things, self._declines, self._about_us, self._tells, self._signs = (
            self._any(name, written[name]) for name in ("other_things", "declines", "about_us", "tells", "signs"))
        before, after = written["before"], written["after"]
        around = rf"(?<![{_LETTER}])(?:{before}){{0,7}}(?:%s)(?:{after}){{0,5}}(?![{_LETTER}])"
        self._asks = [(self._any("clauses", group["clauses"], around), self._any("anywhere", group["anywhere"]),
                       self._any("not_with", group["not_with"])) for group in written["asks"]]  # fmt: skip

    def wish(self, text: str) -> Optional[Wish]:
        """What the text says of people; None when that is not clear."""
        plain = _plain(text)
        of_people = self._other_things.sub(_covered, plain)
        kept = self._declines.sub(" ", of_people)
        of_others = self._about_us.sub(_covered, kept)
        left = self._tells.sub(_covered, of_others)
        if self._asked_for(left, plain):
            return Wish.ASKS
        if kept != of_people:
            return Wish.DECLINES
        if of_others != kept:
            return Wish.ABOUT_US
        return None if self._signs.search(left) else Wish.NONE

    def without_declining(self, text: str) -> str:
        """What is left of a message when the clauses that want no person are taken out; "" when nothing is."""
        if not self._declined(text):
            return text
        clauses = re.split(r"([\s，。！？,.!?；;]+)", text)
        return "".join(c for c in clauses if not self._declined(c)).strip(" ，。！？,.!?；;")

    def _declined(self, text: str) -> bool:
        return bool(self._declines.search(self._other_things.sub(_covered, _plain(text))))

    def _asked_for(self, left: str, plain: str) -> bool:
        return any((clause.search(left) or anywhere.search(left)) and not not_with.search(plain) for clause, anywhere, not_with in self._asks)

    def _any(self, name: str, lines: str | Sequence[str], around: str = "%s") -> re.Pattern[str]:
        lines = [lines] if isinstance(lines, str) else lines
        for line in lines:
            try:
                re.compile(self._filled(line))
            except (re.error, KeyError) as error:
                raise ValueError(f"{WORDS.name}：{name} 里的 {line!r} 不成写法（{error}），请照旁边的改") from error
        return re.compile(around % "|".join(self._filled(line) for line in lines))

    def _filled(self, line: str) -> str:
        return re.sub(r"\{([\u3400-\u9fff]+)\}", lambda found: self._words[found.group(1)], line)


def _plain(text: str) -> str:
    """As the patterns are written: simplified, lower case, half width."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST // 2]} {text[-_LONGEST // 2:]}"
    plain = _BETWEEN.sub(" ", fold(text).text)
    return _SPACED.sub(r"\1人工", plain)


def _covered(found: re.Match[str]) -> str:
    return _COVER * len(found.group())


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Read once, about 0.2 s."""
    return Rules(yaml.safe_load(WORDS.read_text("utf8")))
