"""Which neighbours end in one answer that reads the record: taking one for the other names it wrongly and answers it rightly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import yaml

FILE = Path("data", "calibration", "same_answer.yml")


@dataclass(frozen=True)
class Group:
    """Any of `meant` understood as any of `intents` gets the answer it wanted; `why` says so to a person."""

    intents: frozenset[str]
    meant: frozenset[str]
    why: str


class SameAnswer:
    """All groups together."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self.groups = tuple(groups)

    def right(self, labels: Iterable[str], named: str) -> bool:
        """Whether the answer to `named` is one that some label wanted."""
        wanted = set(labels)
        return named in wanted or any(named in group.intents and wanted & group.meant for group in self.groups)


def read_same_answer(path: Path) -> SameAnswer:
    """A list of {intents, why} and, where it holds in one direction only, `meant`. Raises ValueError naming the file."""
    rows = yaml.safe_load(path.read_text("utf8")) or []
    if not all(isinstance(row, dict) and isinstance(row.get("intents"), list) and row.get("why") for row in rows):
        raise ValueError(f"{path} 里每一条都要有 intents（意图名的列表）和 why（为什么是同一个回答）。")
    return SameAnswer(Group(frozenset(r["intents"]), frozenset(r.get("meant") or r["intents"]), r["why"]) for r in rows)
