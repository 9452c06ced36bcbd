"""The shop's own questions on disk: data/shop/faq/<topic>.yml, read live, changed as a whole, merged and never replaced."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Callable, Iterable, Mapping, Optional

from bot.faq.entries import Entry, accepted
from bot.faq.names import file_for
from bot.faq.problems import BookProblem
from bot.faq.rasa_file import FOLDER, read_entries, write_entries
from bot.faq.staging import held, replace_files, unfinished
from bot.faq.texts import answer_text, key, phrasing
from bot.shop.problems import Findings, Problem

Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Reading:
    """The entries by name, the file each stands in, and what is wrong with the files. Of a broken file the last good reading counts."""

    entries: Mapping[str, Entry]
    files: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def owners(self) -> dict[str, str]:
        """Every phrasing's key → the name of its entry."""
        return {k: entry.name for entry in self.entries.values() for k in entry.keys()}


class Book:
    """Cheap to ask at every message; usable from threads and from several processes. `folder` is data/shop/faq and may be absent."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._good: dict[str, tuple[Entry, ...]] = {}  # each file's last good reading
        self._read: Optional[tuple[Stamp, Reading]] = None

    def read(self) -> Reading:
        """Everything as it is now; never half of a change."""
        with self._lock:
            if not unfinished(self.folder):
                reading = self._now()
                if not unfinished(self.folder) and self._read[0] == _stamp(self.folder):
                    return reading
            if not self.folder.exists():
                return self._now()
            with held(self.folder):  # somebody is writing
                return self._now()

    def entry(self, name: str) -> Optional[Entry]:
        return self.read().entries.get(name)

    def training(self, now: datetime) -> tuple[Entry, ...]:
        """What the next model is made of: all that has not expired. Raises BookProblem while a file is broken."""
        reading = self.read()
        _refuse_broken(reading)
        return tuple(entry for _, entry in sorted(reading.entries.items()) if not entry.over_at(now))

    # Changing ----------------------------------------------------------------------------------------------------------------

    def change(self, edit: Callable[[Mapping[str, Entry]], Mapping[str, Entry]]) -> Reading:
        """Puts what `edit` makes of the entries in their place, all or nothing; files where nothing changed are not touched.

        `edit` gets them as they are on disk now. Raises BookProblem while any file is broken, for names and questions in it are not known.
        """
        with self._lock, held(self.folder):
            before = self._now()
            _refuse_broken(before)
            after = edit(before.entries)
            _refuse_doubles(after)
            texts = _changed_files(before, after)
            if texts:
                replace_files(self.folder, texts)
            return self._now()

    def put(self, entry: Entry) -> None:
        """Adds an entry or puts it in the place of the one with its name."""
        self.change(lambda entries: {**entries, entry.name: entry})

    def answer(self, name: str, text: str, by: str, at: datetime) -> Entry:
        """Another wording; it needs no training."""
        wording = answer_text(text)
        if not wording:
            raise BookProblem("答案是空的；请写上要回答顾客的话。")
        return self._changed(name, lambda entry: entry if entry.answer == wording else replace(entry, answer=wording, by=by, at=at))

    def accept(self, name: str, texts: Iterable[str], by: str, at: datetime) -> Entry:
        """Adds missed questions that mean this entry; one in five of them is held out and never trained."""
        lines = [line for line in map(phrasing, texts) if line]

        def add(entry: Entry) -> Entry:
            more = accepted(entry, lines)
            return entry if more == entry else replace(more, by=by, at=at)

        return self._changed(name, add)

    def expire(self, name: str, until: Optional[datetime], by: str, at: datetime) -> Entry:
        """Answered to the end of this minute and no longer; None: for good again."""
        return self._changed(name, lambda entry: replace(entry, valid_until=until, by=by, at=at))

    def remove(self, name: str) -> None:
        """Takes an entry out of its file; the next model does without it."""
        self._known(name)
        self.change(lambda entries: {other: entry for other, entry in entries.items() if other != name})

    def _changed(self, name: str, edit: Callable[[Entry], Entry]) -> Entry:
        self._known(name)
        return self.change(lambda entries: {**entries, name: edit(entries[name])} if name in entries else entries).entries[name]

    def _known(self, name: str) -> None:
        if self.entry(name) is None:
            raise BookProblem(f"没有“{name[:60]}”这条问答，可能已经删掉了；请刷新后再看。")

    # Reading -----------------------------------------------------------------------------------------------------------------

    def _now(self) -> Reading:
        stamp = _stamp(self.folder)
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, self._fresh()
        return self._read[1]

    def _fresh(self) -> Reading:
        findings = Findings()
        good: dict[str, tuple[Entry, ...]] = {}
        for path in sorted(self.folder.glob("*.yml")):
            here = Findings()
            read = read_entries(path, here)
            good[path.name] = self._good.get(path.name, ()) if here.serious else read
            findings.found += here.found
        self._good = good
        return _together(good, findings)


def _together(good: Mapping[str, tuple[Entry, ...]], findings: Findings) -> Reading:
    """One reading of all files. A name or a phrasing that is in two places is wrong; the first counts."""
    entries: dict[str, Entry] = {}
    files: dict[str, str] = {}
    owners: dict[str, str] = {}
    for file, found in good.items():
        for entry in found:
            if entry.name in entries:
                findings.wrong(f"{FOLDER}/{file}", 1, f"“{entry.intent}”在 {files[entry.name]} 里已经写过，请删掉一处")
                continue
            for text in (*entry.trained, *entry.held_out):
                other = owners.setdefault(key(text), entry.name)
                if other != entry.name:
                    findings.wrong(f"{FOLDER}/{file}", 1, f"问法“{text}”既写在 {entry.intent} 下，又写在 {FOLDER}/{files[other]} 的 faq/{other} 下，请只留一处")
            entries[entry.name], files[entry.name] = entry, file
    return Reading(MappingProxyType(entries), MappingProxyType(files), findings.sorted())


def _refuse_broken(reading: Reading) -> None:
    if reading.problems:
        raise BookProblem("店里的问答文件有读不懂的地方，改好以前不能导入、修改或训练，原来的文件没有动：", reading.problems)


def _refuse_doubles(entries: Mapping[str, Entry]) -> None:
    """What was only looked at before may have been taken by somebody else since."""
    owners: dict[str, Entry] = {}
    for entry in entries.values():
        for text in (*entry.trained, *entry.held_out):
            other = owners.setdefault(key(text), entry)
            if other.name != entry.name:
                raise BookProblem(f"问法“{text}”已经属于“{other.question}”，不能再写到“{entry.question}”下面；请只留一处。")


def _changed_files(before: Reading, after: Mapping[str, Entry]) -> dict[str, str]:
    """The new text of each file that changes; "" for one that nothing is left of. An entry stays in the file it stands in."""
    homes: dict[str, dict[str, Entry]] = {}
    for name, entry in after.items():
        homes.setdefault(before.files.get(name) or file_for(entry.topic), {})[name] = entry
    old: dict[str, dict[str, Entry]] = {}
    for name, entry in before.entries.items():
        old.setdefault(before.files[name], {})[name] = entry
    return {
        file: write_entries(homes[file].values()) if file in homes else ""
        for file in {*homes, *old} if homes.get(file) != old.get(file)
    }  # fmt: skip


def _stamp(folder: Path) -> Stamp:
    found = []
    for path in folder.glob("*.yml"):
        try:
            about = path.stat()
        except OSError:  # gone between listing and looking
            continue
        found.append((path.name, about.st_mtime_ns, about.st_size, about.st_ino))
    return tuple(sorted(found))
