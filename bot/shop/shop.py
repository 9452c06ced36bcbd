"""The shop's folder, read live: an edit counts from the next message, a broken one changes nothing."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import date, datetime
from pathlib import Path
from typing import Callable, Iterator, Optional

from bot.clock import SHANGHAI

from .content import Content, read_content, unknown_year
from .problems import Findings, Problem, ShopError

_log = logging.getLogger(__name__)
_LOOK_EVERY = 0.5  # seconds between looks at the files
_WATCHED = (".yml", ".csv", ".json")
_FOLDERS = ("", "sizes", "policies", "replies", "holidays")


class Shop:
    """Reads `folder` once and again whenever a file changed. Cheap to ask at every message; usable from threads.

    now: the shop's time, which decides for which years holidays should be known. tick: seconds that only rise.
    Raises ShopError when the very first reading cannot serve.
    """

    def __init__(
        self,
        folder: Path | str,
        now: Optional[Callable[[], datetime]] = None,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = Path(folder)
        self._now = now or (lambda: datetime.now(SHANGHAI))
        self._tick = tick
        self._lock = threading.Lock()
        self._looked = tick()
        self._stamp = stamp(self.folder)
        content, self._problems = read(self.folder, self._now().date())
        if content is None:
            raise ShopError(self._problems)
        self._content = content

    @property
    def content(self) -> Content:
        """The content as it is now, or the last good one while an edit is broken."""
        if self._tick() - self._looked >= _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._content

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files as they are now; serious ones mean that an older content is serving."""
        calendar = self.content.hours.calendar
        told = {problem.file for problem in self._problems}
        years = (Problem(*unknown_year(year), serious=False) for year in sorted(calendar.asked))
        return self._problems + tuple(problem for problem in years if problem.file not in told)

    def refresh(self) -> None:
        """Looks at the files now instead of within half a second."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        self._looked = self._tick()
        new = stamp(self.folder)
        if new == self._stamp:
            return
        self._stamp = new
        content, self._problems = read(self.folder, self._now().date())
        if content is None:
            _log.warning("%s: still serving the last good content: %s", self.folder, "; ".join(map(str, self._problems)))
        else:
            self._content = content


def read(folder: Path, today: date) -> tuple[Optional[Content], tuple[Problem, ...]]:
    """One reading: the content, or None, and every problem, the serious ones first."""
    findings = Findings()
    content = None
    try:
        content = read_content(folder, today, findings)
    except Exception as error:  # a file nobody foresaw must not take the server down
        _log.exception("%s could not be read", folder)
        findings.wrong("shop.yml", 1, f"读取店铺资料时出了意外（{type(error).__name__}: {error}），请撤回刚才的修改")
    return content, findings.sorted()


def check(folder: Path | str, today: Optional[date] = None) -> list[Problem]:
    """Everything wrong or worth a look in the folder, the serious first; `today` decides which years' holidays matter."""
    return list(read(Path(folder), today or datetime.now(SHANGHAI).date())[1])


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change and length of every file that is read; equal stamps mean nothing changed."""
    return tuple(sorted(_files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for name in _FOLDERS:
        try:
            entries = os.scandir(folder / name)
        except OSError:
            continue
        with entries:
            for entry in entries:
                if entry.name.endswith(_WATCHED):
                    yield from _stamped(entry)


def _stamped(entry: os.DirEntry[str]) -> Iterator[tuple[str, int, int]]:
    try:
        found = entry.stat()
    except OSError:  # gone between listing and looking, as editors do when they save
        return
    yield entry.path, found.st_mtime_ns, found.st_size
