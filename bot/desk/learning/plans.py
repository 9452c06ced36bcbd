"""Uploads between the page that shows what they would do and the click that takes them: files under var/learning/plans.

Any supervisor may confirm what a colleague uploaded; the pages say whose it is, the book who took it. Usable from several servers.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from bot.faq import Plan, PreviewRow, dump_plan, load_plan
from bot.files import alone, whole_or_not

READING, READY, REFUSED, TAKEN = "reading", "ready", "refused", "taken"
FILE, TYPED, REMOVED = "file", "typed", "removed"
LOST_AFTER = 60.0  # seconds without a sign of life from the one who reads an upload
KEPT_DAYS = 14
CACHED = 4  # plans of thousands of rows take a moment to read
_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True)
class Kept:
    """One upload. kind: a file, something typed into a form, or an entry that was removed and can be brought back.

    `again`: where to try once more; `typed`: what was typed, for the form to show again.
    state: reading (`asked` of `of` questions are looked at), ready, refused (`problem` says why), taken (`taken` says what and by whom).
    ticked, unticked: lines a person decided about against what the preview proposes.
    """

    id: str
    by: str
    at: datetime
    name: str
    kind: str = FILE
    again: str = ""
    typed: Optional[Mapping[str, str]] = None
    state: str = READING
    asked: int = 0
    of: int = 0
    problem: str = ""
    ticked: tuple[int, ...] = ()
    unticked: tuple[int, ...] = ()
    taken: Optional[Mapping[str, Any]] = None
    lost: bool = False

    def takes(self, row: PreviewRow) -> bool:
        """Whether this row is taken as things are ticked."""
        return row.takeable and (row.line in self.ticked or row.chosen and row.line not in self.unticked)

    def chosen(self, rows: Iterable[PreviewRow], lines: Iterable[int], on: Iterable[int]) -> "Kept":
        """Of these lines those in `on` are ticked, the others are not."""
        lines, on = set(lines), set(on)
        proposed = {row.line: row.chosen for row in rows if row.takeable and row.line in lines}
        ticked = {*self.ticked} - lines | {line for line, chosen in proposed.items() if line in on and not chosen}
        unticked = {*self.unticked} - lines | {line for line, chosen in proposed.items() if line not in on and chosen}
        return replace(self, ticked=tuple(sorted(ticked)), unticked=tuple(sorted(unticked)))


class Plans:
    """`now` is the shop's clock. Ids are long and random; what is no id of ours is nothing."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._loaded = lru_cache(maxsize=CACHED)(self._load)

    def new(self, by: str, name: str, kind: str = FILE, **about: Any) -> Kept:
        """An upload that is still to be read; `about` are other fields of it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._tidy()
        kept = Kept(secrets.token_hex(16), by, self._now(), name, kind, **about)
        self._write(kept)
        return kept

    def one(self, id: str) -> Optional[Kept]:
        """None for an id there is not. `lost`: nobody reads it any more."""
        path = self._path(id)
        try:
            given = json.loads(path.read_text("utf8")) if path else None
            silent = time.time() - path.stat().st_mtime if path else 0.0
        except (FileNotFoundError, ValueError):
            return None
        if given is None:
            return None
        many = {name: tuple(given[name]) for name in ("ticked", "unticked")}
        kept = Kept(**{**given, **many, "at": datetime.fromisoformat(given["at"])})
        return replace(kept, lost=True) if kept.state == READING and silent > LOST_AFTER else kept

    def latest(self, *kinds: str) -> list[Kept]:
        """Newest first."""
        found = (self.one(path.stem) for path in self._folder.glob("*.json"))
        return sorted((one for one in found if one and one.kind in kinds), key=lambda one: one.at, reverse=True)

    def plan(self, id: str) -> Plan:
        """What a ready one would do, or a taken one did; it never changes."""
        return self._loaded(id)

    def progress(self, id: str, asked: int, of: int) -> None:
        """A sign of life while questions are looked at."""
        self._change(id, asked=asked, of=of)

    def ready(self, id: str, plan: Plan) -> None:
        """It can be shown."""
        (self._folder / f"{id}.plan").write_text(dump_plan(plan), "utf8")
        self._change(id, state=READY)

    def refused(self, id: str, problem: str) -> None:
        """It cannot be shown, for this reason."""
        self._change(id, state=REFUSED, problem=problem)

    def choose(self, id: str, lines: Iterable[int], on: Iterable[int]) -> Kept:
        """Remembers what was ticked of the lines on a page."""
        with self.held(id) as kept:
            chosen = kept.chosen(self.plan(id).rows, lines, on)
            if kept.state == READY and chosen != kept:
                self._write(chosen)
                return chosen
        return kept

    def took(self, kept: Kept, **what: Any) -> Kept:
        """It is done; call it while `held`."""
        done = replace(kept, state=TAKEN, taken={**what, "at": self._now().isoformat()})
        self._write(done)
        return done

    @contextmanager
    def held(self, id: str) -> Iterator[Kept]:
        """This upload for one thread of one process alone: a second click waits and then sees what the first did."""
        with alone(self._folder / f"{id}.lock"):
            yield self.one(id)

    def _load(self, id: str) -> Plan:
        return load_plan((self._folder / f"{id}.plan").read_text("utf8"))

    def _change(self, id: str, **fields: Any) -> None:
        with self.held(id) as kept:
            self._write(replace(kept, lost=False, **fields))

    def _write(self, kept: Kept) -> None:
        fields = {name: value for name, value in asdict(kept).items() if name != "lost"}
        whole_or_not(self._folder / f"{kept.id}.json", json.dumps(fields, ensure_ascii=False, default=datetime.isoformat))

    def _path(self, id: str) -> Optional[Path]:
        return self._folder / f"{id}.json" if _ID.match(id) else None

    def _tidy(self) -> None:
        oldest = time.time() - KEPT_DAYS * 24 * 3600
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
