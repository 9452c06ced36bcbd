"""What shoppers thought of being served by a person, on the day they said it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Optional, Sequence

from bot.handoff import changes as kinds
from bot.reporting.figures import share
from bot.reporting.report import Report


@dataclass(frozen=True)
class Satisfaction:
    """`asked`: how many were asked; `grades`: how many gave each; `whys`: what they said was wrong."""

    asked: int
    grades: Counter
    whys: Sequence[str] = ()

    @property
    def rated(self) -> int:
        return sum(self.grades.values())

    def share(self, grade: str) -> Optional[float]:
        """Of those who gave any."""
        return share(self.grades[grade], self.rated)


def satisfaction(report: Report, agent: Optional[str] = None) -> Satisfaction:
    """Of everybody, or of what one agent had in hand when it ended."""
    def theirs(id: Optional[int]) -> bool:
        ticket = report.tickets.get(id or 0)
        return agent is None or (ticket is not None and (ticket.agent or "") == agent)

    rated = [change for change in report.changes(kinds.RATED) if theirs(change.ticket)]
    grades = {change.ticket: change.detail["grade"] for change in rated if isinstance(change.detail.get("grade"), str)}
    whys = [change.detail["why"] for change in rated if isinstance(change.detail.get("why"), str)]
    asked = sum(report.span.has(ticket.asked_at) for id, ticket in report.tickets.items() if theirs(id))
    return Satisfaction(asked, Counter(grades.values()), whys)
