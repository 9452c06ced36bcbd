"""The questions the bot missed, as the desk asks for them: read, scrubbed, grouped, decided.

Looking through everything takes seconds the first time and little afterwards: what was looked through is remembered until something
was said, and each text is embedded once. All of it runs in the caller's thread, which must not be the event loop's.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.faq import Book, Known
from bot.handoff.changes import Changes, Mark
from bot.missed.collecting import Collector
from bot.missed.deciding import Deciding, Decision
from bot.missed.learned import FOLDER, Learned
from bot.missed.meanings import Meanings
from bot.missed.missed import Missed
from bot.missed.overview import Near, Overview, near_entry, overview
from bot.missed.problems import MissedProblem
from bot.missed.turns import talks
from bot.shop import Shop

NOT_OFFERED = ("ask_human",)  # titles that are no question of the shop's


class MissedQuestions:
    """One for a server process; usable from threads. `folder` is var/missed, for what only saves time."""

    def __init__(self, engine: Engine, clock: Clock, shop: Shop, book: Book, shop_dir: Path, folder: Optional[Path] = None) -> None:
        self._engine = engine
        self._clock = clock
        self._shop = shop
        self._book = book
        self._changes = Changes(engine, clock)
        self._meanings = Meanings(folder / "meanings.npz" if folder else None)
        self.learned = Learned(shop_dir / FOLDER)
        self._deciding = Deciding(engine, clock, book, self.learned, self.titles)
        self._lock = threading.Lock()
        self._heard: dict[str, list[Missed]] = {}
        self._mark: Optional[Mark] = None
        self._made: tuple[Any, Optional[Overview]] = (None, None)

    # Looking -------------------------------------------------------------------------------------------------------------------

    def overview(self) -> Overview:
        """Everything that waits for a decision, as it is now; what was made before, while nothing has changed."""
        with self._lock:
            state = self._state()
            if self._made[0] != state or self._made[1] is None:
                self._listen(state[0])
                self._made = state, self._overview()
            return self._made[1]

    def last(self) -> Optional[Overview]:
        """What was made last, however old; None before the first time. Never waits."""
        return self._made[1]

    def near(self, name: str, limit: int = 5) -> list[Near]:
        """Missed wordings that may be asking what the entry `name` answers, the nearest first; none for an entry there is not."""
        entry = self._book.entry(name)
        return near_entry(entry, self.overview().variants, self._meanings.of, limit) if entry else []

    def titles(self) -> Mapping[str, str]:
        """Built-in questions that something can be put to, with what each is called."""
        return {intent: title for intent, title in self._shop.content.intent_titles.items() if intent not in NOT_OFFERED}

    def latest(self, count: int = 20) -> list[Decision]:
        """What was decided, the latest first."""
        return self._deciding.latest(count)

    def waiting(self, since: Optional[datetime]) -> int:
        """How many decisions the model that was trained at `since` does not know of."""
        return self._deciding.waiting(since)

    # Deciding ------------------------------------------------------------------------------------------------------------------

    def same(self, keys: Sequence[str], intent: str, by: str) -> Decision:
        """The wordings with these keys mean `intent`. Raises MissedProblem."""
        return self._deciding.same(self._texts(keys), intent, by)

    def new(self, keys: Sequence[str], question: str, answer: str, by: str, known: Known, *, topic: str = "", sure: bool = False) -> Decision:
        """They ask something new with this answer. Raises MissedProblem."""
        limits = self._shop.content.settings.faq
        return self._deciding.new(self._texts(keys), question, answer, by, topic=topic, limits=limits, known=known, sure=sure)

    def not_for_the_bot(self, keys: Sequence[str], by: str) -> Decision:
        """They are nothing the bot should answer. Raises MissedProblem."""
        return self._deciding.not_for_the_bot(self._texts(keys), by)

    def undo(self, id: int, by: str) -> Decision:
        """As if it had not been decided. Raises MissedProblem."""
        return self._deciding.undo(id, by)

    # ---------------------------------------------------------------------------------------------------------------------------

    def _texts(self, keys: Sequence[str]) -> list[str]:
        """Only what was collected and scrubbed can be decided: a page names it, it never brings the words."""
        shown = {variant.key: variant.text for variant in self.overview().variants}
        texts = [shown[key] for key in keys if key in shown]
        if len(texts) < len(set(keys)):
            raise MissedProblem("有几句刚才已经决定过，或者太久以前了，这次没有改动；请刷新后再看。")
        return texts

    def _state(self) -> tuple:
        return self._changes.latest(), self._deciding.version(), id(self._book.read()), self._shop.content.settings.missed, self._clock.now().date()

    def _listen(self, mark: Mark) -> None:
        """Looks through conversations in which something was said since the last time."""
        content = self._shop.content
        since = self._clock.now() - timedelta(days=content.settings.missed.days)
        news = None if self._mark is None else self._changes.conversations_since(self._mark)
        collector = Collector(timedelta(minutes=content.settings.conversation.gap_minutes), self._ready())
        for talk in talks(self._engine, since, news):
            self._heard[talk.conversation] = collector.missed(talk, since)
        self._heard = {name: left for name, found in self._heard.items() if (left := [one for one in found if one.at >= since])}
        self._mark = mark

    def _ready(self) -> Any:
        """Phrases for beginning and ending a talk, word for word."""
        content = self._shop.content
        groups = content.settings.desk.phrases_for.get("any", ())
        parts = [phrase.text.split("{")[0].strip() or phrase.text.split("}")[-1].strip() for phrase in content.phrases if phrase.topic in groups]
        pieces = [part for part in parts if len(part) > 3]
        return lambda text: any(piece in text for piece in pieces)

    def _overview(self) -> Overview:
        content, reading = self._shop.content, self._book.read()
        known = {*reading.owners(), *self._learned_keys()}
        messages = [one for found in self._heard.values() for one in found]
        entries = [entry for entry in reading.entries.values() if not entry.over_at(self._clock.now())]
        return overview(messages, self._deciding.standing(), known, entries, self.titles(), self._meanings.of, self._clock.now(),
                        content.settings.missed.least_conversations)

    def _learned_keys(self) -> set[str]:
        try:
            return self.learned.keys()
        except MissedProblem:  # told where it is needed; the page is not the place
            return set()
