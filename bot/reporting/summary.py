"""The figures of a report by name: what its summary shows and its CSV keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Optional, Union

from bot.handoff import changes as kinds
from bot.reporting import questions as asking
from bot.reporting.figures import Times, share
from bot.reporting.report import Report
from bot.reporting.rounds import IN_TIME, IN_TIME_SECONDS, LATE
from bot.reporting.satisfaction import satisfaction
from bot.reporting.visits import ABANDONED, BOT, CALLED_OFF, GOING_ON, LEFT_BOT, LEFT_WAITING, PERSON, PROMISED


@dataclass(frozen=True)
class Count:
    """A number, and of how many where a share says more."""

    value: int
    of: Optional[int] = None

    @property
    def share(self) -> Optional[float]:
        return share(self.value, self.of or 0)


@dataclass(frozen=True)
class Seconds:
    """A duration, None when there is none to tell."""

    value: Optional[float]


Figure = Union[Count, Seconds]


def figures(report: Report, best_grade: str) -> dict[str, Figure]:
    """Everything in one number. `best_grade` is the one that counts as satisfied."""
    return {**_visits(report), **_rounds(report), **_tickets(report), **_satisfied(report, best_grade), **_night(report), **_questions(report)}


def _visits(report: Report) -> dict[str, Figure]:
    fates, all_ = Counter(visit.fate for visit in report.visits), len(report.visits)
    names = {"bot_alone": BOT, "with_person": PERSON, "left_waiting": LEFT_WAITING, "left_bot": LEFT_BOT, "called_off": CALLED_OFF,
             "promised": PROMISED, "going_on": GOING_ON}
    return {
        "conversations": Count(all_), "messages": Count(sum(len(visit.asked) for visit in report.visits)),
        **{name: Count(fates[fate], all_) for name, fate in names.items()},
        "abandoned": Count(sum(fates[fate] for fate in ABANDONED), all_),
        "handed_over": Count(sum(bool(visit.tickets) for visit in report.visits), all_),
    }


def _rounds(report: Report) -> dict[str, Figure]:
    counted = [one for one in report.rounds if one.counts]
    late = [one for one in counted if one.verdict == LATE]
    first = Times.of(one.seconds for one in counted if one.first and one.answered)
    every = Times.of(one.seconds for one in counted if one.answered)
    return {
        "rounds": Count(len(counted)), "in_time": Count(sum(one.verdict == IN_TIME for one in counted), len(counted)),
        "late": Count(len(late), len(counted)), "unanswered": Count(sum(one.answered is None for one in late)),
        "not_counted": Count(len(report.rounds) - len(counted)),
        "first_mean": Seconds(first.mean), "first_median": Seconds(first.median), "first_p90": Seconds(first.p90),
        "reply_mean": Seconds(every.mean), "reply_median": Seconds(every.median), "reply_p90": Seconds(every.p90),
    }


def _tickets(report: Report) -> dict[str, Figure]:
    waited = Times.of(one.waited for one in report.opened if one.waited is not None and not one.promised)
    handling = Times.of(one.handling for one in report.closed if one.handling is not None)
    return {
        "tickets": Count(len(report.opened)), "waited_mean": Seconds(waited.mean), "waited_p90": Seconds(waited.p90),
        "handling_mean": Seconds(handling.mean), "handling_median": Seconds(handling.median),
        "transfers": Count(len(report.changes(kinds.TRANSFERRED))), "taken_back": Count(len(report.changes(kinds.TAKEN_BACK))),
        "tickets_called_off": Count(len(report.changes(kinds.CALLED_OFF))), "closed": Count(len(report.closed)),
    }


def _satisfied(report: Report, best_grade: str) -> dict[str, Figure]:
    found = satisfaction(report)
    return {"asked": Count(found.asked), "rated": Count(found.rated), "satisfied": Count(found.grades[best_grade], found.rated)}


def _night(report: Report) -> dict[str, Figure]:
    made = [one for one in report.promises if report.span.has(one.made)]
    due = [one for one in report.promises if report.span.has(one.due) and not one.called_off]
    answered = [one for one in due if one.answered]
    in_time = sum(one.late is not None and one.late <= IN_TIME_SECONDS for one in answered)
    over = sum(one.over is not None for one in due)
    return {
        "night_tickets": Count(sum(not one.released for one in made)), "released": Count(sum(one.released for one in made)),
        "contacts": Count(sum(bool(one.ticket.contact) for one in made)), "due": Count(len(due)), "due_answered": Count(len(answered), len(due)),
        "due_late_mean": Seconds(Times.of(one.late for one in answered if one.late is not None).mean), "due_in_time": Count(in_time, len(due)),
        "due_waiting": Count(len(due) - len(answered) - over), "due_over": Count(over),
    }


def _questions(report: Report) -> dict[str, Figure]:
    asked, n = Counter(one.kind for one in report.questions), len(report.questions)
    return {"questions": Count(n), **{kind: Count(asked[kind], n) for kind in (asking.ASKED_BACK, asking.NOT_READ, asking.OUT_OF_SCOPE)}}
