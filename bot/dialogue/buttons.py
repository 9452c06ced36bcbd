"""Choosing from what was offered: a button pressed, its title or a mark of it typed, a place in the row of products shown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping, Optional

from bot.dialogue.fragments import rest
from bot.dialogue.matters import PRODUCT_TALK, SMALL_TALK
from bot.dialogue.understood import Understood, first_values
from bot.handoff.messages import Incoming

_CHOOSING = re.compile(r"[\s，。？！,.?!~]|那个|那款|那件|那单|那条|那双|这个|这款|这件|这单|我要|选|就|的|呢|吧")
_POINTING = re.compile(r"那[个款件单条双]")
_WITHOUT = re.compile(r"(?:不带?|没有?|无)(.{2,4})$")
_PLACE_IN_ROW = re.compile(r"(?:那|就|要|我要|选|我选)*第([一二三四五1-5])[个款件条双种]?")
KNOWN_THING = 0.3  # 第二个好多钱: which product is meant is certain, so less is needed for what is asked of it
_ORDINAL = re.compile(r"^第?([一二三四五1-5])个?[吧的]?$")
_POSITION = {c: i for i, c in enumerate("一二三四五")} | {str(i + 1): i for i in range(5)}


def pressed(text: str, memory: Mapping[str, Any]) -> Optional[Mapping[str, Any]]:
    """The offered button this text presses: by its title, or by its place in the row ("第二个", "2")."""
    offered = memory.get("offered") or []
    wanted = text.strip()
    for button in offered:
        if wanted in (button["title"], button["payload"]):
            return button
    place = _ORDINAL.match(wanted)
    if place and (memory.get("awaiting") or {}).get("what") != "measures":
        index = _POSITION[place.group(1)]
        return offered[index] if index < len(offered) else None
    return None


def from_button(button: Mapping[str, Any], memory: Mapping[str, Any], text: str) -> Understood:
    """A button means what it was made for; the colours and days in its title are our words, not the shopper's."""
    means = dict(button["means"])
    awaiting = memory.get("awaiting") or {}
    intent = means.pop("intent", None) or awaiting.get("intent") or memory.get("asked") or "affirm"
    confirmed = means.pop("confirmed", None)
    data = {**(awaiting.get("data") or {}), **(means.pop("data", None) or {})}
    kept = {"what": awaiting.get("what"), "intent": intent, "data": data} if awaiting or data else {}
    return Understood(intent, 1.0, text, True, _as_entities(means), [], [], confirmed, kept)


def _as_entities(means: Mapping[str, Any]) -> dict[str, Any]:
    return {("order_number" if name == "order" else name): value for name, value in means.items()}


def named_button(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """ "圆领那个", "羽绒服那单", "长的那款", "不加绒的": words of exactly one offered title, and nothing else."""
    chosen, pointing = _CHOOSING.sub("", message.text.strip()), _POINTING.search(message.text)
    choosing = (memory.get("awaiting") or {}).get("what") in ("product", "order") or _CHOOSING.search(message.text)
    if len(chosen) < (1 if pointing else 2) or not choosing or (own[0].sure and own[0].intent not in SMALL_TALK and not _CHOOSING.search(message.text)):
        return None
    offered = memory.get("offered") or []
    fitting = [b for b in offered if chosen in b["title"]]
    without = _WITHOUT.match(chosen)
    if without and not fitting:
        fitting = [b for b in offered if without.group(1) not in b["title"] and b["title"] not in _ways_out(offered)]
    return from_button(fitting[0], memory, message.text) if len(fitting) == 1 else None


def _ways_out(offered: list[Mapping[str, Any]]) -> list[str]:
    """The titles of buttons that name no product or order."""
    return [b["title"] for b in offered if not {"product", "order", "sku"} & set(b["means"])]


def from_list(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """第二个多少钱, after some products were shown: the place in the row names one of them."""
    shown, place = memory.get("shown") or [], _PLACE_IN_ROW.match(message.text.strip())
    index = _POSITION[place.group(1)] if place else len(shown)
    if len(own) > 1 or index >= len(shown) or {"product", "category"} & {one["entity"] for one in said}:
        return None
    entities, best = {**first_values(said), "product": shown[index]}, own[0]
    if rest(message.text.strip()[place.end():], []) == 0:
        return Understood("product_card", 1.0, message.text, True, entities, said)
    likely = best.intent in PRODUCT_TALK and best.confidence >= KNOWN_THING
    return replace(best, entities=entities, sure=best.sure or likely) if best.sure or likely else None
