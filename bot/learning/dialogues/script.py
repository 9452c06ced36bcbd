"""Reads the dialogues: one YAML file a topic, one claim a dialogue.

A dialogue has a `name` (the claim, in Chinese), a `shopper` (a demonstration shopper's id, or nobody for a guest without
orders), `closed: true` for half past eleven at night, `xfail` with a reason for what is beyond today's understanding, and
`turns`. A turn sends one thing: `say` (text), `product` or `order` (a card), `image`, or `press` (a part of a button's title,
or its place in the row); `say` may come with a card or a picture. The rest of a turn is what the answer must be:

reply: names of replies of which one must be there, `*` at the end for any ending · has: words that must all be said, a list
inside for any of them · lacks: words that must not be said · titles_lack: words that no button may have · buttons: true, or
parts of titles that must be offered · holder: bot or waiting · queued: whether a ticket waits · questions: how many different
questions are answered · silent: true for at most one notice, a sentence of ours that answers nothing · then: facts of the
record afterwards, as expression: words it must contain.

Words may hold {expressions} on the shop's content and the shopper's records; see facts.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import yaml

from bot.settings import ROOT

FOLDER = ROOT / "tests" / "conversations"
SENT = {"say", "product", "order", "image", "press"}
EXPECTED = {"reply", "has", "lacks", "titles_lack", "buttons", "holder", "queued", "questions", "silent", "then"}


@dataclass(frozen=True)
class Dialogue:
    """One conversation. `id` is the shopper's identity on the bridge, which no other dialogue has."""

    id: str
    name: str
    shopper: Optional[str]
    closed: bool
    xfail: Optional[str]
    turns: tuple[dict[str, Any], ...]


def dialogues() -> list[Dialogue]:
    """Every dialogue of every file."""
    return [_dialogue(file.stem, i, one) for file in sorted(FOLDER.glob("*.yml"))
            for i, one in enumerate(yaml.safe_load(file.read_text("utf8")), 1)]


def _dialogue(topic: str, number: int, one: dict[str, Any]) -> Dialogue:
    id = f"{topic}-{number:02d}"
    for turn in one["turns"]:
        unknown = set(turn) - SENT - EXPECTED
        assert not unknown and set(turn) & SENT, f"{id} {one['name']}: a turn has unknown {unknown} or sends nothing: {turn}"
    return Dialogue(id, one["name"], one.get("shopper"), bool(one.get("closed")), one.get("xfail"), tuple(one["turns"]))
