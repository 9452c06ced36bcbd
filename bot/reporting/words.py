"""The words of the report, and how numbers are written in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

_FILE = Path(__file__).parent / "words.yml"


@dataclass(frozen=True)
class Words:
    """`plain` is words.yml; the rest is the shop's own: what it calls itself, its questions and its topics, its grades and the results
    of its desk, by code."""

    plain: Mapping[str, Any]
    shop: str = ""
    intents: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.plain[name]

    def name(self, kind: str, code: Optional[str]) -> str:
        """What a code is called; one without a name is shown as it is."""
        return str(self.plain[kind].get(code) or code or self.plain["none"])

    def intent(self, code: str) -> str:
        """A question as the shop calls it; a question of its own by the name it gave."""
        return str(self.intents.get(code) or self.plain["intents"].get(code) or code.rpartition("/")[2] or code)

    def topic(self, code: Optional[str]) -> str:
        return str(self.topics.get(code or "") or code or self.plain["no_topic"])

    def result(self, code: Optional[str]) -> str:
        """How a ticket ended: as the agent's button says, or what the system calls it."""
        return str(self.results.get(code or "") or self.name("results", code))

    def grade(self, code: str) -> str:
        return f"{code} {self.grades[code]}" if code in self.grades else code

    def seconds(self, value: Optional[float]) -> str:
        """A duration as people say it."""
        if value is None:
            return self.plain["none"]
        whole = int(value + 0.5)
        unit = "seconds" if whole < 60 else "minutes" if whole < 3600 else "hours"
        return self.plain["units"][unit].format(s=whole % 60, m=whole // 60 % 60, h=whole // 3600)

    def share(self, value: Optional[float]) -> str:
        return self.plain["none"] if value is None else f"{100 * value:.1f}%"

    def weekday(self, day: date) -> str:
        return self.plain["weekdays"][day.weekday()]

    def moment(self, at: Optional[datetime]) -> str:
        """To the second, as spreadsheets read it."""
        return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""

    def yes(self, value: bool) -> str:
        return self.plain["yes" if value else "no"]


def read_words(content: Any = None, titles: Optional[Mapping[str, str]] = None) -> Words:
    """`content` is the shop's (bot.shop); without it, codes stay codes. `titles` are what questions are called, its own among them."""
    plain = yaml.safe_load(_FILE.read_text("utf8"))
    if content is None:
        return Words(plain)
    desk = content.settings.desk
    grades = {grade: words[0] for grade, words in desk.satisfaction.items() if words}
    return Words(plain, content.settings.name, content.intent_titles if titles is None else titles, content.topics.titles, grades, desk.results)
