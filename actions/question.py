"""What an action gets to answer: one question of one shopper, with everything the conversation already knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Mapping, Optional

from bot.shop import Content, Product, Sku
from bot.stores import Order, Stores


@dataclass
class Question:
    """One question. `shopper` comes from the channel, never from the text.

    `entities` maps an entity's name to its normalised value (the first one said), `said` keeps them all.
    `measures` are centimetres and kilograms, merged from the conversation and this message.
    `awaiting` is what the bot asked last: {"what": ..., "intent": ..., "data": {...}} or {}.
    `product_before` is the product talked about before the one in view ("这两个哪个厚"), when the turn knows it.
    `going_on` is what the last question said and this fragment of one leaves out: text, size and colour, as in `awaiting`'s data.
    `not_order` is the order the shopper says is not the one meant.
    `rehearsal`: an agent wants to see what would be said; nothing may be written.
    `confirmed` is True or False when the shopper answered a yes/no question of ours, else None.
    """

    intent: str
    text: str
    shopper: str
    message_id: str
    stores: Stores
    content: Content
    now: Any
    entities: dict[str, Any] = field(default_factory=dict)
    said: list[dict] = field(default_factory=list)
    measures: dict[str, float] = field(default_factory=dict)
    awaiting: dict[str, Any] = field(default_factory=dict)
    confirmed: Optional[bool] = None
    product_id: Optional[str] = None
    sku_id: Optional[str] = None
    order_number: Optional[str] = None
    image_url: Optional[str] = None
    previous_intent: Optional[str] = None
    product_before: Optional[str] = None
    going_on: dict[str, Any] = field(default_factory=dict)
    not_order: Optional[str] = None
    rehearsal: bool = False

    @cached_property
    def product(self) -> Optional[Product]:
        """The product this question is about: this message's, else the one last talked about."""
        return self.content.products.get(self.product_id) if self.product_id else None

    @cached_property
    def sku(self) -> Optional[Sku]:
        """The exact colour and size in view, when a goods card or an order line named one."""
        found = self.content.by_sku.get(self.sku_id) if self.sku_id else None
        return found[1] if found else None

    @cached_property
    def orders(self) -> list[Order]:
        """All orders of this shopper, newest first."""
        return list(self.stores.orders.of(self.shopper))

    @cached_property
    def order(self) -> Optional[Order]:
        """The order in view; None when there is none or it is somebody else's."""
        if not self.order_number:
            return None
        return next((o for o in self.orders if o.number == self.order_number), None)

    @classmethod
    def from_tracker(cls, tracker: Any, stores: Stores, content: Content, now: Any) -> "Question":
        """Reads what the server's turn put into the message's metadata; slots hold the conversation's memory."""
        given: Mapping[str, Any] = (tracker.latest_message.get("metadata") or {}).get("question") or {}
        if "shopper" not in given:
            raise ValueError("a question came without its shopper: only the server's own turn may call actions")
        return cls(stores=stores, content=content, now=now, **given)
