"""The report on a screen, in Chinese."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence

from bot.reporting import breakdowns
from bot.reporting.aligned import columns, printable
from bot.reporting.breakdowns import Row, TopicOf
from bot.reporting.report import Report
from bot.reporting.satisfaction import satisfaction
from bot.reporting.summary import Figure, Seconds, figures
from bot.reporting.words import Words

MOST_INTENTS, MOST_WHYS, MOST_PROMISES = 15, 20, 20
_SHARES, _SECONDS = ("share", "in_time", "satisfied"), ("first_mean", "reply_mean", "reply_p90", "late")


def in_words(report: Report, words: Words, topic_of: TopicOf, best_grade: str) -> str:
    """The whole report. `best_grade` is the one that counts as satisfied."""
    lines = [*_head(report, words), ""]
    if report.empty:
        lines.append(words["nothing"])
    else:
        lines += [*_summary(report, words, best_grade), *_tables(report, words, topic_of, best_grade)]
    if report.unreadable:
        lines.append(words["unreadable"].format(n=report.unreadable))
    return "\n".join(lines).rstrip()


def _head(report: Report, words: Words) -> Iterator[str]:
    span = report.span
    if span.days == 1:
        hours = " ".join(map(str, report.clock.periods(span.last))) or words["closed_all_day"]
        when = words["day"].format(date=span.last, weekday=words.weekday(span.last), hours=hours)
    else:
        when = words["days"].format(first=span.start.date(), last=span.last, days=span.days)
    yield words["title"].format(shop=words.shop, when=when)
    if report.now < span.start:
        yield words["not_begun"]
    elif report.now < span.end:
        yield words["not_over"].format(now=f"{report.now:%H:%M}")


def _summary(report: Report, words: Words, best_grade: str) -> Iterator[str]:
    found = figures(report, best_grade)
    yield words["headline"].format(**{name: _short(figure, words) for name, figure in found.items()})
    yield ""
    yield from _days(report, words, best_grade)
    for section in words["sections"]:
        shown = [name for name in section["figures"] if name in found]
        rows = [(f"  {words['figures'][name]}", *_figure(found[name], words)) for name in shown]
        yield section["title"]
        yield from columns(rows)
        yield ""


def _short(figure: Figure, words: Words) -> str:
    """In one word: the share where there is one to tell."""
    if isinstance(figure, Seconds):
        return words.seconds(figure.value)
    return str(figure.value) if figure.of is None else words.share(figure.share)


def _figure(figure: Figure, words: Words) -> tuple[str, str]:
    if isinstance(figure, Seconds):
        return words.seconds(figure.value), ""
    return str(figure.value), words.share(figure.share) if figure.share is not None else ""


def _tables(report: Report, words: Words, topic_of: TopicOf, best_grade: str) -> Iterator[str]:
    yield from _table("reasons", breakdowns.by_reason(report, words), words)
    yield from _table("teams", breakdowns.by_team(report, words), words)
    yield from _table("hours", breakdowns.by_hour(report, words), words)
    yield from _table("results", breakdowns.by_result(report, words), words)
    yield from _table("grades", breakdowns.by_grade(report, words), words)
    yield from _table("whys", [{"name": why} for why in satisfaction(report).whys[:MOST_WHYS]], words)
    yield from _table("promises", [_promise(row, words) for row in breakdowns.promised(report, words)[:MOST_PROMISES]], words)
    yield from _table("topics", breakdowns.by_topic(report, words, topic_of), words)
    asked = breakdowns.by_intent(report, words, topic_of)
    yield from _table("intents", asked[:MOST_INTENTS], words, more=len(asked) - MOST_INTENTS)
    yield from _table("agents", breakdowns.by_agent(report, words, best_grade), words)


def _days(report: Report, words: Words, best_grade: str) -> Iterator[str]:
    if report.span.days == 1:
        return
    rows = []
    for one in report.by_day():
        found = figures(one, best_grade)
        plain = {name: found[name].value for name in ("conversations", "rounds", "first_mean")}
        shares = {name: _short(found[name], words) for name in ("bot_alone", "handed_over", "abandoned", "in_time", "satisfied")}
        rows.append({"day": f"{one.span.last} {words.weekday(one.span.last)}", **plain, **shares})
    yield from _table("days", rows, words)


def _promise(row: Row, words: Words) -> Row:
    near = {name: f"{row[name]:%m-%d %H:%M}" if row[name] else words["none"] for name in ("made", "due")}
    return {**row, **near}


def _table(name: str, rows: Sequence[Row], words: Words, more: int = 0) -> Iterator[str]:
    if not rows:
        return
    heads: Mapping[str, str] = words["tables"][name]["columns"]
    yield words["tables"][name]["title"]
    for line in columns([[*heads.values()], *([_cell(column, row[column], words) for column in heads] for row in rows)]):
        yield f"  {line}"
    if more > 0:
        yield f"  {words['more'].format(n=more)}"
    yield ""


def _cell(column: str, value: Any, words: Words) -> str:
    if isinstance(value, str):
        return printable(value) or words["none"]
    if column in _SHARES:
        return words.share(value)
    if column in _SECONDS:
        return words.seconds(value)
    return words["none"] if value is None else str(value)
