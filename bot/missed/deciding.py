"""A supervisor's word on a group of missed questions, kept once, and the data it makes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.faq import Book, BookProblem, Entry, Known, take
from bot.faq.columns import ANSWER, QUESTION, TOPIC
from bot.faq.entries import INTENT
from bot.faq.preview import ADDS, CHANGES, CONFLICT, NEW, PERSONAL, SAME as KNOWN, PreviewRow
from bot.faq.texts import key
from bot.faq.typed import LINE, typed_plan
from bot.missed.learned import Learned
from bot.missed.problems import DecidedAlready, MissedProblem
from bot.missed.scrubbing import MARKS, as_data
from bot.missed.tables import missed_decisions, missed_texts
from bot.shop.settings import Faq
from bot.stores.database import reading, writing

SAME, NEW_ANSWER, NOT_FOR_THE_BOT = "same", "new", "not_for_the_bot"
Added = tuple[Optional[str], Sequence[str]]  # the intent, and the texts that became data


@dataclass(frozen=True)
class Decision:
    """`text` stood for the group of `texts`; `target` is the intent they belong to; `added` became data, for training or for tests."""

    id: int
    at: datetime
    by: str
    what: str
    target: Optional[str]
    text: str
    texts: tuple[str, ...]
    added: tuple[str, ...]
    undone_at: Optional[datetime] = None
    undone_by: Optional[str] = None


class Deciding:
    """`titles` gives what may be chosen: built-in intents with their names, as the shop has them now."""

    def __init__(self, engine: Engine, clock: Clock, book: Book, learned: Learned, titles: Callable[[], Mapping[str, str]]) -> None:
        self._engine = engine
        self._clock = clock
        self._book = book
        self._learned = learned
        self._titles = titles

    # Deciding ------------------------------------------------------------------------------------------------------------------

    def same(self, texts: Sequence[str], intent: str, by: str) -> Decision:
        """These mean what `intent` means: an entry of the book ("faq/…") or a built-in one. One in five is held out by the fixed rule.

        Raises MissedProblem, and then nothing has changed."""
        entry = self._book.entry(intent[len(INTENT):]) if intent.startswith(INTENT) else None
        if entry is None and intent not in self._titles():
            raise MissedProblem("要归到的问题已经没有了，可能刚被删掉；请刷新后重新选。")
        data = list(map(as_data, texts))
        return self._decide(SAME, texts, by, lambda: (intent, self._accepted(entry, data, by) if entry else self._learned.accept(intent, data)))

    def new(self, texts: Sequence[str], question: str, answer: str, by: str, *, topic: str = "", limits: Faq = Faq(), known: Known = Known(),
            sure: bool = False) -> Decision:
        """A question of the shop's own, under the rules of an import; the texts become its phrasings. `sure`: also when the bot takes it
        for something else already, or its answer names somebody. Raises MissedProblem."""
        marks = [mark for mark in MARKS if mark in answer or mark in question]
        if marks:
            raise MissedProblem(f"话里还有 {'、'.join(marks)} 这样的空，顾客会看到；请改成要说的话，或者删掉。")

        def make() -> Added:
            if not question.strip() and not answer.strip():
                raise MissedProblem("问题和答案都要写；没有存。")
            plan = typed_plan({QUESTION: question, ANSWER: answer, TOPIC: topic}, self._book, limits, known)
            _refuse(plan.rows[0], sure)
            name = take(plan, self._book, by, self._clock.now(), [LINE]).made[0]
            return INTENT + name, self._accepted(self._book.entry(name), list(map(as_data, texts)), by)

        return self._decide(NEW_ANSWER, texts, by, make)

    def not_for_the_bot(self, texts: Sequence[str], by: str) -> Decision:
        """They do not come back, nor does what means the same."""
        return self._decide(NOT_FOR_THE_BOT, texts, by, lambda: (None, ()))

    def undo(self, id: int, by: str) -> Decision:
        """Takes a decision back with the data it made; its texts are offered again. Raises MissedProblem."""
        with writing(self._engine) as db:
            done = db.execute(update(missed_decisions).where(missed_decisions.c.id == id, missed_decisions.c.undone_at.is_(None)).values(
                undone_at=self._clock.now(), undone_by=by)).rowcount
            decision = self._one(db, id)
            if decision is None:
                raise MissedProblem("没有这个决定，可能网址不对；请刷新后再看。")
            if not done:
                raise DecidedAlready(f"这个决定已经由 {decision.undone_by} 撤销了。")
            db.execute(missed_texts.delete().where(missed_texts.c.decision == id))
            try:
                self._take_back(db, decision)
            except BookProblem as problem:
                raise MissedProblem(str(problem)) from problem
            return decision

    # Reading -------------------------------------------------------------------------------------------------------------------

    def standing(self) -> dict[str, Decision]:
        """Every text that is decided now → its decision, the oldest first; not those put to an entry that was deleted since."""
        with reading(self._engine) as db:
            made = {row.id: _decision(row) for row in db.execute(select(missed_decisions).where(missed_decisions.c.undone_at.is_(None)))}
            rows = db.execute(select(missed_texts.c.text, missed_texts.c.decision).order_by(missed_texts.c.decision, missed_texts.c.key))
            return {row.text: made[row.decision] for row in rows if row.decision in made and not self._lost(made[row.decision].target)}

    def latest(self, count: int = 20) -> list[Decision]:
        """What was decided and not taken back, the latest first."""
        wanted = select(missed_decisions).where(missed_decisions.c.undone_at.is_(None)).order_by(missed_decisions.c.id.desc()).limit(count)
        with reading(self._engine) as db:
            return [_decision(row) for row in db.execute(wanted)]

    def waiting(self, since: Optional[datetime]) -> int:
        """How many decisions made data after `since`, when the serving model was trained: it does not know of them."""
        made = missed_decisions.c.what.in_((SAME, NEW_ANSWER)) & missed_decisions.c.undone_at.is_(None)
        if since is not None:
            made &= missed_decisions.c.at > since
        with reading(self._engine) as db:
            return db.execute(select(func.count()).select_from(missed_decisions).where(made)).scalar_one()

    def version(self) -> tuple[int, int]:
        """Another one whenever something was decided or taken back."""
        with reading(self._engine) as db:
            last, undone = db.execute(select(func.max(missed_decisions.c.id), func.count(missed_decisions.c.undone_at))).one()
            return last or 0, undone

    # ---------------------------------------------------------------------------------------------------------------------------

    def _decide(self, what: str, texts: Sequence[str], by: str, make: Callable[[], Added]) -> Decision:
        """The words are claimed first: who comes second changes nothing."""
        texts = tuple({key(text): text for text in texts}.values())
        if not texts:
            raise MissedProblem("一句都没有选；请至少勾一句顾客的话。")
        try:
            with writing(self._engine) as db:
                self._release(db, texts)
                id = db.execute(missed_decisions.insert().values(
                    at=self._clock.now(), by=by, what=what, target=None, text=texts[0], texts=list(texts), added=[])).inserted_primary_key[0]
                db.execute(missed_texts.insert(), [{"key": digest(text), "decision": id, "text": text} for text in texts])
                target, added = make()
                db.execute(update(missed_decisions).where(missed_decisions.c.id == id).values(target=target, added=list(added)))
                return self._one(db, id)
        except IntegrityError:
            raise DecidedAlready(self._quicker(texts)) from None
        except BookProblem as problem:
            raise MissedProblem(str(problem)) from problem

    def _lost(self, target: Optional[str]) -> bool:
        return bool(target) and target.startswith(INTENT) and self._book.entry(target[len(INTENT):]) is None

    def _release(self, db: Connection, texts: Sequence[str]) -> None:
        """What was put to an entry that was deleted since may be decided anew."""
        mine = missed_texts.c.key.in_([digest(text) for text in texts])
        rows = db.execute(select(missed_texts.c.key, missed_decisions.c.target).join(missed_decisions).where(mine)).all()
        lost = [row.key for row in rows if self._lost(row.target)]
        if lost:
            db.execute(missed_texts.delete().where(missed_texts.c.key.in_(lost)))

    def _quicker(self, texts: Sequence[str]) -> str:
        with reading(self._engine) as db:
            row = db.execute(select(missed_texts.c.text, missed_decisions.c.by).join(missed_decisions).where(
                missed_texts.c.key.in_([digest(text) for text in texts]))).first()
        return f"“{row.text[:20]}”刚才已经由 {row.by} 决定了，这次没有改动；请刷新后再看。" if row else "刚才有人改动过，这次没有存；请刷新后再看。"

    def _accepted(self, entry: Entry, texts: Sequence[str], by: str) -> tuple[str, ...]:
        """The texts the entry did not have before."""
        before = set(entry.keys())
        self._book.accept(entry.name, texts, by, self._clock.now())
        return tuple(text for text in texts if key(text) not in before)

    def _take_back(self, db: Connection, decision: Decision) -> None:
        name = decision.target[len(INTENT):] if (decision.target or "").startswith(INTENT) else None
        if decision.what == NEW_ANSWER and name and self._book.entry(name):
            others = missed_decisions.c.undone_at.is_(None) & (missed_decisions.c.target == decision.target)
            if db.execute(select(func.count()).select_from(missed_decisions).where(others)).scalar_one():
                raise MissedProblem(f"后来还有别的话归到了“{self._book.entry(name).question}”，要先撤销那几条，再撤销这一条。")
            self._book.remove(name)
        elif decision.what == SAME and name and self._book.entry(name):
            self._without(name, decision)
        elif decision.what == SAME and name is None:
            self._learned.remove(decision.target, decision.added)

    def _without(self, name: str, decision: Decision) -> None:
        gone = set(map(key, decision.added))

        def edit(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
            entry = entries[name]
            left = {field: tuple(text for text in getattr(entry, field) if key(text) not in gone) for field in ("similar", "held_out")}
            return {**entries, name: replace(entry, **left)}

        self._book.change(edit)

    @staticmethod
    def _one(db: Connection, id: int) -> Optional[Decision]:
        row = db.execute(select(missed_decisions).where(missed_decisions.c.id == id)).first()
        return _decision(row) if row else None


def digest(text: str) -> str:
    """The same for texts that are one to the bot."""
    return hashlib.sha256(key(text).encode("utf8")).hexdigest()


def _refuse(row: PreviewRow, sure: bool) -> None:
    """What an import would say of the row, worded for a form. Raises MissedProblem."""
    if row.status == NEW or sure and row.status in (CONFLICT, PERSONAL) and row.after is not None:
        return
    if row.status in (ADDS, CHANGES, KNOWN):
        raise MissedProblem(f"“{row.before.question}”已经有答案了；请改用“和……一样”归到它，要改答案请到问答页面。")
    said = row.sentence.split("行", 1)[-1].lstrip("：的")
    if row.status == CONFLICT and row.after is not None:
        raise MissedProblem(f"“{row.question}”现在会被听成别的问题（把握 {row.confidence:.2f}）；意思一样就归到那一条，确实不同请勾“照样新建”。", sure=True)
    if row.status == PERSONAL and row.after is not None:
        raise MissedProblem(f"{said.partition('，')[0]}，每位顾客都会看到；请去掉，确实要公开请勾“照样新建”。", sure=True)
    raise MissedProblem(said)


def _decision(row: Any) -> Decision:
    return Decision(row.id, row.at, row.by, row.what, row.target, row.text, tuple(row.texts), tuple(row.added), row.undone_at, row.undone_by)
