"""Two or three replies an agent may start from: what the bot would say to the last question, then the shop's own phrases."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

from bot.dialogue.rehearsal import Rehearsal
from bot.handoff import Conversation, Incoming, Ticket
from bot.handoff.phrases import Phrase, PhraseBook, fill
from bot.understanding.mood import read_mood

MOST, UNANSWERED = 3, 4
PATIENCE = 3.0  # seconds; an agent is not kept waiting for a suggestion


class Suggestions:
    """Which groups of phrases may be offered unasked is the shop's (desk.phrases_for in shop.yml): for an `upset` shopper, for a topic, for
    `any`. They are said without looking at the record, so only those that are always true belong there."""

    def __init__(self, rehearsal: Rehearsal, phrases: PhraseBook, shop: Any, storage: Any) -> None:
        self._rehearsal = rehearsal
        self._phrases = phrases
        self._shop = shop
        self._storage = storage

    async def of(self, ticket: Ticket, conversation: Conversation, history: list[dict[str, Any]], agent: str, values: dict[str, str]) -> list[str]:
        """At most three texts, the likeliest first. Failures give fewer, never an error: the agent can always type."""
        asked = last_words(history)
        if not asked:
            return []
        # Who said no more than 转人工 wants what they asked before.
        answers = await self._rehearsed(conversation, asked) or await self._rehearsed(conversation, str(ticket.facts.get("wanted") or ""))
        topic = self._shop.content.topics.of(answers[0][0]) if answers else ticket.topic
        ready = await self._storage.run(self._ready, agent, topic, asked, values)
        upset = read_mood(asked).anger > 0
        ordered = [*ready, *(text for _, text in answers)] if upset else [*(text for _, text in answers), *ready]
        return list(dict.fromkeys(ordered))[:MOST]

    async def _rehearsed(self, conversation: Conversation, text: str) -> list[tuple[str, str]]:
        if not text:
            return []
        try:
            return await asyncio.wait_for(self._rehearsal.answers(conversation, Incoming("suggestion", conversation.shopper, text=text)), PATIENCE)
        except Exception:
            return []

    def _ready(self, agent: str, topic: Optional[str], asked: str, values: dict[str, str]) -> list[str]:
        """Phrases for the mood and the topic that can be filled as they are."""
        wanted = self._shop.content.settings.desk.phrases_for
        groups = [*(wanted.get("upset", ()) if read_mood(asked).anger else ()), *wanted.get(topic or "", ()), *wanted.get("any", ())]
        found: list[Phrase] = [phrase for group in groups for phrase in self._phrases.all(agent) if phrase.topic == group]
        filled = (fill(phrase.text, values) for phrase in found)
        return [one.text for one in filled if not one.missing][:MOST - 1]


def last_words(history: list[dict[str, Any]]) -> str:
    """What the shopper said since anybody answered, or else last, as one text."""
    said: list[str] = []
    for row in reversed(history):
        if row["author"] in ("agent", "bot") and said:
            break
        if row["author"] == "shopper" and row["text"]:
            said.append(row["text"])
    return "\n".join(reversed(said[:UNANSWERED]))
