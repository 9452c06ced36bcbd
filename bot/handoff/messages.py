"""The plain values that travel between channels, dialogue and records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Optional

from bot.handoff.triage import Triage

Kind = Literal["text", "image", "product", "order"]
Holder = Literal["bot", "waiting", "agent"]
Author = Literal["shopper", "bot", "agent", "notice"]


@dataclass(frozen=True)
class Incoming:
    """One message of a shopper as a channel received and checked it. `id` is unique within the shopper's conversation."""

    id: str
    shopper: str
    kind: Kind = "text"
    text: str = ""
    product: Optional[str] = None
    order: Optional[str] = None
    image_url: Optional[str] = None
    sent_at: Optional[str] = None


@dataclass
class Spoken:
    """One bubble said to the shopper. `id` is empty until it is recorded; `button["means"]` never leaves the server."""

    text: str
    author: Author = "bot"
    buttons: list[dict[str, Any]] = field(default_factory=list)
    card: Optional[dict[str, Any]] = None
    intent: Optional[str] = None
    confidence: Optional[float] = None
    reply: Optional[str] = None
    id: str = ""
    answers: Optional[str] = None
    at: Optional[datetime] = None
    image_url: Optional[str] = None
    said_by: Optional[str] = None

    def public(self) -> dict[str, Any]:
        """The bridge's form of a reply (interfaces.md)."""
        shown = [{"title": b["title"], "payload": b["payload"]} for b in self.buttons]
        return {
            "id": self.id, "text": self.text, "buttons": shown, "card": self.card, "intent": self.intent,
            "confidence": self.confidence, "reply": self.reply, "author": self.author, "answers": self.answers,
            "image_url": self.image_url, "agent": self.said_by,
        }


@dataclass(frozen=True)
class Conversation:
    """A conversation's own record: `version` grows with every change of holder, `memory` is the dialogue's."""

    id: str
    channel: str
    shopper: str
    holder: Holder
    version: int
    agent: Optional[str]
    waiting_since: Optional[datetime]
    memory: dict[str, Any]


@dataclass(frozen=True)
class Handover:
    """Why a person is wanted. `reason` is asked, complaint, unsure, limit, failure or a topic's own word;
    `promised` is the opening time told to the shopper when the shop is closed now; `triage` says whose it is and how
    pressing; `facts` is what the bot had found out: goods, order, measures, pictures, questions asked;
    `offered_to` is the agent who has a head start until `offered_until`."""

    reason: str
    intent: Optional[str] = None
    confidence: Optional[float] = None
    wait: bool = True
    promised: Optional[datetime] = None
    triage: Triage = Triage()
    facts: dict[str, Any] = field(default_factory=dict)
    offered_to: Optional[str] = None
    offered_until: Optional[datetime] = None


@dataclass(frozen=True)
class Rating:
    """What a shopper thought of a conversation with a person: `grade` A, B or C, and `why`, with it or afterwards."""

    ticket: int
    grade: Optional[str] = None
    why: Optional[str] = None


@dataclass
class TurnResult:
    """What one turn wants to commit, all or nothing. `release`: a waiting conversation goes back to the bot, its ticket stays;
    `called_off`: the shopper wants no person any more; `contact`: where to reach them, for the open ticket."""

    replies: list[Spoken]
    memory: dict[str, Any]
    handover: Optional[Handover] = None
    release: bool = False
    called_off: bool = False
    contact: Optional[str] = None
    rating: Optional[Rating] = None


@dataclass(frozen=True)
class Outcome:
    """What a shopper's message led to: the answer's bubbles, or the id of the later message that carries them."""

    conversation: str
    holder: Holder
    merged_into: Optional[str]
    replies: list[Spoken]

    def public(self) -> dict[str, Any]:
        """The bridge's response body."""
        return {
            "conversation": self.conversation, "holder": self.holder, "merged_into": self.merged_into,
            "replies": [r.public() for r in self.replies],
        }
