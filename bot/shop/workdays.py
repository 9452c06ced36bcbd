"""Which days are workdays in China: weekends, public holidays, and the weekends worked to make up for them."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Mapping, NamedTuple, Optional

from chinese_calendar import constants

from .problems import Findings
from .textfile import read_text

_log = logging.getLogger(__name__)
FOLDER = "holidays"
Kind = Literal["workday", "weekend", "holiday"]
_BUILT_IN = frozenset(day.year for day in constants.holidays)
_NAMES = {holiday.value: holiday.chinese for holiday in constants.Holiday}


class Special(NamedTuple):
    """A day that is not what its weekday says: a holiday off, or (`off` false) a weekend that is worked."""

    name: str
    off: bool


@dataclass(frozen=True)
class WorkCalendar:
    """`years`: what the shop's own files say, a whole year each; other years come from chinese_calendar.

    A year neither knows falls back to the weekday; `asked` remembers such years so that the shopkeeper hears of it.
    """

    years: Mapping[int, Mapping[date, Special]] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set, compare=False, repr=False)

    def knows(self, year: int) -> bool:
        return year in self.years or year in _BUILT_IN

    def kind(self, day: date) -> Kind:
        """What sort of day it is; "workday" also for a weekend that is worked."""
        if not self.knows(day.year) and day.year not in self.asked:
            self.asked.add(day.year)
            _log.warning("没有 %d 年的放假安排，先按周一到周五上班算；国务院公布后，照 holidays/2027.json.example 建 holidays/%d.json", day.year, day.year)
        special = self.special(day)
        if special:
            return "holiday" if special.off else "workday"
        return "weekend" if day.weekday() >= 5 else "workday"

    def special(self, day: date) -> Optional[Special]:
        """The holiday or make-up workday this is, or None for an ordinary day."""
        if day.year in self.years:
            return self.years[day.year].get(day)
        if day in constants.holidays:
            return Special(_NAMES[constants.holidays[day]], True)
        if day in constants.workdays:
            return Special(_NAMES[constants.workdays[day]], False)
        return None


def read_calendar(folder: Path, findings: Findings) -> WorkCalendar:
    """The calendar with the shop's holidays/<year>.json, in the format of the public holiday-cn project."""
    years = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        name = f"{FOLDER}/{path.name}"
        if not re.fullmatch(r"\d{4}", path.stem):
            findings.advise(name, 1, "文件名不是年份，没有用上；请改成 2027.json 这样")
            continue
        days = _read_year(path, name, int(path.stem), findings)
        if days:
            years[int(path.stem)] = MappingProxyType(days)
    return WorkCalendar(MappingProxyType(years))


def _read_year(path: Path, name: str, year: int, findings: Findings) -> dict[date, Special]:
    text = read_text(path, name, findings)
    if text is None:
        return {}
    try:
        listed = json.loads(text)["days"]
    except json.JSONDecodeError as error:
        findings.wrong(name, error.lineno, "JSON 格式不对，请检查这附近的逗号、引号和括号（不能写注释）")
        return {}
    except (TypeError, KeyError):
        findings.wrong(name, 1, '最外层要有 "days": [ … ]，可以照着 2027.json.example 写')
        return {}
    lines = _Lines(text)
    days = {}
    for entry in listed if isinstance(listed, list) else ():
        _add_day(entry, year, days, name, lines, findings)
    if not days:
        findings.wrong(name, 1, f"{year} 年一天放假安排也没有，请填上，或者先删掉这个文件")
    return days


def _add_day(entry: Any, year: int, days: dict, name: str, lines: "_Lines", findings: Findings) -> None:
    written = entry.get("date") if isinstance(entry, dict) else entry
    line = lines.of(written)
    try:
        day = date.fromisoformat(str(written))
    except ValueError:
        findings.wrong(name, line, f"日期“{written}”看不懂，请写成 {year}-01-01 这样")
        return
    off = entry.get("isOffDay") if isinstance(entry, dict) else None
    if not isinstance(off, bool):
        findings.wrong(name, line, f'{day} 缺少 "isOffDay"，放假写 true，调休上班写 false')
    elif day in days:
        findings.wrong(name, line, f"{day} 写了两次，请删掉一处")
    elif day.year == year:  # a year's file may also list days of its neighbours, which their own files decide
        days[day] = Special(str(entry.get("name") or ""), off)


class _Lines:
    """On which line of a JSON text a date stands; the parser does not say."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def of(self, written: Any) -> int:
        return next((n for n, line in enumerate(self._lines, 1) if f'"{written}"' in line), 1)
