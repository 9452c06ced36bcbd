"""Unsure: ask back with the likeliest in the shopper's own words; after some misses fetch a person."""

from __future__ import annotations

from typing import Any

from bot.dialogue.draft import Draft
from bot.dialogue.people import People
from bot.dialogue.understood import Understood
from bot.handoff import Spoken
from bot.replies import Wording
from bot.shop import Content, Shop

LIKELY, TOO_VAGUE = 0.08, 0.2  # the least confidence of an offered guess, and of the first one; below, guesses would be absurd
PERSON = "ask_human"
WITH_GUESSES = ("utter_ask_back", "utter_word_kept_guess")
NEVER_GUESSED = (PERSON, "complain")


class AskingBack:
    """The ladder below a sure answer."""

    def __init__(self, shop: Shop, wording: Wording, people: People) -> None:
        self._shop = shop
        self._wording = wording
        self._people = people

    async def answer(self, draft: Draft, question: Understood) -> None:
        """Adds the question back, or the handover, to the draft. Who was promised a person is leaving them word: that is kept,
        and no miss."""
        content, memory = self._shop.content, draft.memory
        promised = self._people.told(draft)
        memory["missed"] = 0 if promised else (memory.get("missed") or 0) + 1
        if memory["missed"] > content.settings.misses_before_human:
            await self._people.fetch(draft, "unsure", question)
            memory["missed"] = 0
            return
        likely = _likely(content, question)
        name = _kept(likely) if promised else _asked_back(question, likely)
        # Who sees nothing fitting needs a way out that is not another guess; a person who was promised is one.
        offered = [n for n in (likely if promised else [*likely, PERSON]) if n in content.intent_titles] if name in WITH_GUESSES else []
        buttons = [_guess(content.intent_titles[n], n, question) for n in offered]
        text = self._wording.say(name) or ""
        draft.replies.append(Spoken(text, "bot", buttons, None, question.intent, round(question.confidence, 4), name))
        memory.update(offered=buttons, awaiting=None)


def _asked_back(question: Understood, likely: list[str]) -> str:
    return "utter_out_of_scope" if question.intent == "out_of_scope" else "utter_ask_back" if likely else "utter_ask_again"


def _kept(likely: list[str]) -> str:
    return "utter_word_kept_guess" if likely else "utter_word_kept"


def _likely(content: Content, question: Understood) -> list[str]:
    """What the shopper may have meant, likeliest first; nothing when even the first guess would look absurd."""
    if not question.ranking or question.ranking[0]["confidence"] < TOO_VAGUE:
        return []
    fitting = [r["name"] for r in question.ranking if r["confidence"] >= LIKELY and r["name"] in content.intent_titles]
    return [n for n in fitting if n not in NEVER_GUESSED][: content.settings.choices_when_unsure]


def _guess(title: str, intent: str, question: Understood) -> dict[str, Any]:
    return {"title": title, "payload": title, "means": {"intent": intent, **_named(question)}}


def _named(question: Understood) -> dict[str, Any]:
    """What the unclear message named stays named when a button says what was meant."""
    return {k: v for k, v in question.entities.items() if k in ("product", "size", "colour", "place", "order_number", "height", "weight")}
