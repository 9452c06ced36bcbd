"""What a message turned out to ask: one or several questions, each with what it named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

MEASURES = ("height", "weight", "foot_length", "waist", "bust", "hip", "shoulder")
CARD = {"product": "product_card", "order": "order_card", "image": "image"}


@dataclass
class Understood:
    """One question. `sure` says whether the bot may answer it by itself (`needed` is the confidence that takes); `awaiting` and
    `confirmed` answer our own question; `going_on` is what the last question said that this fragment of one leaves out, and
    `not_order` the order it says it is not about. `shut_out` is the confidence of own questions that are not answered now."""

    intent: str
    confidence: float
    text: str
    sure: bool
    entities: dict[str, Any] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)
    ranking: list[dict[str, Any]] = field(default_factory=list)
    confirmed: Optional[bool] = None
    awaiting: dict[str, Any] = field(default_factory=dict)
    needed: float = 1.0
    going_on: dict[str, Any] = field(default_factory=dict)
    not_order: Optional[str] = None
    shut_out: float = 0.0

    @property
    def over(self) -> bool:
        """Whether it surely asks what the shop has no answer to any more."""
        return self.shut_out >= self.needed

    @property
    def measures(self) -> dict[str, float]:
        """The measures said in this message, cm and kg."""
        return {name: self.entities[name] for name in MEASURES if name in self.entities}


def first_values(said: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Entity name → its first value."""
    values: dict[str, Any] = {}
    for entity in said:
        values.setdefault(entity["entity"], entity["value"])
    return values
