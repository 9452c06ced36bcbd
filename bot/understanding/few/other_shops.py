"""The questions of other shops, written to learn from: data/calibration/other_shops/*.yml, each an entry's question, similar ones, answer,
and what others say instead: a colleague who knew the question and its answer alone (again), shoppers in plain words (typed), and shoppers
in words of their own (heldout: the first near to it, the last far away)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
import yaml

from bot.understanding.few.entries import Entries
from bot.understanding.normalise import normalise

PHRASINGS = 3  # of each entry; entries with fewer are left out, so that lessons are tables
ASKED = ("again", "typed", "near", "between", "far")
_HELD_OUT = 3


@dataclass(frozen=True)
class OtherShop:
    """One file. `asked` (entries, ASKED): how others put each question."""

    entries: Entries
    asked: tuple[tuple[str, ...], ...]


def read(folder: Path) -> list[OtherShop]:
    """All files of a folder in the order of their names. Raises FileNotFoundError when there are none, or none has an entry with everything
    that is needed: weights learnt from nothing would answer anything."""
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise FileNotFoundError(f"没有别家店的问答可以学：{folder} 里要有 .yml 文件（config.yml 的 other_shops）")
    shops = [_read(file) for file in files]
    if not any(len(shop.entries) for shop in shops):
        raise FileNotFoundError(f"{folder} 里没有一条写全的问答：每条要有 question、两句 similar、answer、again、typed 和三句 heldout")
    return shops


def _read(file: Path) -> OtherShop:
    rows = [row for row in yaml.load(file.read_text("utf8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if _complete(row)]
    rows.sort(key=lambda row: row["name"])
    said = [tuple(normalise(text) for text in (row["question"], *row["similar"])[:PHRASINGS]) for row in rows]
    entries = Entries(tuple(row["name"] for row in rows), tuple(said), tuple(normalise(row["answer"]) for row in rows))
    asked = ((row["again"], row["typed"], *row["heldout"][:_HELD_OUT]) for row in rows)
    return OtherShop(entries, tuple(tuple(normalise(text) for text in texts) for texts in asked))


def _complete(row: dict) -> bool:
    return len(row["similar"]) + 1 >= PHRASINGS and len(row["heldout"]) >= _HELD_OUT and bool(row.get("again") and row.get("typed"))


def joined(shops: Sequence[OtherShop]) -> OtherShop:
    """Several shops as one with all their entries."""
    parts = [shop.entries for shop in shops]
    entries = Entries(*(tuple(one for part in parts for one in getattr(part, name)) for name in ("labels", "phrasings", "answers")))
    return OtherShop(entries, tuple(asked for shop in shops for asked in shop.asked))


def owners(count: int) -> np.ndarray:
    """The entry of each phrasing, row by row."""
    return np.repeat(np.arange(count), PHRASINGS)
