"""What the desk's templates are given: rows and lines made ready to be shown, nothing to decide in the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional

from bot.channels.checking import OUR_IMAGES
from bot.handoff import Ticket
from bot.stores import Order


@dataclass(frozen=True)
class QueueRow:
    """A ticket in the list; `waited` is in seconds, `colour` 0–3 by the shop's limits."""

    ticket: Ticket
    waited: int
    colour: int
    title: str
    percent: Optional[int]


@dataclass(frozen=True)
class Line:
    """One thing said. `title` and `percent` are what the bot made of it, for its own bubbles."""

    id: int
    author: str
    said_by: str
    text: str
    at: datetime
    title: str = ""
    percent: Optional[int] = None
    buttons: tuple[str, ...] = ()
    card: str = ""
    picture: str = ""
    link: str = ""
    handed_over: bool = False


def queue_rows(tickets: list[Ticket], now: datetime, limits: tuple[int, ...], titles: Mapping[str, str]) -> list[QueueRow]:
    """Rows in the order of the queue."""
    rows = []
    for ticket in tickets:
        waited = max(0, int((now - ticket.opened_at).total_seconds()))
        colour = sum(waited >= limit for limit in limits)
        rows.append(QueueRow(ticket, waited, colour, titles.get(ticket.intent or "", ticket.intent or ""), percent_of(ticket.confidence)))
    return rows


def lines_of(history: list[dict[str, Any]], ticket: Ticket, titles: Mapping[str, str]) -> list[Line]:
    """The transcript; the first line from the handover on is marked."""
    after = next((row["seq"] for row in history if row["at"] >= ticket.opened_at and row["author"] != "shopper"), None)
    return [_line(row, row["seq"] == after, titles) for row in history]


def _line(row: dict[str, Any], handed_over: bool, titles: Mapping[str, str]) -> Line:
    image = row["image_url"] or ""
    own = image.startswith(OUR_IMAGES)
    return Line(
        row["seq"], row["author"], row["said_by"] or "", row["text"], row["at"], titles.get(row["intent"] or "", row["intent"] or ""),
        percent_of(row["confidence"]), tuple(b["title"] for b in row["buttons"] or []), _card_words(row),
        image[len(OUR_IMAGES):] if own else "", "" if own else image, handed_over)


def _card_words(row: dict[str, Any]) -> str:
    """A card in one line: its number or name."""
    if row["card"]:
        return " ".join(str(row["card"][k]) for k in ("title", "name", "number", "carrier", "tracking", "price") if row["card"].get(k))
    return {"product": row["product"], "order": row["order_number"]}.get(row["kind"]) or ""


def percent_of(confidence: Optional[float]) -> Optional[int]:
    """A confidence as whole per cent."""
    return None if confidence is None else round(confidence * 100)


def order_words(order: Order) -> dict[str, Any]:
    """An order, short."""
    parcel = next((p for p in reversed(order.parcels) if p.last), None)
    return {
        "number": order.number, "status": order.status, "total": order.total, "placed": order.created_at,
        "goods": "、".join(f"{line.title} {line.colour} {line.size} ×{line.quantity}" for line in order.lines),
        "last": parcel.last if parcel else None, "case": order.open_case,
    }  # fmt: skip
