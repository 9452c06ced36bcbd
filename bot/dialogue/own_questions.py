"""The shop's own questions (faq/…) in what was understood: only those whose answer may be given now are left.

A model knows an own question until the next training; its answer may have expired, may not be valid yet, may be deleted or about
another product than the one in view. From that minute on the question is taken out of the parse, before anything reads it. The next
label keeps its own confidence: a neighbour does not become sure because the right answer is gone. How sure the model was of what was
taken out stays known (`shut_out`): so far a guess may be judged by what is left (asking_back.py), and where even a guess fails, a
matter of the shop's without an answer is a person's.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Callable, Mapping

from bot.channels.storage import Storage
from bot.clock import Clock
from bot.dialogue.sight import see
from bot.dialogue.understood import Understood, first_values
from bot.faq import Book, Entry
from bot.faq.entries import INTENT, REPLY
from bot.faq.titles import Titles, titled
from bot.handoff import Incoming
from bot.shop import Shop

log = logging.getLogger(__name__)
RULE = INTENT.rstrip("/")  # the intent that the rule in data/stories/faq.yml knows
NOTHING = {"name": "no_answer", "confidence": 0.0}  # when no label is left
Answered = Callable[[str, list[dict]], bool]


def own(intent: str) -> bool:
    """Whether a question is one of the shop's own."""
    return intent.startswith(INTENT)


def reply_of(intent: str) -> str:
    """What the reply to an own question is called."""
    return REPLY + intent[len(INTENT):]


class OwnQuestions:
    """The book, asked at every message that may be about something in it."""

    def __init__(self, book: Book, shop: Shop, clock: Clock, storage: Storage) -> None:
        self._book = book
        self._shop = shop
        self._clock = clock
        self._storage = storage

    async def titles(self) -> Titles:
        """What questions are called now."""
        return titled(self._shop.content, await self._entries())

    async def heard(self, parse: Mapping[str, Any], memory: Mapping[str, Any], message: Incoming) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parse and the memory without own questions that are not answered now, to this shopper. Neither is changed."""
        parse, memory = dict(parse), dict(memory)
        if not _names_any(parse, memory):
            return parse, memory
        answered = partial(self._answered, await self._entries(), memory, message)
        return _understood(parse, answered), _remembered(memory, lambda intent: answered(intent, list(parse.get("entities") or [])))

    async def _entries(self) -> Mapping[str, Entry]:
        try:
            return (await self._storage.run(self._book.read)).entries
        except OSError as error:  # the other questions are answered all the same
            log.error("the shop's own questions cannot be read, none of them is answered: %s", error)
            return {}

    def _answered(self, entries: Mapping[str, Entry], memory: Mapping[str, Any], message: Incoming, intent: str, said: list[dict]) -> bool:
        """Whether a label may be used; `said` are the entities of its question."""
        if not own(intent):
            return True
        entry = entries.get(intent[len(INTENT):])
        return entry is not None and entry.answered_at(self._clock.now()) and self._fits(entry, memory, message, said)

    def _fits(self, entry: Entry, memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> bool:
        """An entry about one product is nothing to who looks at another; without any in view the answer names its product."""
        if not entry.product:
            return True
        content = self._shop.content
        product = content.products.get(entry.product)
        if product is None:  # not sold any more
            return False
        named = {one["value"] for one in said if one["entity"] == "product"}
        if named:
            return product.id in named
        kinds = {one["value"] for one in said if one["entity"] == "category"}
        if kinds and not any(product.category == kind or product.name.endswith(kind) for kind in kinds):
            return False
        seen = see(Understood("", 0.0, message.text, False, first_values(said), said), message, memory, content)
        return seen.get("product", memory.get("product")) in (None, product.id)


def _names_any(parse: Mapping[str, Any], memory: Mapping[str, Any]) -> bool:
    """Whether any own question is named; the book is not opened for a shop that has none."""
    heard = [parse, *(parse.get("questions") or [])]
    labels = [r["name"] for one in heard for r in (one.get("intent") or NOTHING, *(one.get("intent_ranking") or []))]
    offered = [b["means"].get("intent") or "" for b in memory.get("offered") or []]
    return any(map(own, (*labels, *offered, memory.get("asked") or "")))


def _understood(parse: dict[str, Any], answered: Answered) -> dict[str, Any]:
    if not parse:
        return parse
    whole = _left(parse, answered)
    if not parse.get("questions"):
        return whole
    found: dict[str, dict[str, Any]] = {}
    for question in (_left(one, answered) for one in parse["questions"]):
        name = question["intent"]["name"]
        if name not in found or question["intent"]["confidence"] > found[name]["intent"]["confidence"]:
            found[name] = question
    return {**whole, "questions": list(found.values())}


def _left(heard: Mapping[str, Any], answered: Answered) -> dict[str, Any]:
    """A parse, or one question of it, with the labels that may be used and how sure it was of the others."""
    said = list(heard.get("entities") or [])
    usable = {r["name"]: answered(r["name"], said) for r in (heard["intent"], *(heard.get("intent_ranking") or []))}
    if all(usable.values()):
        return dict(heard)
    ranking = [r for r in heard.get("intent_ranking") or [] if usable[r["name"]]]
    intent = heard["intent"] if usable[heard["intent"]["name"]] else (ranking or [NOTHING])[0]
    lost = {r["name"]: r["confidence"] for r in (heard["intent"], *(heard.get("intent_ranking") or [])) if not usable[r["name"]]}
    return {**heard, "intent": intent, "intent_ranking": ranking, "shut_out": sum(lost.values())}


def _remembered(memory: dict[str, Any], answered: Callable[[str], bool]) -> dict[str, Any]:
    """Neither a button that was offered nor a fragment leads back to what is not answered any more."""
    offered = memory.get("offered")
    if offered:
        memory["offered"] = [b for b in offered if answered(b["means"].get("intent") or "")]
    if not answered(memory.get("asked") or ""):
        memory.update(asked=None, question=None)
    return memory
