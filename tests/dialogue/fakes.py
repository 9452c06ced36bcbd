"""Stand-ins for what surrounds the dialogue: a shop with two hours rules and a few words, an agent that follows a script."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Optional

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from bot.clock import SHANGHAI
from bot.dialogue.memory import TurnTrackerStore
from bot.dialogue.triaging import Judged
from bot.handoff import Conversation, Handover, Incoming, Rating, Spoken, Triage
from bot.replies import Wording
from bot.shop.settings import Desk as DeskSettings
from bot.shop.topics import Topics
from tests.stores.fakes import FixedClock

from .hearing import heard

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
PLACES = ("utter_handover", "utter_complaint", "utter_unsure_human", "utter_trouble", "utter_follow_up", "utter_no_answer", "utter_first")
REPLIES = {
    **{f"{name}_open": (f"{name}_open 前面{{ahead}}位",) for name in PLACES},
    **{f"{name}_open_next": (f"{name}_open_next",) for name in PLACES},
    **{f"{name}_closed": (f"{name}_closed {{reopens}}",) for name in PLACES},
    **{name: (f"{name} {{reopens}}",) for name in ("utter_handover_already", "utter_closed_meanwhile", "utter_hours_closed", "utter_hours_queued")},
    **{name: (name,) for name in ("utter_complaint_already", "utter_hours_open", "utter_word_kept", "utter_word_kept_guess", "utter_trouble", "utter_ask_back", "utter_ask_again", "utter_out_of_scope", "utter_leave_word", "utter_contact_kept",
                                  "utter_called_off", "utter_rating_thanks", "utter_ask_why", "utter_ask_satisfaction")},
}


class NineToTen:
    """Open every day from 9 to 22; `closed` are dates without hours."""

    def __init__(self) -> None:
        self.closed: set[Any] = set()

    def is_open(self, at: datetime) -> bool:
        return at.date() not in self.closed and 9 <= at.hour < 22

    def next_opening(self, at: datetime) -> datetime:
        morning = at.replace(hour=9, minute=0, second=0, microsecond=0)
        while morning <= at or morning.date() in self.closed:
            morning += timedelta(days=1)
        return morning


def shop() -> Any:
    """As much of a shop as the dialogue looks at."""
    hoodie, round_neck = (SimpleNamespace(id=id_, name=name, category="卫衣", aliases=()) for id_, name in (("P1006", "加绒连帽卫衣"), ("P1007", "圆领卫衣")))
    content = SimpleNamespace(
        hours=NineToTen(), replies=REPLIES, variables={"shop": "棉小铺"},
        settings=SimpleNamespace(wrong_answers_per_hundred=5, misses_before_human=2, choices_when_unsure=3, mode="robot_first", desk=DeskSettings()),
        topics=Topics({"ask_size": "size"}, {"size": "尺码"}),
        intent_titles={"ask_pilling": "会不会起球", "ask_size": "我该穿多大码", "ask_price": "多少钱", "ask_stock": "有没有货",
                       "ask_human": "转人工客服"},
        products={"P1006": hoodie, "P1007": round_neck}, by_sku={"100601": (hoodie, SimpleNamespace(id="100601"))},
    )  # fmt: skip
    return SimpleNamespace(content=content)


def wording(of: Any) -> Wording:
    return Wording(of, random.Random(0))


class Unhurried:
    """A triage that finds nothing pressing."""

    async def judge(self, draft: Any, reason: str, question: Any) -> Judged:
        return Judged(Triage(team="客服"), {"wanted": question.text})


class Somebody:
    """A human side in which somebody is free, or not, and so many wait."""

    def __init__(self, free: bool = True, *waiting: str) -> None:
        self.free = free
        self.presence = self.queue = self
        self.waiting = waiting

    def ahead(self, conversation: str, priority: int) -> int:
        return len([w for w in self.waiting if w != conversation])

    def somebody_free(self, team: Optional[str] = None) -> bool:
        return self.free


@dataclass
class Draft:
    """A turn in the making, as People sees it."""

    conversation: Conversation = field(default_factory=lambda: talk())
    memory: dict[str, Any] = field(default_factory=dict)
    replies: list[Spoken] = field(default_factory=list)
    handover: Optional[Handover] = None
    release: bool = False
    called_off: bool = False
    contact: Optional[str] = None
    rating: Optional[Rating] = None
    message: Incoming = Incoming("m-1", "buyer")

    @property
    def said(self) -> list[str]:
        return [spoken.text for spoken in self.replies]


def talk(holder: Any = "bot", **memory: Any) -> Conversation:
    return Conversation("web:buyer", "web", "buyer", holder, 0, None, None, memory)


@lru_cache(maxsize=1)
def domain() -> Domain:
    """The project's own slots and intents."""
    return Domain.load(str(DOMAIN))


Act = Callable[[dict[str, Any]], tuple[list[dict[str, Any]], dict[str, Any]]]


class ScriptedAgent:
    """Rasa's agent without Rasa's decisions: `hears` are parses by text, `acts` what each intent's action does.

    Slots go through the real tracker store, as they do in a turn."""

    def __init__(self) -> None:
        self.hears: dict[str, dict[str, Any]] = {}
        self.acts: dict[str, Act] = {}
        self.read: list[str] = []
        self.questions: list[dict[str, Any]] = []
        self.decided: list[str] = []  # the intents that Rasa's rules were asked with
        self._store = TurnTrackerStore(domain())

    async def parse_message(self, text: str) -> dict[str, Any]:
        self.read.append(text)
        return {"error_budget": {"5": 0.6}, **self.hears.get(text, heard(text))}

    async def handle_message(self, message: UserMessage) -> None:
        question = message.metadata["question"]
        self.questions.append(question)
        self.decided.append(message.parse_data["intent"]["name"])
        tracker = await self._store.retrieve(message.sender_id)
        act = self.acts.get(question["intent"], lambda q: ([{"text": f"答{q['intent']}", "utter_action": f"utter_{q['intent']}"}], {}))
        bubbles, slots = act(question)
        for bubble in bubbles:
            await message.output_channel.send_response(message.sender_id, dict(bubble))
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        await self._store.save(tracker)


__all__ = ["Draft", "FixedClock", "ScriptedAgent", "TUESDAY", "domain", "shop", "talk", "wording"]
