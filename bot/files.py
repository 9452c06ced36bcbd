"""Files that several processes write, whole or not at all and by one at a time; and whether files have changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from bot.settings import ROOT


def whole_or_not(path: Path, text: str) -> None:
    """Writes a file so that a crash in the middle leaves the old one. One writer at a time."""
    unfinished = path.with_name(path.name + ".new")
    with open(unfinished, "w", encoding="utf8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One thread of one process at a time, by this file, which stays; others wait."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # this frees the lock


def digest(places: Iterable[str], endings: Sequence[str] = (".py", ".yml", ".tsv"), without: str = "-") -> str:
    """Of the project's files at these places, but for those below `without`."""
    found = hashlib.sha256()
    for place in places:
        path = ROOT / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in endings and ROOT / without not in file.parents:
                found.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]
