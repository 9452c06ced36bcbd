"""What every question is called, for buttons, the desk and reports: built-in ones as the shop says, its own by what they ask."""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, Optional

from bot.faq.book import Book
from bot.faq.entries import INTENT, Entry

LONGEST, SHORTEST = 20, 6  # characters
_END = re.compile(r"[？?。！!；;，,\s]+")
_TOPIC = INTENT.rstrip("/")


class Titles(Mapping[str, str]):
    """Intent → title. `gone` is what an own question is called that is in the book no more; "" leaves it without a title."""

    def __init__(self, built_in: Mapping[str, str], entries: Mapping[str, Entry], gone: str = "") -> None:
        self._built_in = built_in
        self._entries = entries
        self._gone = gone

    def __getitem__(self, intent: Optional[str]) -> str:
        if intent is None:  # a line nothing was understood of: no such key, like any other
            raise KeyError(intent)
        if intent.startswith(INTENT):
            entry = self._entries.get(intent[len(INTENT):])
            return shortened(entry.question) if entry else self._gone
        return self._built_in[intent]

    def question(self, intent: str) -> str:
        """What somebody asks in full who means this title."""
        entry = self._entries.get(intent[len(INTENT):]) if intent.startswith(INTENT) else None
        return entry.question if entry else self[intent]

    def __iter__(self) -> Iterator[str]:
        yield from self._built_in
        yield from (entry.intent for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._built_in) + len(self._entries)


def titles_of(content: Any, book: Book) -> Titles:
    """As things are called now; reads the book. `content` is the shop's (bot.shop)."""
    return titled(content, book.read().entries)


def titled(content: Any, entries: Mapping[str, Entry]) -> Titles:
    """The same with the entries of a book that was read already."""
    return Titles(content.intent_titles, entries, content.topics.titles.get(_TOPIC, ""))


def shortened(question: str) -> str:
    """A question as a title: its first sentence where that says enough, else its beginning."""
    text = question.strip().rstrip("？?。！!；;，,… ") or question.strip()
    if len(text) <= LONGEST:
        return text
    first = next((text[:end.start()] for end in _END.finditer(text) if end.start() >= SHORTEST), text)
    return first if len(first) <= LONGEST else f"{text[:LONGEST - 1]}…"
