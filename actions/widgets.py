"""The cards a chat window can show beside a sentence: plain JSON, nothing in it that must stay masked."""

from __future__ import annotations

from typing import Any

from actions.order_state import state_of
from actions.words import Words, money
from bot.stores import Order, Parcel

EVENTS = 5


def order_card(order: Order, words: Words) -> dict[str, Any]:
    """An order: what, how much, in which state, placed when."""
    return {
        "type": "order",
        "number": order.number,
        "status": words(f"state_{state_of(order, words.content, words.now)}"),
        "title": words.items(order.lines),
        "total": money(order.total),
        "placed_at": words.when(order.created_at),
    }


def parcel_card(parcel: Parcel, words: Words) -> dict[str, Any]:
    """A parcel with its newest trace events first."""
    newest = list(reversed(parcel.events))[:EVENTS]
    return {
        "type": "parcel",
        "tracking": parcel.tracking,
        "carrier": parcel.carrier,
        "status": words(f"parcel_{parcel.status}"),
        "events": [{"at": words.when(event.at), "place": event.place, "text": event.text} for event in newest],
    }
