"""What an action gives back: replies by name with their values, and what to remember."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Optional


def button(title: str, **means: Any) -> dict[str, Any]:
    """A button. Pressing it (or typing its title) sets `means` on the next question:
    product=, sku=, order=, intent=, size=, colour=, confirmed=True/False, data={...}."""
    return {"title": title, "payload": title, "means": means}


@dataclass
class Reply:
    """One bubble: the name of a wording in data/shop/replies and the values it is filled with."""

    name: str
    values: dict[str, Any]
    buttons: list[dict[str, Any]]
    card: Optional[dict[str, Any]]


@dataclass
class Answer:
    """The bubbles of one answer and the conversation's new memory (slots of domain.yml)."""

    replies: list[Reply] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)

    def say(self, name: str, *, buttons: Iterable[dict] = (), card: Optional[dict] = None, **values: Any) -> "Answer":
        """Adds a bubble; `name` starts with utter_."""
        self.replies.append(Reply(name, values, list(buttons), card))
        return self

    def ask(self, what: str, name: str, *, buttons: Iterable[dict] = (), data: Optional[dict] = None, **values: Any) -> "Answer":
        """Asks the shopper for something; the next message is read as its answer where it fits.

        `what` is one of product, order, measures, confirm, address, size, colour, place, reason, image."""
        self.slots["awaiting"] = {"what": what, "data": data or {}}
        return self.say(name, buttons=buttons, **values)

    def remember(self, **slots: Any) -> "Answer":
        """Sets conversation memory: product, sku, order, measures."""
        self.slots.update(slots)
        return self

    def hand_over(self, reason: str) -> "Answer":
        """Asks the server to queue this conversation for a person after these replies.

        `reason` is a key of data/shop/replies/human.yml's reasons, e.g. quality, compensation, limit."""
        self.slots["hand_over"] = reason
        return self
