"""Gathers what the triage of a handover needs: the shopper's mood, the order at stake, who served them last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from bot.clock import Clock
from bot.channels.storage import Storage
from bot.dialogue.draft import Draft
from bot.dialogue.understood import Understood
from bot.handoff import Case, HumanSide, Transcript, Triage, triage
from bot.shop import Shop
from bot.stores import Order, Stores
from bot.understanding.mood import read_mood

HEARD = 6  # the shopper's last messages, in which anger or haste may have shown
FACTS = ("product", "sku", "order", "measures")


@dataclass(frozen=True)
class Judged:
    """The decision, what the bot knew, and who has a head start."""

    triage: Triage
    facts: dict[str, Any]
    offered_to: Optional[str] = None
    offered_until: Optional[datetime] = None


class Triaging:
    """Reads the records once, when a person is fetched."""

    def __init__(self, shop: Shop, clock: Clock, transcript: Transcript, storage: Storage, stores: Stores, human: HumanSide) -> None:
        self._shop = shop
        self._clock = clock
        self._transcript = transcript
        self._storage = storage
        self._stores = stores
        self._human = human

    async def judge(self, draft: Draft, reason: str, question: Understood) -> Judged:
        """Team, priority and reasons for this handover."""
        return await self._storage.run(self._judge, draft, reason, question)

    def _judge(self, draft: Draft, reason: str, question: Understood) -> Judged:
        content = self._shop.content
        about = question.intent if question.intent not in ("ask_human", "complain") else draft.memory.get("asked")
        mood = read_mood("\n".join(self._heard(draft)))
        orders = self._stores.orders.of(draft.message.shopper)
        order = next((one for one in orders if one.number == draft.memory.get("order")), None)
        topic = content.topics.of(about) or _by_record(orders)
        case = Case(reason, topic, mood.anger, mood.threat, mood.urgent, mood.signs, order.total if order else None, len(orders))
        decided = triage(case, content.settings.desk)
        facts = {name: draft.memory[name] for name in FACTS if draft.memory.get(name)}
        return Judged(decided, {**facts, "wanted": _wanted(draft, question)}, *self._previous(draft.conversation.id, decided.team))

    def _heard(self, draft: Draft) -> list[str]:
        said = self._transcript.history(draft.conversation.id, 3 * HEARD)
        mine = [row["text"] for row in said if row["author"] == "shopper" and row["text"]]
        return [*mine[-HEARD:], *([] if draft.message.text in mine[-1:] else [draft.message.text])]

    def _previous(self, conversation: str, team: Optional[str]) -> tuple[Optional[str], Optional[datetime]]:
        """The agent who spoke with this shopper last, if they can take them now."""
        earlier = next((ticket.agent for ticket in self._human.queue.earlier(conversation) if ticket.agent), None)
        agent = self._human.presence.one(earlier) if earlier else None
        if agent is None or not agent.free or not agent.serves(team):
            return None, None
        return agent.name, self._clock.now() + timedelta(seconds=self._shop.content.settings.desk.head_start_seconds)


def _wanted(draft: Draft, question: Understood) -> str:
    """Who only says 转人工 wants what they asked before."""
    before = (draft.memory.get("question") or {}).get("text") if question.intent == "ask_human" else None
    return before or question.text


def _by_record(orders: list[Order]) -> Optional[str]:
    """Who only says 转人工, with a case open or goods on the way, comes about that."""
    if any(order.open_case for order in orders):
        return "aftersales"
    return "logistics" if any(order.status in ("paid", "shipped") for order in orders) else None
