"""Which messages a model is measured on: files that were named, or all of the project's own held-out sets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from bot.learning.evaluation.messages import Labelled
from bot.learning.evaluation.tables import own_files, read_tsv, read_yaml, unclear_rows

OWN = "own"


@dataclass(frozen=True)
class Source:
    """A file that was measured on, so that a figure can be traced to its data. `left_out`: rows marked as not clear."""

    file: str
    sha256: str
    rows: int
    left_out: int = 0


@dataclass(frozen=True)
class TestSet:
    """Messages reported together. `beside`: made for one measure (two questions, near misses…), so its messages are not at
    natural frequencies and stay out of the overall figures."""

    __test__ = False  # not one of pytest's

    name: str
    rows: tuple[Labelled, ...]
    sources: tuple[Source, ...]
    beside: bool = False


def given_sets(files: Sequence[Path]) -> list[TestSet]:
    """One set a file. Raises ValueError, naming the file, when one cannot be used."""
    return [_set(path, _unique(path, files)) for path in files]


def own_sets(folder: Path) -> list[TestSet]:
    """The topic files as one set, and every file of sets/ as one of its own. Missing ones are not missed."""
    topics = {path: read_yaml(path) for path in own_files(folder)}
    own = TestSet(OWN, tuple(one for rows in topics.values() for one in rows), tuple(_source(p, rows) for p, rows in topics.items()))
    return [own, *(_set(path, path.stem, beside=True) for path in sorted((folder / "sets").glob("*.yml")))]


def _set(path: Path, name: str, *, beside: bool = False) -> TestSet:
    table = path.suffix not in (".yml", ".yaml")
    rows = read_tsv(path) if table else read_yaml(path)
    return TestSet(name, tuple(rows), (_source(path, rows, unclear_rows(path) if table else 0),), beside)


def _source(path: Path, rows: Sequence[Labelled], left_out: int = 0) -> Source:
    return Source(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), len(rows), left_out)


def _unique(path: Path, files: Sequence[Path]) -> str:
    return path.name if sum(other.name == path.name for other in files) == 1 else str(path)
