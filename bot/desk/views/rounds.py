"""A learning round as its page shows it: steps while it runs, then a verdict and a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional

from bot.learning.rounds import PASSED, PROMOTED, STEPS, Round

SERVING, BEFORE = "serving", "before"  # of a promoted model: whether it still serves
WORSE_SHOWN = 50


@dataclass(frozen=True)
class Step:
    """One step. state: done, now, todo. `seconds` that it took."""

    name: str
    state: str
    seconds: Optional[float]


@dataclass(frozen=True)
class Compared:
    """A line of the comparison: shares of 1 of the old and the new model; None where there is nothing to compare. `wrong_…`: of all
    messages, those with a wrong answer."""

    title: str
    number: int
    before: Optional[float]
    after: Optional[float]
    wrong_before: Optional[float]
    wrong_after: Optional[float]
    good: bool

    @property
    def points(self) -> Optional[float]:
        """By how many points the new one is better."""
        return None if self.before is None or self.after is None else round(100 * (self.after - self.before), 1)


@dataclass(frozen=True)
class Mistaken:
    """A sentence that got worse, or a proof of an entry that was lost: intents by what they are called."""

    text: str
    wanted: str
    before: str
    after: str
    confidence: Optional[float]


@dataclass(frozen=True)
class RoundView:
    """state: that of the round, or SERVING / BEFORE for a model that was promoted. `stale`: it passed, but was compared with another
    model than serves now. `took`: seconds so far, or in all."""

    round: Round
    state: str
    stale: bool
    steps: tuple[Step, ...]
    took: int
    sets: tuple[Compared, ...]
    topics: tuple[Compared, ...]
    worse: tuple[Mistaken, ...]
    lost: tuple[Mistaken, ...]
    further: int

    @property
    def id(self) -> str:
        """The round's."""
        return self.round.id

    @property
    def report(self) -> Mapping[str, Any]:
        """The round's, {} while there is none."""
        return self.round.report or {}


def round_view(round: Round, serving: str, now: datetime, titles: Mapping[str, str]) -> RoundView:
    """`serving`: the file of the model that serves now."""
    report = round.report or {}
    worse = report.get("worse") or []
    ended = round.ended or now
    return RoundView(
        round, _state(round, serving), round.state == PASSED and serving not in (round.model, report.get("against") or serving), _steps(round),
        max(0, int((ended - round.began).total_seconds())) if round.began else 0,
        tuple(_compared(one, one.get("title") or one["name"]) for one in report.get("sets") or ()),
        tuple(sorted((_compared(one, one.get("title") or one["topic"]) for one in report.get("topics") or ()), key=_worst_first)),
        tuple(_mistaken(one, titles) for one in worse[:WORSE_SHOWN]),
        tuple(_mistaken(one, titles) for one in (report.get("faq") or {}).get("lost") or ()), max(0, len(worse) - WORSE_SHOWN),
    )  # fmt: skip


def _state(round: Round, serving: str) -> str:
    if round.model and round.model == serving and round.state in (PASSED, PROMOTED):
        return SERVING
    return BEFORE if round.state == PROMOTED else round.state


def _steps(round: Round) -> tuple[Step, ...]:
    """While it runs all there will be; afterwards those that were done."""
    at = STEPS.index(round.step) if round.step in STEPS else 0
    state = lambda n: "done" if n < at or not round.running else "now" if n == at else "todo"  # noqa: E731
    wanted = lambda name: name in round.seconds or round.running and (round.promote or name != "promote")  # noqa: E731
    return tuple(Step(name, state(n), round.seconds.get(name)) for n, name in enumerate(STEPS) if wanted(name))


def _compared(one: Mapping[str, Any], title: str) -> Compared:
    wrong = [_of_all(one.get(f"wrong_{when}"), one.get(f"answered_{when}")) for when in ("before", "after")]
    return Compared(title, one.get("messages") or 0, one.get("before"), one.get("after"), *wrong, bool(one.get("good", True)))


def _of_all(wrong: Optional[float], answered: Optional[float]) -> Optional[float]:
    """The share of all messages that were answered wrongly. The report has it of the answers: of two answers to a hundred messages
    where silence is right, all are wrong."""
    return None if wrong is None else wrong * (1.0 if answered is None else answered)


def _worst_first(one: Compared) -> tuple[bool, float]:
    return one.good, one.points or 0.0


def _mistaken(one: Mapping[str, Any], titles: Mapping[str, str]) -> Mistaken:
    called = lambda intent: titles.get(intent or "") or intent or ""  # noqa: E731
    return Mistaken(one.get("text", ""), called(one.get("wanted") or one.get("question")), called(one.get("before")), called(one.get("after")),
                    one.get("confidence"))
