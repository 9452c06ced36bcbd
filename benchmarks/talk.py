"""What is said in the benchmark, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent / "talk.yml"
CYCLE = 29  # of the long conversation: its messages 5-15 and 295-305 are then the same words
LONG = 305


@dataclass(frozen=True)
class Said:
    """One message. `order` says that it is about the shopper's own orders."""

    shopper: str
    text: str
    order: bool


def mixed(file: Path = FILE) -> list[Said]:
    """All conversations at once: everybody's first message, everybody's second, …"""
    spoken = yaml.safe_load(file.read_text("utf8"))
    rounds = max(len(lines) for lines in spoken.values())
    return [_said(who, lines[i]) for i in range(rounds) for who, lines in spoken.items() if i < len(lines)]


def long(file: Path = FILE) -> list[Said]:
    """One conversation of 305 messages: a cycle of mixed talk, a quarter about the orders of the shopper who holds it."""
    talk = mixed(file)
    orders, other = [s.text for s in talk if s.order], [s.text for s in talk if not s.order]
    cycle = [Said("demo-06", (orders if i % 4 == 1 else other)[i], i % 4 == 1) for i in range(CYCLE)]
    return [cycle[i % CYCLE] for i in range(LONG)]


def slices(talk: list[Said], pieces: int) -> list[list[Said]]:
    """Consecutive pieces, as even as they come."""
    edges = [round(i * len(talk) / pieces) for i in range(pieces + 1)]
    return [talk[a:b] for a, b in zip(edges, edges[1:])]


def _said(shopper: str, line: str) -> Said:
    return Said(shopper, line.removeprefix("* "), line.startswith("* "))
