"""The summary at the head of a handed-over conversation: what an agent must know before saying a word. Nothing in it is guessed.

It is made anew at every look, so that the order and the parcel stand there as they are now, not as they were last night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

from bot.handoff import Customer, Ticket
from bot.stores import Order

TRIED, SHORT = 4, 60  # the bot's last answers that are shown, and how much of each


@dataclass(frozen=True)
class Tried:
    """One answer of the bot: what it took the question for, how sure it was (whole per cent), and how it began."""

    title: str
    percent: Optional[int]
    said: str


@dataclass(frozen=True)
class Card:
    """`wanted` are the shopper's words that led to the handover. `order` is the one in question, as it stands now; `since` what
    happened after the ticket was opened: the shopper's messages and the parcel's news. `measures` are cm and kg."""

    wanted: str
    about: str
    order: Optional[Order]
    product: str
    measures: Mapping[str, float]
    tried: tuple[Tried, ...]
    pictures: tuple[str, ...]
    orders: int
    tags: tuple[str, ...]
    because: tuple[Mapping[str, Any], ...]
    contact: str
    messages_since: int
    parcel_since: tuple[tuple[datetime, str], ...]


def card_of(ticket: Ticket, history: Sequence[Mapping[str, Any]], orders: Sequence[Order], customer: Customer, content: Any,
            titles: Optional[Mapping[str, str]] = None) -> Card:
    """`history` are the transcript's rows, `orders` the shopper's, newest first, `content` the shop's; `titles` what questions are called,
    by default only the built-in ones."""
    facts = ticket.facts
    order = next((one for one in orders if one.number == facts.get("order")), None)
    before = [row for row in history if row["at"] <= ticket.opened_at]
    product = content.product_of(facts.get("sku") or facts.get("product") or "")
    return Card(
        wanted=facts.get("wanted") or ticket.last_said,
        about=content.topics.titles.get(ticket.topic or "", ""),
        order=order,
        product=product.name if product else "",
        measures=facts.get("measures") or {},
        tried=_tried(before, content.intent_titles if titles is None else titles),
        pictures=tuple(row["image_url"] for row in history if row["author"] == "shopper" and row["image_url"]),
        orders=len(orders),
        tags=customer.tags,
        because=tuple(ticket.because),
        contact=ticket.contact or "",
        messages_since=sum(row["author"] == "shopper" and row["at"] > ticket.opened_at for row in history),
        parcel_since=_news(order, ticket.opened_at),
    )


def _tried(before: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> tuple[Tried, ...]:
    """The bot's last answers to questions, oldest first; several bubbles of one answer count once."""
    answers: dict[str, Tried] = {}
    for row in before:
        if row["author"] == "bot" and row["intent"] in titles and row["text"]:
            percent = None if row["confidence"] is None else round(row["confidence"] * 100)
            answers.setdefault(row["answers"] or str(row["seq"]), Tried(titles[row["intent"]], percent, _short(row["text"])))
    return tuple(list(answers.values())[-TRIED:])


def _news(order: Optional[Order], since: datetime) -> tuple[tuple[datetime, str], ...]:
    events = [event for parcel in (order.parcels if order else ()) for event in parcel.events if event.at > since]
    return tuple((event.at, event.text) for event in sorted(events, key=lambda event: event.at))


def _short(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= SHORT else first[: SHORT - 1] + "…"
