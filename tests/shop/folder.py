"""A shopkeeper's folder that a test may edit and break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.shop import Problem, check

DATA = Path(__file__).resolve().parents[2] / "data" / "shop"
TODAY = date(2026, 6, 1)  # every holiday the shop looks ahead to is known on this day


@dataclass(frozen=True)
class Folder:
    """A shopkeeper's folder."""

    path: Path

    def replace(self, file: str, old: str, new: str) -> int:
        """Writes `new` for the first `old`; the line, from 1, that `old` began on."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{file} does not contain {old!r}"
        self.write(file, text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def append(self, file: str, line: str) -> int:
        """Adds a last line; its number."""
        text = (self.path / file).read_text(encoding="utf-8")
        self.write(file, text + line + "\n")
        return text.count("\n") + 1

    def write(self, file: str, text: str) -> None:
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def check(self) -> list[Problem]:
        return check(self.path, TODAY)
