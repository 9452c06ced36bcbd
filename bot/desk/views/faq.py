"""The shop's own questions as the pages show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Iterable, Mapping, Optional, Sequence

from bot.faq import Entry
from bot.faq.texts import key

ANSWERING, PARTLY, UNLEARNT, COMING, OVER = "answering", "partly", "unlearnt", "coming", "over"
STATES = (ANSWERING, UNLEARNT, COMING, OVER)  # as one can ask for; what is partly learnt is shown with what is not
Learnt = Callable[[Entry], Optional[bool]]  # whether the serving model knows an entry: None when not by all its phrasings
PAGE = 50


@dataclass(frozen=True)
class EntryRow:
    """An entry and what becomes of it now. `product` is a name; `unsold`: there is no such product any more, so it is never answered."""

    entry: Entry
    state: str
    product: str = ""
    unsold: bool = False

    @property
    def group(self) -> str:
        """Which of STATES it is listed under."""
        return UNLEARNT if self.state == PARTLY else self.state


@dataclass(frozen=True)
class EntryList:
    """A page of those that were asked for. `counts`: how many there are of each of STATES; `pages`: how many pages."""

    rows: tuple[EntryRow, ...]
    found: int
    all: int
    counts: Mapping[str, int]
    topics: tuple[str, ...]
    page: int
    pages: int


def entry_row(entry: Entry, now: datetime, learnt: Learnt, products: Mapping[str, str]) -> EntryRow:
    """What the dates say comes first: what is over is not missed in the model."""
    known = learnt(entry)
    state = {True: ANSWERING, None: PARTLY, False: UNLEARNT}[known]
    if entry.over_at(now):
        state = OVER
    elif not entry.answered_at(now):
        state = COMING if known is True else state
    return EntryRow(entry, state, products.get(entry.product, entry.product), bool(entry.product) and entry.product not in products)


def entry_list(rows: Sequence[EntryRow], words: str = "", topic: Optional[str] = None, state: str = "", page: int = 1) -> EntryList:
    """Those with these words in question, phrasings or answer, newest first; `topic` "" is those without one."""
    some = [row for row in rows if _has(row.entry, words) and topic in (None, row.entry.topic)]
    found = [row for row in some if state in ("", row.group)]
    found.sort(key=lambda row: (row.entry.at.timestamp() if row.entry.at else 0.0, row.entry.name), reverse=True)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    return EntryList(tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), len(rows), Counter(row.group for row in some),
                     tuple(sorted({row.entry.topic for row in rows})), page, pages)


def _has(entry: Entry, words: str) -> bool:
    wanted = words.strip().lower()
    texts: Iterable[str] = (entry.question, *entry.similar, *entry.held_out, entry.answer, entry.topic)
    return not wanted or any(wanted in text.lower() for text in texts) or key(words) in map(key, texts)
