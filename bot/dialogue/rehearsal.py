"""What the bot would say to a shopper, for the agent who holds the conversation: nothing is said, kept or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.agent import Agent

from bot.dialogue.context import resolve
from bot.dialogue.draft import Draft
from bot.dialogue.matters import SMALL_TALK
from bot.dialogue.rasa_call import decide, shown_to_rasa
from bot.dialogue.sight import see
from bot.dialogue.understood import Understood
from bot.handoff import Conversation, Incoming
from bot.shop import Shop
from bot.shop.naming import names_goods

LIKELY = 0.15  # an agent reads before sending, so a guess may be bolder than the bot's own answers
MOST = 2
NO_QUESTION = (*SMALL_TALK, "ask_human", "complain", "no_answer", "out_of_scope")


class Rehearsal:
    """`agent` is looked up at every call: a promoted model replaces it."""

    def __init__(self, dialogue: Any, shop: Shop) -> None:
        self._dialogue = dialogue
        self._shop = shop

    async def answers(self, conversation: Conversation, message: Incoming) -> list[tuple[str, str]]:
        """(intent, text) of what the bot would say to `message`, the likeliest meaning first; empty for what is no question."""
        agent: Agent = self._dialogue.agent
        if not message.text.strip():
            return []
        parse = await agent.parse_message(shown_to_rasa(message.text))
        parse, memory = await self._dialogue.own.heard(parse, conversation.memory, message)
        goods = self._shop.content.products.values()
        found = resolve(parse, memory, message, 0.0, lambda text: names_goods(text, goods))
        said = []
        for question in _meanings(found):
            text = await self._said(agent, conversation, message, question)
            if text and text not in [earlier for _, earlier in said]:
                said.append((question.intent, text))
        return said

    async def _said(self, agent: Agent, conversation: Conversation, message: Incoming, question: Understood) -> str:
        draft = Draft(conversation, message, dict(conversation.memory), [], rehearsal=True)
        draft.memory.update(see(question, message, draft.memory, self._shop.content), awaiting=None, offered=None)
        return "\n".join(bubble.text for bubble in await decide(agent, draft, question))


def _meanings(found: list[Understood]) -> list[Understood]:
    """Each question asked; of a single one also its next likely meaning."""
    meant = [one for one in found if not one.shut_out or one.confidence >= LIKELY]
    if len(found) == 1:
        meant += [replace(found[0], intent=r["name"], confidence=r["confidence"]) for r in found[0].ranking[1:MOST] if r["confidence"] >= LIKELY]
    return [one for one in meant if one.intent not in NO_QUESTION][:MOST]
