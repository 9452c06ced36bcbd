"""What the bot can do already, for the preview of an upload: its own questions, what they are called, and the shop's products."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from typing import Any, Callable, Mapping, Optional

from bot.faq import Known, built_in_questions
from bot.settings import ROOT
from bot.shop import Content

Understand = Callable[[str], Any]


_reading = threading.Lock()


class Knowing:
    """`inside` is the server's World."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    def known(self, understand: Optional[Understand]) -> Known:
        """As it is now; `understand` None while no model serves. The first call takes a second: not on the event loop."""
        content = self._inside.shop.content
        with _reading:  # once, whoever comes meanwhile
            questions = _own_questions()
        return Known(questions, content.intent_titles, understand, product_finder(content))


@lru_cache(maxsize=1)
def _own_questions() -> Mapping[str, str]:
    """The project's own; they change only with the program."""
    return built_in_questions(ROOT)


def product_finder(content: Content) -> Callable[[str], Optional[str]]:
    """A product's id by what a shop writes for it: its number, an SKU's, its name, or what else it is called."""
    found: dict[str, str] = {}
    for product in content.products.values():
        for word in (product.id, product.name, *product.aliases, *(sku.id for sku in product.skus)):
            found.setdefault(_plain(word), product.id)
    return lambda written: found.get(_plain(written))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
