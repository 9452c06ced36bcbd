"""Reads the `hours` part of shop.yml."""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType
from typing import Any, Mapping, Optional

from .hours import Day, Period, Timetable
from .problems import Findings, did_you_mean
from .yamlfile import Document

_KEYS = ("workdays", "weekends", "holidays", "by_weekday", "by_date", "switch", "words")
_SWITCHES = ("auto", "open", "closed")
_WEEKDAYS = {name: n for n, name in enumerate(("周一", "周二", "周三", "周四", "周五", "周六", "周日"))}
_PERIOD = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-~～—–到至]\s*(\d{1,2})[:：](\d{2})")
_MIDNIGHT = 24 * 60


def read_timetable(document: Document, findings: Findings) -> Timetable:
    """The rules; what cannot be read is noted and counts as closed."""
    return _Reader(document, findings).read()


class _Reader:
    def __init__(self, document: Document, findings: Findings) -> None:
        self.document, self.findings = document, findings

    def read(self) -> Timetable:
        hours = self.document.data.get("hours")
        if not isinstance(hours, Mapping):
            self._wrong("缺少 hours（人工客服的上班时间），下面要有 workdays、weekends、holidays", "hours")
            return Timetable()
        for key in hours:
            if key not in _KEYS:
                self._wrong(f"hours 里不认识“{key}”{did_you_mean(key, _KEYS)}", "hours", key)
        week = {key: self._day(hours, key, "hours") for key in ("workdays", "weekends", "holidays")}
        by_weekday, by_date = self._by_weekday(hours), self._by_date(hours)
        if not any((*week.values(), *by_weekday.values())):
            self._wrong("一个上班时间也没有，转人工就永远没人回；至少给 workdays 写一段，例如 \"09:00-18:00\"", "hours")
        words = self._words(hours, week)
        return Timetable(**week, by_weekday=by_weekday, by_date=by_date, switch=self._switch(hours), words=words)

    def _day(self, around: Mapping[str, Any], key: str, *above: str) -> Day:
        written = around.get(key)
        if written is None:
            if above == ("hours",):
                self._wrong(f"hours 里缺少 {key}，不上班就写 {key}: []", *above, key)
            return ()
        if not isinstance(written, tuple):
            written = (written,)
        periods = [self._period(text, *above, key, n) for n, text in enumerate(written)]
        day = tuple(sorted(period for period in periods if period))
        for before, after in zip(day, day[1:]):
            if after.start < before.end:
                self._wrong(f"{before} 和 {after} 重叠了，请改成不重叠的几段", *above, key)
        return day

    def _period(self, text: Any, *where: Any) -> Optional[Period]:
        found = _PERIOD.fullmatch(str(text).strip())
        numbers = [int(n) for n in found.groups()] if found else []
        if not found or numbers[1] > 59 or numbers[3] > 59:
            self._wrong(f"时间“{text}”看不懂，请写成 \"09:00-18:00\"", *where)
            return None
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if start >= _MIDNIGHT or end > _MIDNIGHT or start == end:
            self._wrong(f"时间“{text}”不对，开始要早于 24:00，结束最晚写 24:00，开始和结束不能一样", *where)
            return None
        return Period(start, end if end > start else end + _MIDNIGHT)

    def _by_weekday(self, hours: Mapping[str, Any]) -> Mapping[int, Day]:
        days = {}
        for name in self._table(hours, "by_weekday"):
            if name not in _WEEKDAYS:
                self._wrong(f"“{name}”不是星期，只能写：{'、'.join(_WEEKDAYS)}", "hours", "by_weekday", name)
                continue
            days[_WEEKDAYS[name]] = self._day(hours["by_weekday"], name, "hours", "by_weekday")
        return MappingProxyType(days)

    def _by_date(self, hours: Mapping[str, Any]) -> Mapping[date, Day]:
        days = {}
        for name in self._table(hours, "by_date"):
            try:
                day = date.fromisoformat(name)
            except ValueError:
                self._wrong(f"日期“{name}”看不懂，请写成 \"2026-11-11\"（月和日都要两位）", "hours", "by_date", name)
                continue
            days[day] = self._day(hours["by_date"], name, "hours", "by_date")
        return MappingProxyType(days)

    def _table(self, hours: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        table = hours.get(key)
        if table is None:
            return MappingProxyType({})
        if not isinstance(table, Mapping):
            self._wrong(f"{key} 下面要一行行写“哪天: [时间]”，没有特别的日子就写 {{}}", "hours", key)
            return MappingProxyType({})
        return table

    def _switch(self, hours: Mapping[str, Any]) -> Any:
        switch = hours.get("switch", "auto")
        if switch not in _SWITCHES:
            self._wrong(f"switch 写了“{switch}”，只能是：{'、'.join(_SWITCHES)}", "hours", "switch")
        return switch

    def _words(self, hours: Mapping[str, Any], week: Mapping[str, Day]) -> str:
        """The shopkeeper's sentence with the periods put in, so that it never says other hours than are kept."""
        words = str(hours.get("words") or "")
        if not words:
            self._wrong("hours 里缺少 words（怎么告诉顾客上班时间），例如 words: 周一至周五 {workdays}", "hours", "words")
        for key, periods in week.items():
            words = words.replace("{%s}" % key, "、".join(map(str, periods)) or "休息")
        return words

    def _wrong(self, message: str, *where: Any) -> None:
        self.findings.wrong(self.document.file, self.document.line(*where), message)
