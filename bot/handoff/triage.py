"""Which team a ticket goes to and how pressing it is, with the reasons, by the rules of shop.yml. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Mapping, Optional

COMPLAINT = "complaint"


@dataclass(frozen=True)
class Case:
    """What is known about a shopper when a person is fetched. `anger` 0–2, `threat` a code or None (bot.understanding.mood),
    `signs` the words that say so, `money` the order in question (yuan), `orders` how many the shopper has placed."""

    reason: str
    topic: Optional[str] = None
    anger: int = 0
    threat: Optional[str] = None
    urgent: bool = False
    signs: tuple[str, ...] = ()
    money: Optional[Decimal] = None
    orders: int = 0


@dataclass(frozen=True)
class Triage:
    """`because` lists {"code", "points", "words"}: what the priority is made of, shown at the desk and kept with the ticket."""

    topic: Optional[str] = None
    team: Optional[str] = None
    priority: int = 0
    because: list[dict[str, Any]] = field(default_factory=list)


def triage(case: Case, desk: Any) -> Triage:
    """The decision. `desk` is the `desk` part of the shop's settings."""
    because = [reason for reason in _reasons(case, desk.priority) if reason["points"]]
    return Triage(case.topic, _team(case, desk.teams), sum(reason["points"] for reason in because), because)


def _team(case: Case, teams: Mapping[str, tuple[str, ...]]) -> str:
    """Anger goes before the topic: who handles complaints can also look up a parcel."""
    upset = case.reason == COMPLAINT or case.anger >= 2 or case.threat is not None
    for word in ((COMPLAINT,) if upset else ()) + (case.topic, case.reason):
        found = next((team for team, words in teams.items() if word in words), None)
        if found:
            return found
    return next(iter(teams))


def _reasons(case: Case, points: Any) -> list[dict[str, Any]]:
    signs = "、".join(case.signs)
    found = [_reason("threat", points.threat, signs)] if case.threat else []
    if case.anger or case.reason == COMPLAINT:
        angry = case.anger >= 2 or case.reason == COMPLAINT
        found.append(_reason("angry" if angry else "annoyed", points.angry if angry else points.annoyed, signs))
    if case.urgent:
        found.append(_reason("urgent", points.urgent, signs))
    if case.money:
        worth = min(points.most_for_money, int(case.money / 100 * points.per_hundred_yuan))
        found.append(_reason("money", worth, f"¥{case.money}"))
    if case.orders >= points.regular_from_orders:
        found.append(_reason("regular", points.regular, str(case.orders)))
    return found


def _reason(code: str, points: int, words: str) -> dict[str, Any]:
    return {"code": code, "points": points, "words": words}
