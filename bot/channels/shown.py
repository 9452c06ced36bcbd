"""What of the record a shopper's own page may see: who said what, but not what anybody thought of it."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from bot.channels.checking import OUR_IMAGES
from bot.handoff import Spoken
from bot.shop import Content
from bot.stores import Order


def bubble(spoken: Spoken) -> dict[str, Any]:
    """Something said to the shopper."""
    return {
        "id": spoken.id, "author": spoken.author, "agent": spoken.said_by, "text": spoken.text, "buttons": _buttons(spoken.buttons),
        "card": spoken.card, "image_url": _own_image(spoken.image_url), "at": spoken.at.isoformat() if spoken.at else None,
    }  # fmt: skip


def line(row: Mapping[str, Any], orders: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """A row of the transcript, of either side. `orders` are the shopper's own, as cards by number."""
    return {
        "id": str(row["seq"]), "author": row["author"], "agent": row["said_by"], "text": row["text"], "buttons": _buttons(row["buttons"] or ()),
        "card": row["card"] or _sent_card(row, orders, content), "image_url": _own_image(row["image_url"]), "at": row["at"].isoformat(),
        "kind": row["kind"], "message": row["external_id"],
    }  # fmt: skip


def order_card(order: Order) -> dict[str, Any]:
    """A small order card, in the form replies use too."""
    first = order.lines[0] if order.lines else None
    title = f"{first.title} {first.colour} {first.size}" if first else ""
    pieces = sum(line.quantity for line in order.lines)
    return {"type": "order", "number": order.number, "status": order.status, "title": title, "pieces": pieces,
            "total": str(order.total), "placed_at": order.created_at.isoformat()}


def _buttons(buttons: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"title": b["title"], "payload": b["payload"]} for b in buttons]


def _sent_card(row: Mapping[str, Any], orders: Mapping[str, Any], content: Content) -> Optional[dict[str, Any]]:
    """The card a shopper sent, made again from its number; somebody else's number shows nothing but itself."""
    if row["kind"] == "order":
        return orders.get(row["order_number"]) or {"type": "order", "number": row["order_number"]}
    product = content.product_of(row["product"] or "")
    if row["kind"] != "product" or product is None:
        return None
    return {"type": "product", "id": product.id, "name": product.name, "price": product.price, "url": product.link}


def _own_image(address: Optional[str]) -> Optional[str]:
    return address if address and address.startswith(OUR_IMAGES) else None
