"""What the NLU would say of a text, without any model: intents by hand, entities and who wants a person by the real rules."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.context import resolve
from bot.dialogue.understood import Understood
from bot.handoff import Incoming
from bot.understanding.asks_for_person import AsksForPerson
from bot.understanding.catalogue import Vocabulary, colour_spellings
from bot.understanding.entities import Extractor

CATALOGUE = Vocabulary(
    products={"P1006": ("加绒连帽卫衣", "加绒卫衣"), "P1007": ("圆领卫衣",), "P1035": ("厚底小白鞋",)},
    colours=colour_spellings(["白色", "黑色", "燕麦色"]),
    sizes=frozenset({"S", "M", "L", "XL", "2XL", "38", "39", "40"}),
)
EXTRACTOR = Extractor(lambda: CATALOGUE)
PEOPLE = AsksForPerson({"intent": "ask_human", "instead": {"declines": "deny", "about_us": "ask_bot"}})
THRESHOLD = 0.6
NUMBER = "261122-123456789012345"  # an order number as Pinduoduo writes them


def heard(text: str, intent: str = "nothing", confidence: float = 0.2, *parts: tuple[str, str]) -> dict[str, Any]:
    """The parse of a text. `parts` are (text, intent) of several questions found in it, all of them sure."""
    entities = EXTRACTOR.extract(text)
    whole = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": entities,
             "intent_ranking": [{"name": intent, "confidence": confidence}]}
    found = [{"text": t, "intent": {"name": i, "confidence": 0.9}, "entities": entities, "intent_ranking": [{"name": i, "confidence": 0.9}]} for t, i in parts]
    parsed = Message(data={**whole, "questions": found or [whole]})
    PEOPLE.process([parsed])
    return parsed.data


def message(text: str = "", kind: str = "text", **more: Any) -> Incoming:
    return Incoming("m-1", "buyer", kind, text, **more)


def understood(
    text: str, intent: str = "nothing", confidence: float = 0.2, *parts: tuple[str, str], memory: Optional[Mapping[str, Any]] = None,
    kind: str = "text", **more: Any,
) -> list[Understood]:  # fmt: skip
    """What `resolve` makes of a text in a conversation with this memory."""
    parse = heard(text, intent, confidence, *parts) if text else {}
    return resolve(parse, memory or {}, message(text, kind, **more), THRESHOLD)


def one(*args: Any, **named: Any) -> Understood:
    """The same, when there is one question."""
    (only,) = understood(*args, **named)
    return only


def awaiting(what: str, intent: str, **data: Any) -> dict[str, Any]:
    """A conversation in which the bot has just asked for something."""
    return {"awaiting": {"what": what, "intent": intent, "data": data}, "asked": intent}
