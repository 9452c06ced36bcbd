"""Several files changed as one: all of them are there or none, also when the power goes in between.

New files are written into `.next`, which becomes `.commit` by one rename: from then on they count. Whoever comes next,
the same program or the one started after a crash, moves them to their places before doing anything else.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Mapping

_NEXT, _COMMIT = ".next", ".commit"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder for this process and thread alone, with every earlier change completed."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _complete(folder)
        yield
    finally:
        os.close(handle)  # this frees the lock


def unfinished(folder: Path) -> bool:
    """Whether a change has counted but is not in its place yet."""
    return (folder / _COMMIT).exists()


def replace_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes files by name; one without text is deleted. Call it while `held`."""
    coming = folder / _NEXT
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir()
    for name, text in texts.items():
        with open(coming / name, "w", encoding="utf8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    _sync(coming)
    os.rename(coming, folder / _COMMIT)
    _sync(folder)
    _complete(folder)


def _complete(folder: Path) -> None:
    commit = folder / _COMMIT
    if not commit.exists():
        return
    for path in sorted(commit.iterdir()):
        if path.stat().st_size:
            os.replace(path, folder / path.name)
        else:
            (folder / path.name).unlink(missing_ok=True)
            path.unlink()
    _sync(folder)
    commit.rmdir()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
