"""The phrase book of the desk: the shop's file, what the desk changed in it, and each agent's own; found by typing "/".

Sound is by single characters: every common reading of a character counts in a title (还 as hai and huan), so nobody has to know
which one a dictionary of words would choose.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Protocol

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import Clock
from bot.handoff.desk import SUPERVISOR
from bot.handoff.tables import phrases
from bot.shop.phrases import BLANK, LONGEST_TEXT, LONGEST_TITLE, LONGEST_TOPIC, VARIABLES, brace_mistake
from bot.stores.columns import clean
from bot.stores.database import reading, writing

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as in bot/understanding/sounds.py: 45 MB we do not ask for
from pypinyin import Style  # noqa: E402
from pypinyin.pinyin_dict import pinyin_dict  # noqa: E402
from pypinyin.style import convert  # noqa: E402

_FILE, _DESK = "file:", "desk:"
_READINGS = 3  # of one character; the further ones are of names and old books
_BEGINS, _INSIDE, _INITIALS_BEGIN, _INITIALS_INSIDE, _TEXT = range(5)  # how well a word is found, the best first
_LONGEST_TYPED = 60
_DOUBLE = ("zh", "ch", "sh")


class PhraseProblem(Exception):
    """The phrase cannot be changed like this; the text says why and what to do."""


class Written(Protocol):
    """A phrase as the shop's file gives it."""

    id: str
    topic: str
    title: str
    text: str


@dataclass(frozen=True)
class Phrase:
    """One phrase as an agent has it. `id` is "file:ID" or "desk:N"; `owner` None is everybody's; `edited`: the desk says it otherwise."""

    id: str
    topic: str
    title: str
    text: str
    owner: Optional[str] = None
    edited: bool = False


@dataclass(frozen=True)
class Filled:
    """A text for the shopper. `missing` are the names that stand in it as 【name】 and have to be completed first."""

    text: str
    missing: tuple[str, ...]


