"""The answer to what the bot asked last, unless the shopper clearly asked something else instead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping, Optional

from bot.dialogue.answering import clear_yes_or_no, gives_up, has_no_picture, names_another_deed, vague, wants_instead
from bot.dialogue.fragments import GOODS, rest
from bot.dialogue.matters import PRODUCT_TALK, SMALL_TALK
from bot.dialogue.own_questions import own as own_question
from bot.dialogue.steps import steps_asked
from bot.dialogue.understood import MEASURES, Understood, first_values
from bot.handoff.messages import Incoming
from bot.understanding.entities import bare_measures, bare_size
from bot.understanding.questions import queries

YES_NO = {"affirm": True, "deny": False}
SURE_OF_YES, SURE_OF_NO = 0.9, 0.35  # taking a weak no for a no costs a question, taking a weak yes for a yes an order
ELSEWHERE = 0.6  # from here on words without an address in them are a question of their own
FREE_TEXT = {"address", "reason"}
BUYING = PRODUCT_TALK | {"recommend"}
CHANGES_MIND = ("deny", "affirm", "ask_colour", "ask_stock", "ask_size", "change_order", "exchange_goods")  # 算了 还是墨绿, as the model reads it alone
ORDER_SAID = re.compile(r"[那这]一?单")  # 圆领T那单: the action looks which order has such a garment
FULFILS = {
    "measures": set(MEASURES) | {"size"}, "product": GOODS, "order": {"order_number", "tracking_number", *GOODS},
    "size": {"size", "colour"}, "colour": {"colour"}, "place": {"place"},
}
_ADDRESS = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢座室苑里院楼]|单元|小区|大厦|广场")


def answers_us(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """The answer to what the bot asked last, unless the shopper clearly asked something else instead."""
    awaiting = memory.get("awaiting") or {}
    what, best = awaiting.get("what"), own[0]
    if not what:
        return None
    if own_question(best.intent) and not queries(message.text):  # known by few phrasings, it is believed here only where somebody asks
        best = replace(best, confidence=0.0, sure=False)
    entities = first_values(said)
    if what == "confirm":
        return _confirms(best, awaiting, message.text, entities, said)
    if what in FREE_TEXT:
        return _free_text(best, awaiting, message.text, entities, said)
    if what == "measures":
        missing = (awaiting.get("data") or {}).get("missing") or ["height", "weight"]
        entities = {**_bare(message.text, missing, entities, memory), **entities}
    if what == "image" and has_no_picture(message.text):
        return Understood(awaiting["intent"], 1.0, message.text, True, entities, said)
    if awaiting["intent"] in BUYING and gives_up(message.text):
        return Understood("deny", 1.0, message.text, True)
    size = bare_size(message.text) if what == "size" else None
    if size:
        entities = {"size": size, **entities}
    one_up = what == "size" and steps_asked(message.text)
    which = what == "order" and ORDER_SAID.search(message.text)
    answered = message.kind == what or one_up or which or set(entities) & FULFILS.get(what, set())
    other = best.sure and best.intent not in (awaiting.get("intent"), *SMALL_TALK)
    if not answered or (other and (len(own) > 1 or rest(message.text, said) > 3)):
        return None
    return continued(awaiting, message.text, entities, said)


def _confirms(best: Understood, awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict]) -> Optional[Understood]:
    """Yes, no, a vague word (asked again), or a correction: of the address we read back, of the colour and size we proposed."""
    change = (awaiting.get("data") or {}).get("change") or ("cancel" if awaiting["intent"] == "cancel_order" else None)
    clear = clear_yes_or_no(text, change)
    correcting = awaiting["intent"] == "change_address" and (_ADDRESS.search(text) or "phone" in entities)
    if change == "line" and (best.intent in (awaiting["intent"], *CHANGES_MIND) or not best.sure):
        wanted = [one["start"] for one in said if one["entity"] in FULFILS["size"]]
        # What is not said anew stays as proposed: 换成L while 黑色 M waits for a yes is 黑色 L.
        correcting = bool(wanted) and wants_instead(text, wanted[0]) or bool(steps_asked(text))
    if correcting and clear is not True:
        return continued(awaiting, text, entities, said)
    if clear is None and best.intent in YES_NO and not vague(text):
        wanted = YES_NO[best.intent]
        sure = best.confidence >= SURE_OF_YES and not names_another_deed(text, change) if wanted else best.confidence >= SURE_OF_NO
        clear = wanted if sure else None
    if clear is None and not vague(text):
        return None
    return continued(awaiting, text, entities, said, confirmed=clear)


def _free_text(best: Understood, awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict]) -> Optional[Understood]:
    """Whatever is typed is the answer, unless it gives up or is another question without an address in it."""
    if gives_up(text):
        return continued(awaiting, text, entities, said, confirmed=False)
    elsewhere = best.intent not in (awaiting.get("intent"), "affirm", "out_of_scope", "greet")
    if elsewhere and (best.sure or best.confidence >= ELSEWHERE) and not (_ADDRESS.search(text) or "phone" in entities):
        return None
    return continued(awaiting, text, entities, said)


def _bare(text: str, missing: list[str], entities: Mapping[str, Any], memory: Mapping[str, Any]) -> dict[str, float]:
    """Measures said as bare numbers; how tall the shopper is decides between 斤 and kg."""
    return bare_measures(text, missing, entities.get("height") or (memory.get("measures") or {}).get("height"))


def continued(awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict], confirmed: Optional[bool] = None) -> Understood:
    """The question we asked for something, with what this message says to it."""
    return Understood(awaiting["intent"], 1.0, text, True, entities, said, [], confirmed, dict(awaiting))
