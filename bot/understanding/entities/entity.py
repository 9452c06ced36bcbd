"""What every family of entities returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union

Value = Union[str, int, float]


@dataclass(frozen=True)
class Entity:
    """Something said at text[start:end] of the folded message; `value` is normalised (cm, kg, the catalogue's words)."""

    name: str
    value: Value
    start: int
    end: int

    def as_dict(self, start: int, end: int, text: str) -> dict[str, Any]:
        """In Rasa's form, at its place in the original message."""
        return {"entity": self.name, "value": self.value, "start": start, "end": end, "text": text[start:end]}
