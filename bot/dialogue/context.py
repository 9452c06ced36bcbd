"""What a message means here: the bot's last question, the buttons it offered and the last topic decide before the classifier.

Order of reading: a button, its title or place (buttons.py) → the answer to what we asked (answers.py) → a fragment that goes
on with the last question (fragments.py) → the message's own questions. The first that fits wins; a confident new question
always beats an unanswered one of ours.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Mapping, Optional

from bot.dialogue.answering import calls_off
from bot.dialogue.answers import answers_us, continued
from bot.dialogue.buttons import from_button, from_list, named_button, pressed
from bot.dialogue.fragments import NamesGoods, carried, goes_on, rest
from bot.dialogue.matters import concerned, goes_on_with, same_matter
from bot.dialogue.understood import CARD, Understood, first_values
from bot.handoff.messages import Incoming

WITH_EVIDENCE = 0.6  # 羽绒服多少钱: a value this very question is about, or the matter under way, stands beside the classifier's word
_IS_THERE = re.compile(r"有没有|还有|[有没]")
_BARE_HEIGHT = re.compile(r"(?<![\d.])(?:[89]\d|1\d\d|20\d)(?![\d.]|[码号斤件元块岁%]|公斤|kg)")


def resolve(
    parse: Mapping[str, Any], memory: Mapping[str, Any], message: Incoming, threshold: float, names_goods: NamesGoods = lambda text: False
) -> list[Understood]:
    """The questions of this message, in the order they were asked. `parse` is the NLU's result for `message.text`;
    `names_goods` tells whether a text has a piece of some product's name in it."""
    said = list(parse.get("entities") or [])
    if not message.text.strip():
        return [_card(memory, message)]
    button = pressed(message.text, memory)
    if button is not None:
        return [from_button(button, memory, message.text)]
    own = [_classified(q, threshold, memory.get("asked")) for q in parse.get("questions") or [parse]]
    for reading in (named_button, from_list, answers_us, partial(goes_on, names_goods=names_goods), _names_a_thing):
        found = reading(own, memory, message, said)
        if found is not None:
            return [found]
    return [_with_height(_with_size(question, message.text)) for question in own]


def _classified(question: Mapping[str, Any], threshold: float, asked: Optional[str]) -> Understood:
    intent = question["intent"]
    said = list(question.get("entities") or [])
    if intent["name"] == "cancel_order" and calls_off(question["text"]):
        return Understood("deny", intent["confidence"], question["text"], True, first_values(said), said)
    evidence = any(intent["name"] in concerned(entity["entity"]) for entity in said) or same_matter(intent["name"], asked)
    sure = intent["confidence"] >= (min(threshold, WITH_EVIDENCE) if evidence else threshold)
    return Understood(intent["name"], intent["confidence"], question["text"], sure, first_values(said), said,
                      list(question.get("intent_ranking") or []), needed=threshold, shut_out=question.get("shut_out", 0.0))


def _card(memory: Mapping[str, Any], message: Incoming) -> Understood:
    """A card or picture without words goes on with what we asked for, else is its own small event."""
    awaiting = memory.get("awaiting") or {}
    if awaiting.get("what") == message.kind:
        return continued(awaiting, message.text, {}, [])
    asked = memory.get("asked")
    if message.kind in ("product", "order") and asked and asked in goes_on_with(message.kind):
        return Understood(asked, 1.0, message.text, True)
    return Understood(CARD[message.kind], 1.0, message.text, True)


def _names_a_thing(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """A bare order number or product name opens it, as its card would; a bare kind of goods asks to be shown some.
    有没有M with a product in view asks for its stock."""
    entities = first_values(said)
    if memory.get("product") and {"size", "colour"} & set(entities) and rest(_IS_THERE.sub(_blank, message.text), said) == 0:
        return carried("ask_stock", own[0], memory, said, entities)
    if len(own) > 1 or rest(message.text, said) > 0:
        return None
    for name, intent in (("order_number", "order_card"), ("tracking_number", "track_parcel"), ("product", "product_card"), ("category", "recommend")):
        if name in entities:
            return Understood(intent, 1.0, message.text, True, entities, said)
    return None


def _blank(found: re.Match) -> str:
    return " " * len(found.group())


def _with_size(question: Understood, text: str) -> Understood:
    """复古蓝26的有货吗: a bare number right behind a colour is a size."""
    colour = next((e for e in question.said if e["entity"] == "colour"), None)
    number = re.match(r"\s*(\d{2,3})(?!\d|[.件个元块%])", text[colour["end"]:]) if colour else None
    if number and "size" not in question.entities:
        question.entities["size"] = number.group(1)
        question.said.append({"entity": "size", "value": number.group(1), "start": colour["end"] + number.start(1),
                              "end": colour["end"] + number.end(1), "text": number.group(1)})
    return question


def _with_height(question: Understood) -> Understood:
    """我165穿多大: asked for a size, a lone number in the range of heights is one."""
    numbers = _BARE_HEIGHT.findall(question.text)
    if question.intent == "ask_size" and question.sure and not question.measures and "size" not in question.entities and len(numbers) == 1:
        question.entities["height"] = float(numbers[0])
    return question
