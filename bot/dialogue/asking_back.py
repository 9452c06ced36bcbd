"""Unsure: ask back with the likeliest in the shopper's own words; after some misses fetch a person.

Confidences are weighed as shares of what can still be meant: where a question of the shop's own was understood whose answer is over
(own_questions.py), its neighbours are good guesses, however little the model left them. Without even a guess there is nothing to
rephrase: it is a matter of the shop's that nobody wrote an answer for, and a person gets it at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.draft import Draft
from bot.dialogue.own_questions import NOTHING, OwnQuestions, own
from bot.dialogue.people import People
from bot.dialogue.understood import Understood
from bot.faq.titles import Titles
from bot.handoff import Spoken
from bot.replies import Wording
from bot.shop import Shop

LIKELY, TOO_VAGUE = 0.08, 0.2  # the least share of an offered guess, and of the first one; below, guesses would be absurd
# Own questions often resemble each other: those among the first few that together have so much are asked back about, before a person
# is fetched for a matter without an answer, and before it is called none of the shop's.
FIRST_FEW, WORTH_ASKING = 3, 0.15
PERSON = "ask_human"
WITH_GUESSES = ("utter_ask_back", "utter_word_kept_guess")
NEVER_GUESSED = (PERSON, "complain")


class AskingBack:
    """The ladder below a sure answer."""

    def __init__(self, shop: Shop, wording: Wording, people: People, own_questions: OwnQuestions) -> None:
        self._shop = shop
        self._wording = wording
        self._people = people
        self._own = own_questions

    async def answer(self, draft: Draft, question: Understood) -> None:
        """Adds the question back, or the handover, to the draft. Who was promised a person is leaving them word: that is kept,
        and no miss."""
        settings, memory, titles = self._shop.content.settings, draft.memory, await self._own.titles()
        promised = self._people.told(draft)
        if question.over:
            question = replace(question, intent=NOTHING["name"])
        likely = _likely(titles, question)[:settings.choices_when_unsure]
        memory["missed"] = 0 if promised else (memory.get("missed") or 0) + 1
        if memory["missed"] > settings.misses_before_human or (question.over and not likely and not promised):
            await self._people.fetch(draft, "no_answer" if question.over else "unsure", question)
            memory["missed"] = 0
            return
        name = _kept(likely) if promised else _asked_back(question, likely)
        # Who sees nothing fitting needs a way out that is not another guess; a person who was promised is one.
        offered = [n for n in (likely if promised else [*likely, PERSON]) if n in titles] if name in WITH_GUESSES else []
        buttons = _guesses(titles, offered, question)
        text = self._wording.say(name) or ""
        draft.replies.append(Spoken(text, "bot", buttons, None, question.intent, round(question.confidence, 4), name))
        memory.update(offered=buttons, awaiting=None)


def _asked_back(question: Understood, likely: list[str]) -> str:
    strange = question.intent == "out_of_scope" and not may_be_own(question)
    return "utter_out_of_scope" if strange else "utter_ask_back" if likely else "utter_ask_again"


def _kept(likely: list[str]) -> str:
    return "utter_word_kept_guess" if likely else "utter_word_kept"


def _likely(titles: Titles, question: Understood) -> list[str]:
    """What the shopper may have meant, likeliest first; nothing when even the first guess would look absurd."""
    shares = _shares(question)
    if next(iter(shares.values()), 0.0) < TOO_VAGUE and not may_be_own(question):
        return []
    return [name for name, share in shares.items() if share >= LIKELY and name in titles and name not in NEVER_GUESSED]


def may_be_own(question: Understood) -> bool:
    """Whether own questions are likely enough to ask back about them, whatever was likelier."""
    first = list(_shares(question).items())[:FIRST_FEW]
    return sum(share for name, share in first if own(name) and share >= LIKELY) >= WORTH_ASKING


def _shares(question: Understood) -> dict[str, float]:
    """Label → how likely it is among those that can be meant, likeliest first."""
    left = max(1 - question.shut_out, 1e-9)
    return {r["name"]: r["confidence"] / left for r in question.ranking}


def _guesses(titles: Titles, offered: list[str], question: Understood) -> list[dict[str, Any]]:
    """A button for each. One that stands for an own question asks it in full; two of one title show it in full, too."""
    named = [titles[name] for name in offered]
    return [_guess(titles.question(name) if named.count(title) > 1 else title, titles.question(name), name, question)
            for name, title in zip(offered, named)]


def _guess(title: str, payload: str, intent: str, question: Understood) -> dict[str, Any]:
    return {"title": title, "payload": payload, "means": {"intent": intent, **_named(question)}}


def _named(question: Understood) -> dict[str, Any]:
    """What the unclear message named stays named when a button says what was meant."""
    return {k: v for k, v in question.entities.items() if k in ("product", "size", "colour", "place", "order_number", "height", "weight")}
