"""Wording: the shop's own first (data/shop/replies, live), domain.yml's otherwise. Rasa's `nlg:` and our own turns use it."""

from __future__ import annotations

import random
import re
from typing import Any, Mapping, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.shop import Content, Shop

_VARIABLE = re.compile(r"\{(\w+)\}")


class Wording:
    """Turns a reply's name and values into a sentence of this shop.

    Values are put in once and never read as templates themselves, so braces in a shopper's or a carrier's text stay text.
    """

    def __init__(self, shop: Shop, choice: random.Random) -> None:
        self._shop = shop
        self._choice = choice

    def say(self, name: str, fallback: tuple[str, ...] = (), **values: Any) -> Optional[str]:
        """A variant whose variables are all known, filled in; None when the shop has no wording for this name."""
        content = self._shop.content
        known = _known(content, values)
        variants = list(content.replies.get(name) or fallback)
        self._choice.shuffle(variants)
        complete = [v for v in variants if all(key in known for key in _VARIABLE.findall(v))]
        return _fill(complete[0], known) if complete else None


def _known(content: Content, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**content.variables, **{k: v for k, v in values.items() if v is not None}}


def _fill(template: str, values: Mapping[str, Any]) -> str:
    return _VARIABLE.sub(lambda found: str(values[found.group(1)]), template)


class ShopReplies(TemplatedNaturalLanguageGenerator):
    """Rasa's generator, reading the shop's wording; the agent fills `responses` from domain.yml."""

    def __init__(self, wording: Wording) -> None:
        super().__init__({})
        self._wording = wording

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[dict[str, Any]]:
        """The reply as Rasa wants it; `kwargs` are the values an action gave."""
        spare = tuple(variant["text"] for variant in self.responses.get(utter_action, []) if "text" in variant)
        text = self._wording.say(utter_action, spare, **kwargs)
        return {"text": text, "utter_action": utter_action} if text else None
