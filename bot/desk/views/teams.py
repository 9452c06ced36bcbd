"""The teams a conversation can be transferred to, with who is there to take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

from bot.handoff import Colleague


@dataclass(frozen=True)
class TeamRow:
    """`online`: how many of its people are at their desks and 在线; `free`: how many of those have room."""

    name: str
    online: int
    free: int


def team_rows(teams: Iterable[str], colleagues: Sequence[Colleague], agent: str) -> list[TeamRow]:
    """Every team; the one who transfers counts in none of them."""
    there = [one for one in colleagues if one.name != agent and one.here and one.status == "online"]
    return [TeamRow(team, sum(one.serves(team) for one in there), sum(one.serves(team) and one.free for one in there)) for team in teams]
