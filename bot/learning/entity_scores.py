"""How well entities are found: precision, recall and F1 by kind, on messages somebody labelled without seeing the rules.

A labelled file is a list of `- text: "…"` with `entities: {kind: value, kind: [value, value]}`; every kind that is not there is meant
not to be found. What counts as right:

- a value equal to the labelled one, each found value once; body measures (cm, kg) within 0.1, money within half a fen;
- a day (`date`, ISO) when the calendar puts the found word on it: the coming such day for a labelled day from today on, the last such
  day for one before. Words have no tense (周五), whoever asks the calendar says which;
- a place when what is found is a part of it that the list of places knows: 深圳 for 深圳南山, 内蒙古 and 包头 together once;
- a colour with or without 色.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence, Union

import yaml

from bot.understanding.days import day_meant, day_past

MEASURES = ("height", "weight", "bust", "waist", "hip", "shoulder", "foot_length")
KINDS = (*MEASURES, "size", "colour", "product", "order_number", "tracking_number", "phone", "date", "money", "place")
CLOSE = {**dict.fromkeys(MEASURES, 0.1), "money": 0.005}

Value = Union[str, float]
Extract = Callable[[str], Sequence[Mapping[str, Any]]]  # a message → entities in Rasa's form


@dataclass(frozen=True)
class Labelled:
    """A message and what should be found in it: kind → values."""

    text: str
    entities: Mapping[str, tuple[Value, ...]]


@dataclass
class Count:
    """How many values of a kind were right, found but not labelled, and labelled but not found."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, other: Count) -> None:
        self.right, self.extra, self.missed = self.right + other.right, self.extra + other.extra, self.missed + other.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """1.0 where there was nothing to find and nothing was found."""
        return 2 * self.right / (2 * self.right + self.extra + self.missed) if self.right + self.extra + self.missed else 1.0


@dataclass(frozen=True)
class Failing:
    """A message in which something was missed or found too much: (kind, value) each."""

    text: str
    missed: tuple[tuple[str, Value], ...]
    extra: tuple[tuple[str, Value], ...]

    def __str__(self) -> str:
        return f"{self.text!r} missed {dict_of(self.missed)} extra {dict_of(self.extra)}"


@dataclass
class EntityScores:
    """`by_kind` in the order of KINDS, `all` their sum (micro average), `messages` how many were read, `failing` the others than right."""

    by_kind: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    all: Count = field(default_factory=Count)
    messages: int = 0
    failing: list[Failing] = field(default_factory=list)


def read_labelled(path: Path) -> list[Labelled]:
    """Raises ValueError for a message without text, an unknown kind, or a text that is there twice."""
    found: dict[str, Labelled] = {}
    for row in yaml.safe_load(path.read_text("utf8")):
        text, entities = row.get("text"), row.get("entities") or {}
        unknown = set(entities) - set(KINDS)
        if not text or unknown or text in found:
            raise ValueError(f"{path.name}: {text!r} is empty, there twice, or has kinds other than {', '.join(KINDS)}: {sorted(unknown)}")
        found[text] = Labelled(text, {kind: tuple(v if isinstance(v, list) else [v]) for kind, v in entities.items()})
    return list(found.values())


def entity_scores(labelled: Iterable[Labelled], extract: Extract, now: datetime, knows_place: Callable[[str], Any]) -> EntityScores:
    """Scores of `extract`. `now` is the moment of the calendar; `knows_place` says whether a word is in the list of places."""
    scores = EntityScores()
    for one in labelled:
        missed, extra = [], []
        found = _values(extract(one.text))
        for kind in KINDS:
            right, left, more = _compared(kind, one.entities.get(kind, ()), found.get(kind, ()), now, knows_place)
            scores.by_kind[kind].add(Count(right, len(more), len(left)))
            missed += [(kind, value) for value in left]
            extra += [(kind, value) for value in more]
        scores.messages += 1
        if missed or extra:
            scores.failing.append(Failing(one.text, tuple(missed), tuple(extra)))
    for count in scores.by_kind.values():
        scores.all.add(count)
    return scores


def _values(entities: Sequence[Mapping[str, Any]]) -> dict[str, list[Value]]:
    """kind → values without repetitions."""
    found: dict[str, list[Value]] = {}
    for entity in entities:
        values = found.setdefault(entity["entity"], [])
        if entity["value"] not in values:
            values.append(entity["value"])
    return found


def _compared(
    kind: str, labelled: Sequence[Value], found: Sequence[Value], now: datetime, knows_place: Callable[[str], Any]
) -> tuple[int, list[Value], list[Value]]:
    """How many are right, which labelled ones are left, and which found ones too many."""
    left, more = [], list(found)
    for value in labelled:
        same = [other for other in more if _same(kind, value, other, now)][:1]
        if not same and kind == "place":
            same = [other for other in more if str(other) in str(value) and knows_place(str(other))]
        for other in same:
            more.remove(other)
        left += [] if same else [value]
    return len(labelled) - len(left), left, more


def _same(kind: str, labelled: Value, found: Value, now: datetime) -> bool:
    if kind in CLOSE:
        return abs(float(labelled) - float(found)) <= CLOSE[kind] + 1e-9
    if kind == "date":
        calendar = day_meant if str(labelled) >= now.date().isoformat() else day_past
        return str(calendar(str(found), now)) == str(labelled)
    if kind == "colour":
        return str(labelled).removesuffix("色") == str(found).removesuffix("色")
    return str(labelled) == str(found)


def dict_of(pairs: Sequence[tuple[str, Value]]) -> dict[str, list[Value]]:
    """kind → its values."""
    return {kind: [value for other, value in pairs if other == kind] for kind, _ in pairs}
