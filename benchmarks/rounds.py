"""The measuring itself: the same talk to both servers, in turns."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any, Mapping

from benchmarks.side import Side
from benchmarks.talk import Said, long, mixed, slices

SLICES = 12  # of the 300 messages: ours, stock, ours, stock, …
EARLY, LATE = slice(4, 15), slice(294, 305)  # messages 5-15 and 295-305
SETTLE = 0.05  # seconds for work that goes on after an answer


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of one message, of the server and of the action server, and whether it was answered."""

    server: float
    actions: float
    order: bool
    answered: bool


def message(side: Side, said: Said) -> Cost:
    """Sends one message and counts what it cost."""
    before = side.cpu()
    replies = side.ask(said)
    after = side.cpu()
    return Cost((after[0] - before[0]) * 1000, (after[1] - before[1]) * 1000, said.order, bool(replies))


def talked(side: Side, talk: list[Said]) -> tuple[list[Cost], float, float]:
    """All messages of a piece; and the piece as a whole, ms a message, so that nothing done between answers is lost."""
    before = side.cpu()
    costs = [message(side, said) for said in talk]
    time.sleep(SETTLE)
    after = side.cpu()
    return costs, (after[0] - before[0]) * 1000 / len(talk), (after[1] - before[1]) * 1000 / len(talk)


def mixed_talk(sides: Mapping[str, Side]) -> dict[str, dict[str, Any]]:
    """300 messages of 30 shoppers, in interleaved pieces. ms a message by side."""
    pieces = slices(mixed(), SLICES)
    found: dict[str, list[tuple[list[Cost], float, float]]] = {name: [] for name in sides}
    for piece in pieces:
        for name, side in sides.items():
            found[name].append(talked(side, piece))
    return {name: _summed(each) for name, each in found.items()}


def _summed(pieces: list[tuple[list[Cost], float, float]]) -> dict[str, Any]:
    every = [cost for costs, _, _ in pieces for cost in costs]
    return {
        "messages": len(every), "answered": sum(c.answered for c in every),
        "server": mean(p[1] for p in pieces), "actions": mean(p[2] for p in pieces), "pieces": [p[1] for p in pieces],
        "order_question": mean(c.server for c in every if c.order), "other_message": mean(c.server for c in every if not c.order),
    }


def long_talk(sides: Mapping[str, Side]) -> dict[str, dict[str, Any]]:
    """One conversation of 305 messages with each: what messages 5-15 and 295-305 cost, medians in ms."""
    return {name: _grown([message(side, said) for said in long()]) for name, side in sides.items()}


def _grown(costs: list[Cost]) -> dict[str, Any]:
    early, late = ([c.server for c in costs[part]] for part in (EARLY, LATE))
    growth = median(late) / median(early)
    return {"message_10": median(early), "message_300": median(late), "growth": growth, "answered": sum(c.answered for c in costs)}


def one_round(sides: Mapping[str, Side]) -> dict[str, Any]:
    """Starts both afresh, talks, measures memory, talks long, stops both."""
    found: dict[str, Any] = {}
    try:
        found["start"] = {name: asdict(side.start()) for name, side in sides.items()}
        found["mixed"] = mixed_talk(sides)
        found["memory"] = {name: dict(zip(("server", "actions"), side.memory())) for name, side in sides.items()}
        found["long"] = long_talk(sides)
        found["memory_after_long"] = {name: side.memory()[0] for name, side in sides.items()}
    finally:
        for side in sides.values():
            side.stop()
    return found
