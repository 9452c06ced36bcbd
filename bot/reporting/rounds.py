"""Rounds: what a shopper says to people, until a person answers. The platform's clock of three minutes runs on each.

A round begins while the conversation waits for a person or an agent holds it; bots and notices do not end it. Once begun it
goes on, whoever gets the conversation, until a person answers or the ticket is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Iterator, Optional, Sequence, Union

from bot.reporting.opening import OpeningClock
from bot.reporting.rows import Said
from bot.reporting.wanting import AGENT, OVER, PROMISED, WAITING, Step

IN_TIME_SECONDS = 180
IN_TIME, LATE = "in_time", "late"  # what the rate is made of
RUNNING, OVER_EARLY, OUTSIDE = "running", "over_early", "outside"  # not counted: undecided, called off in time, not in opening hours


@dataclass
class Round:
    """`asked`: the shopper's first message nobody had answered. `first` of its ticket. `over`: when it ended without an answer."""

    conversation: str
    ticket: int
    asked: datetime
    first: bool
    answered: Optional[datetime] = None
    by: str = ""
    over: Optional[datetime] = None
    verdict: str = RUNNING
    seconds: float = 0.0
    day: date = field(default=date.min)

    @property
    def counts(self) -> bool:
        """Whether it is part of the rate."""
        return self.verdict in (IN_TIME, LATE)


def judge(found: Round, clock: OpeningClock, now: datetime) -> Round:
    """Runs the clock: within opening hours only. The round belongs to the day on which its clock began."""
    ended, begins = found.answered or found.over, clock.opens(found.asked)
    found.day = (begins or found.asked).date()
    found.seconds = clock.seconds(found.asked, ended or max(now, found.asked))
    if begins is None or (ended is not None and begins > found.asked and ended <= begins):
        found.verdict, found.day = OUTSIDE, found.asked.date()
    elif found.seconds > IN_TIME_SECONDS:
        found.verdict = LATE
    elif found.answered:
        found.verdict = IN_TIME
    else:
        found.verdict = OVER_EARLY if found.over else RUNNING
    return found


def rounds_of(conversation: str, said: Sequence[Said], steps: Sequence[Step]) -> list[Round]:
    """The rounds of one conversation, oldest first."""
    walk = _Walk(conversation)
    for event in _in_order(said, steps):
        if isinstance(event, Step):
            walk.step(event)
        else:
            walk.message(event)
    return walk.rounds


class _Walk:
    """Reads a conversation from its beginning."""

    def __init__(self, conversation: str) -> None:
        self.rounds: list[Round] = []
        self._conversation = conversation
        self._state, self._ticket = OVER, 0
        self._round: Optional[Round] = None
        self._asked: Optional[datetime] = None  # the first message of the shopper's latest turn
        self._replied = True  # whether anybody said anything after it
        self._with_round: set[int] = set()

    def step(self, step: Step) -> None:
        self._state, self._ticket = step.state, step.ticket
        if step.state == OVER:
            self._end(over=step.at)
        elif step.state != PROMISED and not self._replied:
            self._begin(self._asked)

    def message(self, said: Said) -> None:
        if said.author == "shopper":
            if self._replied:
                self._asked, self._replied = said.at, False
            if self._state in (WAITING, AGENT):
                self._begin(said.at)
            return
        if said.author == "agent":
            self._end(answered=said.at, by=said.by or "")
            self._with_round.add(self._ticket)  # who was promised a call back got it; what they say next is not the first
        self._replied = True

    def _begin(self, at: Optional[datetime]) -> None:
        if self._round is None and at is not None:
            self._round = Round(self._conversation, self._ticket, at, self._ticket not in self._with_round)
            self._with_round.add(self._ticket)
            self.rounds.append(self._round)

    def _end(self, answered: Optional[datetime] = None, by: str = "", over: Optional[datetime] = None) -> None:
        if self._round is not None:
            self._round.answered, self._round.by, self._round.over = answered, by, over
            self._round = None


def _in_order(said: Sequence[Said], steps: Sequence[Step]) -> Iterator[Union[Said, Step]]:
    """Messages in the order of the transcript; a change at the same moment as a message comes after a shopper's and before a reply."""
    waiting = list(reversed(steps))
    for message in said:
        while waiting and (waiting[-1].at < message.at or (waiting[-1].at == message.at and message.author != "shopper")):
            yield waiting.pop()
        yield message
    yield from reversed(waiting)
