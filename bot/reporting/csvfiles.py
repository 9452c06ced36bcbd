"""The report as tables for a spreadsheet: one file each, UTF-8 with a mark at the beginning, by which Excel knows it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

from bot.reporting import breakdowns
from bot.reporting.breakdowns import Row, TopicOf, whose
from bot.reporting.report import Report
from bot.reporting.summary import Count, figures
from bot.reporting.words import Words

_SHARES = ("in_time", "satisfied")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report, folder: Path, words: Words, topic_of: TopicOf, best_grade: str) -> list[str]:
    """Writes every table into `folder`, over those of an earlier run; returns the files' names. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Iterable[Row]] = {
        "conversations": _conversations(report, words), "rounds": _rounds(report, words), "handovers": _handovers(report, words),
        "promises": breakdowns.promised(report, words), "questions": breakdowns.by_intent(report, words, topic_of),
        "agents": breakdowns.by_agent(report, words, best_grade),
    }
    _write(folder / "summary.csv", *_summary(report, words, best_grade))
    for name, rows in tables.items():
        heads = words["csv"][name]
        _write(folder / f"{name}.csv", [*heads.values()], ([_value(column, row[column], words) for column in heads] for row in rows))
    return ["summary.csv", *(f"{name}.csv" for name in tables)]


def _write(file: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with open(file, "w", encoding="utf-8-sig", newline="") as sheet:
        table = csv.writer(sheet)
        table.writerow(heads)
        table.writerows([_harmless(cell) for cell in row] for row in rows)


def _summary(report: Report, words: Words, best_grade: str) -> tuple[list[str], list[list[Any]]]:
    """One row a day, so that days can be put under each other; with several days their total below."""
    heads, rows = [words["csv"]["summary"]["day"]], []
    days = [*report.by_day()]
    for n, one in enumerate([*days, *([report] if len(days) > 1 else [])]):
        row: list[Any] = [str(one.span.last) if n < len(days) else words["total"]]
        for name, figure in figures(one, best_grade).items():
            label, shared = words["figures"][name], isinstance(figure, Count) and figure.of is not None
            if n == 0:
                rate = words["rates"].get(name) or f"{label} {words['share_suffix']}"
                heads += [label, rate] if shared else [label if isinstance(figure, Count) else label + words["seconds_suffix"]]
            row += [figure.value, _share(figure.share)] if shared else [_number(figure.value)]
        rows.append(row)
    return heads, rows


def _conversations(report: Report, words: Words) -> Iterator[Row]:
    for one in report.visits:
        tickets = one.tickets
        yield {
            **whose(one.conversation), "day": str(one.day), "first": one.first, "last": one.last, "messages": len(one.asked),
            "fate": words.name("fates", one.fate), "reasons": "、".join(words.name("reasons", t.reason) for t in tickets),
            "teams": _listed(t.team for t in tickets), "agent": _listed(t.agent for t in tickets),
        }


def _rounds(report: Report, words: Words) -> Iterator[Row]:
    for one in report.rounds:
        ticket = report.tickets.get(one.ticket)
        yield {
            **whose(one.conversation), "day": str(one.day), "ticket": one.ticket, "team": ticket.team if ticket else "", "asked": one.asked,
            "answered": one.answered, "agent": one.by, "seconds": one.seconds, "verdict": words.name("verdicts", one.verdict), "first": one.first,
        }


def _handovers(report: Report, words: Words) -> Iterator[Row]:
    for one in report.opened:
        ticket = one.ticket
        yield {
            **whose(ticket.conversation), "day": str(ticket.opened_at.date()), "ticket": ticket.id, "opened": ticket.opened_at,
            "reason": words.name("reasons", ticket.reason), "topic": words.topic(ticket.topic) if ticket.topic else "", "team": ticket.team,
            "priority": ticket.priority, "promised": one.promised, "waited": one.waited, "handling": one.handling, "agent": ticket.agent,
            "result": words.result(ticket.result) if ticket.result else "", "grade": words.grade(ticket.grade) if ticket.grade else "",
            "why": ticket.why,
        }


def _listed(names: Iterable[Optional[str]]) -> str:
    """Each once, in their order."""
    return "、".join(dict.fromkeys(name for name in names if name))


def _value(column: str, value: Any, words: Words) -> Any:
    if isinstance(value, bool):
        return words.yes(value)
    if column in _SHARES:
        return _share(value)
    return words.moment(value) if hasattr(value, "hour") else _number(value)


def _share(value: Any) -> str:
    return "" if value is None else f"{100 * value:.1f}%"


def _number(value: Any) -> Any:
    return "" if value is None else round(value, 1) if isinstance(value, float) else value


def _harmless(cell: Any) -> Any:
    """What a shopper wrote is no formula, whatever a spreadsheet would make of it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
