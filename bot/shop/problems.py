"""What is wrong with the shopkeeper's files, in words they can act on."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Iterable


@dataclass(frozen=True)
class Problem:
    """One thing to mend: `file` is relative to the shop's folder, `line` counts from 1.

    A serious problem keeps new content from being served; the others are advice.
    """

    file: str
    line: int
    message: str
    serious: bool = True

    def __str__(self) -> str:
        mark = "" if self.serious else "（提醒）"
        return f"{self.file} 第 {self.line} 行{mark}：{self.message}"


class ShopError(Exception):
    """The shop's folder cannot be served at all; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("店铺资料有问题：\n" + "\n".join(map(str, self.problems)))


@dataclass
class Findings:
    """Collects problems while files are read, so that all are reported at once."""

    found: list[Problem] = field(default_factory=list)

    def wrong(self, file: str, line: int, message: str) -> None:
        """Notes something that must be mended before the content can be served."""
        self.found.append(Problem(file, line, message))

    def advise(self, file: str, line: int, message: str) -> None:
        """Notes something worth a look that does not stop the content being served."""
        self.found.append(Problem(file, line, message, serious=False))

    @property
    def serious(self) -> bool:
        return any(problem.serious for problem in self.found)

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found, key=lambda p: (not p.serious, p.file, p.line)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A half sentence naming the closest known word, or nothing when none is close."""
    close = difflib.get_close_matches(word, [str(item) for item in known], n=1, cutoff=0.6)
    return f"，是不是想写“{close[0]}”" if close else ""
