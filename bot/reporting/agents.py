"""What each agent did."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.handoff import changes as kinds
from bot.reporting.figures import Times
from bot.reporting.report import Report
from bot.reporting.rounds import IN_TIME, Round
from bot.reporting.satisfaction import Satisfaction, satisfaction


@dataclass
class AgentDay:
    """`taken`: conversations they took; `passed_on`: gave to a colleague; `taken_back`: the clock took from them unanswered;
    `rounds`: those they answered that count."""

    name: str
    satisfaction: Satisfaction
    taken: int = 0
    replies: int = 0
    ended: int = 0
    passed_on: int = 0
    taken_back: int = 0
    rounds: list[Round] = field(default_factory=list)

    @property
    def in_time(self) -> int:
        return sum(one.verdict == IN_TIME for one in self.rounds)

    @property
    def first_reply(self) -> Times:
        return Times.of(one.seconds for one in self.rounds if one.first)

    @property
    def reply(self) -> Times:
        return Times.of(one.seconds for one in self.rounds)


def agents(report: Report) -> list[AgentDay]:
    """Everybody who did anything, by name."""
    found: dict[str, AgentDay] = {}

    def of(name: object) -> AgentDay:
        known = name if isinstance(name, str) else ""
        if known not in found:
            found[known] = AgentDay(known, satisfaction(report, known))
        return found[known]

    for change in report.changes(kinds.TAKEN):
        of(change.by).taken += 1
    for change in report.changes(kinds.TRANSFERRED):
        of(change.by).passed_on += 1
    for change in [*report.changes(kinds.ENDED), *report.changes(kinds.GIVEN_BACK)]:
        if change.by != kinds.CLOCK:
            of(change.by).ended += 1
    for change in report.changes(kinds.TAKEN_BACK):
        of(change.detail.get("agent")).taken_back += 1
    for said in report.replies:
        of(said.by).replies += 1
    for one in report.rounds:
        if one.counts and one.answered:
            of(one.by).rounds.append(one)
    for change in report.changes(kinds.RATED):
        ticket = report.tickets.get(change.ticket or 0)
        if ticket is not None and ticket.agent:
            of(ticket.agent)
    return [found[name] for name in sorted(found)]
