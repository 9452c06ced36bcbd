"""What keeps a spreadsheet or a change from being taken, in a sentence for the shopkeeper."""

from __future__ import annotations

from typing import Iterable

from bot.shop.problems import Problem


class SheetProblem(Exception):
    """The file cannot be read as a table of questions; the text says where and what to do. Nothing of it was taken."""


class BookProblem(Exception):
    """The shop's own questions cannot be changed like this. `problems` are the broken places of the files, when it is for them."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *map(str, self.problems)]))