class PhraseBook:
    """Synchronous and short; callers run it off the event loop. `content` gives the file's phrases as they are now."""

    def __init__(self, engine: Engine, clock: Clock, content: Callable[[], Mapping[str, Written] | Iterable[Written]]) -> None:
        self._engine = engine
        self._clock = clock
        self._content = content

    def all(self, agent: str) -> list[Phrase]:
        """Everything this agent may use, topic by topic: the file's, then what the desk made, then the agent's own."""
        with reading(self._engine) as db:
            return self._all(db, agent)

    def find(self, agent: str, typed: str, limit: int = 8) -> list[Phrase]:
        """What fits the words typed behind "/", the best first. Every word has to fit; without words the first phrases."""
        words = [word for word in map(_plain, typed[:_LONGEST_TYPED].split()) if word]
        ranked = ((_rank(phrase, words), phrase) for phrase in self.all(agent))
        return [phrase for _, phrase in sorted(((r, p) for r, p in ranked if r is not None), key=lambda found: found[0])][:limit]

    def save(self, agent: str, role: str, id: Optional[str], topic: str, title: str, text: str, personal: bool) -> Phrase:
        """Makes a phrase, or changes the one with this id. Raises PhraseProblem.

        A shared one saved as personal stays as it is: the agent gets a copy. A personal one saved as shared becomes everybody's."""
        topic, title, text = " ".join(clean(topic).split()), " ".join(clean(title).split()), clean(text)
        _check(topic, title, text)
        if not personal and role != SUPERVISOR:
            raise PhraseProblem(f"“{title}”要改成大家共用的话术，只有主管能保存；请选“只给自己用”，或者请主管来改。")
        values = dict(topic=topic, title=title, text=text, removed=False, updated_by=agent, updated_at=self._clock.now())
        with writing(self._engine) as db:
            old = self._one(db, agent, id) if id else None
            return self._kept(db, old, agent if personal else None, values)

    def remove(self, agent: str, role: str, id: str) -> None:
        """Takes a phrase away. Raises PhraseProblem."""
        with writing(self._engine) as db:
            old = self._one(db, agent, id)
            if old.owner is None and role != SUPERVISOR:
                raise PhraseProblem(f"“{old.title}”是大家共用的话术，只有主管能删；请找主管，或者另存一条自己的。")
            values = dict(topic=old.topic, title=old.title, text=old.text, removed=True, updated_by=agent, updated_at=self._clock.now())
            self._kept(db, old, old.owner, values)

    def removed(self) -> list[Phrase]:
        """Phrases of the file which the desk took away, as the file has them."""
        with reading(self._engine) as db:
            gone = {row.key for row in _rows(db, phrases.c.key.isnot(None)) if row.removed}
        return [_of_file(written) for written in self._written() if written.id in gone]

    def restore(self, role: str, id: str) -> Phrase:
        """The file's own wording counts again, after an edit or a removal. Raises PhraseProblem."""
        key = id[len(_FILE):] if id.startswith(_FILE) else ""
        written = next((written for written in self._written() if written.id == key), None)
        if written is None:
            raise PhraseProblem(f"话术 {id[:80]} 不是店铺文件里的，没有原来的说法可以恢复；请刷新后再看。")
        if role != SUPERVISOR:
            raise PhraseProblem(f"“{written.title}”是大家共用的话术，只有主管能恢复原来的说法；请找主管。")
        with writing(self._engine) as db:
            db.execute(phrases.delete().where(phrases.c.key == key))
        return _of_file(written)

    def still_open(self, agent: str, text: str) -> tuple[str, ...]:
        """The blanks 【…】 which phrases left in a text that is about to be said; it must not go out with any."""
        marked = dict.fromkeys(re.findall(r"【([^【】]+)】", text))
        if not marked:
            return ()
        names = {_label(name) for phrase in self.all(agent) for name, _ in BLANK.findall(phrase.text)} | {*VARIABLES.values()}
        return tuple(name for name in marked if name in names)

    def _all(self, db: Connection, agent: str) -> list[Phrase]:
        rows = _rows(db, phrases.c.owner.is_(None) | (phrases.c.owner == agent))
        changed = {row.key: row for row in rows if row.key is not None}
        shared = [_of_file(written, changed.get(written.id)) for written in self._written()]
        made = sorted((row for row in rows if row.key is None and not row.removed), key=lambda row: row.owner is not None)
        found = [phrase for phrase in shared if phrase] + [_of_row(row) for row in made]
        order = {topic: n for n, topic in enumerate(dict.fromkeys(phrase.topic for phrase in found))}
        return sorted(found, key=lambda phrase: order[phrase.topic])

    def _one(self, db: Connection, agent: str, id: str) -> Phrase:
        for phrase in self._all(db, agent):
            if phrase.id == id:
                return phrase
        raise PhraseProblem(f"话术 {id[:80]} 已经没有了，或者不是您的；请刷新后再看。")

    def _kept(self, db: Connection, old: Optional[Phrase], owner: Optional[str], values: dict[str, Any]) -> Phrase:
        """Writes a new row, or over the old phrase's own."""
        copied = old is not None and old.owner is None and owner is not None
        key = old.id[len(_FILE):] if old and not copied and old.id.startswith(_FILE) else None
        if old and not copied:  # every row of the key: two who edit it first at once may both have written one
            mine = phrases.c.key == key if key else phrases.c.id == int(old.id[len(_DESK):])
            if db.execute(update(phrases).where(mine).values(owner=owner, **values)).rowcount:
                return Phrase(old.id, values["topic"], values["title"], values["text"], owner, edited=key is not None)
        number = db.execute(phrases.insert().values(key=key, owner=owner, **values)).inserted_primary_key[0]
        id = f"{_FILE}{key}" if key else f"{_DESK}{number}"
        return Phrase(id, values["topic"], values["title"], values["text"], owner, edited=key is not None)

    def _written(self) -> Iterator[Written]:
        content = self._content()
        return iter(content.values() if isinstance(content, Mapping) else content)


def fill(text: str, values: Mapping[str, Any]) -> Filled:
    """The text with its variables filled in, once: braces inside a value stay text.

    What is not known stays as 【订单号】 and is told in `missing`; written {name?} it is left out."""
    missing: dict[str, None] = {}

    def value(found: re.Match[str]) -> str:
        name, optional = found.groups()
        known = values.get(name)
        if known is not None and str(known).strip():
            return str(known).strip()
        if optional:
            return ""
        missing[_label(name)] = None
        return f"【{_label(name)}】"

    return Filled(BLANK.sub(value, text), tuple(missing))


def _label(name: str) -> str:
    return VARIABLES.get(name, name)


def _rows(db: Connection, wanted: Any) -> list[Any]:
    return db.execute(select(phrases).where(wanted).order_by(phrases.c.id)).all()


