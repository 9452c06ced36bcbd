"""Rasa decides: one understood question goes through its policies and actions and comes back as bubbles."""

from __future__ import annotations

from typing import Any, Mapping

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.dialogue.draft import Draft
from bot.dialogue.memory import lent
from bot.dialogue.own_questions import RULE, own, reply_of
from bot.dialogue.understood import Understood
from bot.handoff import Spoken


async def decide(agent: Agent, draft: Draft, question: Understood) -> list[Spoken]:
    """The bubbles of the answer, none when the action failed; the actions' slots are in the draft's memory afterwards."""
    output = _Bubbles()
    message = UserMessage(
        question.text or "-", output, draft.conversation.id, parse_data=_as_parse(question), input_channel=draft.conversation.channel,
        message_id=draft.message.id, metadata={"question": _as_metadata(draft, question)})
    with lent(draft.memory):
        await agent.handle_message(message)
    return [_spoken(m, question) for m in output.messages if m.get("text")]


def shown_to_rasa(text: str) -> str:
    """Rasa reads "/intent{…}" as a command, past any space in front; a shopper's text is never a command.

    The full-width mark reads the same to our components, and every place in the text stays where it is."""
    first = len(text) - len(text.lstrip())
    return text[:first] + "／" + text[first + 1:] if text[first:first + 1] == "/" else text


class _Bubbles(OutputChannel):
    """Keeps what Rasa says whole: its own collecting channel drops cards and the names of replies."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


def _as_parse(question: Understood) -> dict[str, Any]:
    """Rasa's form of a question already understood. Its entities travel in the metadata; slots are filled by actions alone.

    Rules know a question of the shop's own by the name that all of them share; the metadata say which one it is."""
    intent = {"name": RULE if own(question.intent) else question.intent, "confidence": question.confidence}
    return {"text": question.text, "intent": intent, "intent_ranking": [intent], "entities": []}


def _as_metadata(draft: Draft, question: Understood) -> dict[str, Any]:
    """What `actions.question.Question` reads. The shopper is the channel's, never the text's."""
    memory, message = draft.memory, draft.message
    # A card sent along with words names its order as plainly as a typed number does.
    entities = {**({"order_number": message.order} if message.order else {}), **question.entities}
    return {
        "intent": question.intent, "text": question.text, "shopper": message.shopper, "message_id": message.id,
        "entities": entities, "said": question.said, "measures": memory.get("measures") or {},
        "awaiting": question.awaiting or {}, "confirmed": question.confirmed, "product_id": memory.get("product"),
        "sku_id": memory.get("sku"), "order_number": memory.get("order"), "image_url": message.image_url,
        "previous_intent": memory.get("asked"), "product_before": memory.get("product_before"), "not_order": question.not_order,
        "going_on": {name: value for name, value in question.going_on.items() if name != "question"}, "rehearsal": draft.rehearsal,
    }


def _spoken(message: Mapping[str, Any], question: Understood) -> Spoken:
    reply = reply_of(question.intent) if own(question.intent) else message.get("utter_action")
    return Spoken(message["text"], "bot", list(message.get("buttons") or []), message.get("card"),
                  question.intent, round(question.confidence, 4), reply)