def _of_file(written: Written, row: Any = None) -> Optional[Phrase]:
    """The file's phrase as the desk has it; None when the desk removed it. Rows of phrases the file lost are never asked for."""
    if row is None:
        return Phrase(f"{_FILE}{written.id}", written.topic, written.title, written.text)
    return None if row.removed else Phrase(f"{_FILE}{written.id}", row.topic, row.title, row.text, edited=True)


def _of_row(row: Any) -> Phrase:
    return Phrase(f"{_DESK}{row.id}", row.topic, row.title, row.text, row.owner)


def _check(topic: str, title: str, text: str) -> None:
    for what, words, longest in (("分组", topic, LONGEST_TOPIC), ("标题", title, LONGEST_TITLE), ("内容", text, LONGEST_TEXT)):
        if not words:
            raise PhraseProblem(f"话术的{what}是空的；请写 1 到 {longest} 个字。")
        if len(words) > longest:
            raise PhraseProblem(f"话术的{what}“{words[:12]}……”有 {len(words)} 个字，最多 {longest} 个；请缩短再保存。")
    mistake = brace_mistake(text)
    if mistake:
        raise PhraseProblem(f"话术“{title}”的{mistake}；请改好再保存。")


# Finding ---------------------------------------------------------------------------------------------------------------------


def _plain(words: str) -> str:
    """Letters, digits and characters alone, as everybody may type them: small, half width, without an input method's apostrophes."""
    return "".join(c for c in unicodedata.normalize("NFKC", words).lower() if c.isalnum())


def _rank(phrase: Phrase, words: list[str]) -> Optional[int]:
    """How well a phrase fits all the words, 0 best; None when it does not."""
    places = [_place(phrase, word) for word in words]
    return None if None in places else sum(places)


def _place(phrase: Phrase, word: str) -> Optional[int]:
    found = _index(phrase.title).place(word)
    if found is None and (_index(phrase.topic).has(word) or _index(phrase.text).has(word)):
        return _TEXT
    return found


class _Index:
    """A text ready to be found by how it is written and how it sounds."""

    def __init__(self, text: str) -> None:
        self.written = _plain(BLANK.sub(" ", text))
        self._sounds = [_sounds(c) for c in self.written]
        self._starts: dict[str, list[int]] = {}  # where each typed first letter can begin
        for at, c in enumerate(self.written):
            for first in {c, *(sound[0] for sound in self._sounds[at])}:
                self._starts.setdefault(first, []).append(at)

    def place(self, word: str) -> Optional[int]:
        """How a title has it: at its beginning or inside, as written and in whole syllables or only by initials; None when not."""
        for initials, best in ((False, _BEGINS), (True, _INITIALS_BEGIN)):
            places = [at for at in self._starts.get(word[0], ()) if self._fits(word, at, initials)]
            if places:
                return best + (places[0] > 0)
        return None

    def has(self, word: str) -> bool:
        """Whether a text has it, as written or in whole syllables; initials would fit nearly every text."""
        return word in self.written or any(self._fits(word, at, False) for at in self._starts.get(word[0], ()))

    def _fits(self, word: str, at: int, initials: bool) -> bool:
        """Whether `word` is the characters from `at` on, each by itself or its sound."""
        reached = {0}  # how much of the word the characters so far can stand for
        while reached and at < len(self.written):
            reached = {done + used for done in reached for used in self._uses(word[done:], at, initials)}
            if len(word) in reached:
                return True
            at += 1
        return False

    def _uses(self, rest: str, at: int, initials: bool) -> Iterator[int]:
        """How many letters of `rest` the character at `at` can stand for; the last syllable may be unfinished, as one types it."""
        if rest[0] == self.written[at]:
            yield 1
        for sound in self._sounds[at]:
            if rest.startswith(sound):
                yield len(sound)
            if len(rest) > 1 and rest not in _DOUBLE and sound.startswith(rest):
                yield len(rest)
            if initials and rest[0] == sound[0]:
                yield 1
            if initials and rest[:2] == sound[:2] and rest[:2] in _DOUBLE:
                yield 2


@lru_cache(maxsize=4096)
def _index(text: str) -> _Index:
    return _Index(text)


@lru_cache(maxsize=8192)
def _sounds(character: str) -> tuple[str, ...]:
    """A character's commonest readings without tone; none for a letter or digit. ü is typed v."""
    readings = pinyin_dict.get(ord(character), "")
    plain = (convert(reading, Style.NORMAL, strict=False).replace("ü", "v") for reading in readings.split(",") if reading)
    return tuple(dict.fromkeys(filter(None, plain)))[:_READINGS]
