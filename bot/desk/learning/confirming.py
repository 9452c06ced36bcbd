"""The yes to an upload: its rows are taken once, and a model is trained when they need one."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Iterable

from bot.channels.checking import BadMessage
from bot.desk.learning.plans import FILE, TAKEN, Kept, Plans
from bot.faq import Book, take
from bot.learning.rounds import Rounds, RoundUnderWay


class Confirming:
    """`now` is the shop's clock. Everything here reads and writes files: not on the event loop."""

    def __init__(self, book: Book, plans: Plans, rounds: Rounds, now: Callable[[], datetime]) -> None:
        self._book = book
        self._plans = plans
        self._rounds = rounds
        self._now = now

    def take(self, id: str, by: str, shown: Iterable[int], on: Iterable[int], promote: bool) -> Kept:
        """Takes what is ticked; of the lines `shown`, those in `on` are. `promote`: a good model goes live by itself.

        A second click finds it done. Raises BadMessage when nothing is ticked, BookProblem when the book has changed meanwhile."""
        self._plans.choose(id, shown, on)
        with self._plans.held(id) as kept:
            if kept.state == TAKEN:
                return kept
            lines = [row.line for row in self._plans.plan(id).rows if kept.takes(row)]
            if not lines:
                raise BadMessage("一行都没有勾选，没有收；请至少勾选一行，或者改好表格重新上传。")
            taken = take(self._plans.plan(id), self._book, by, self._now(), lines)
            made, changed = len(taken.made), len(taken.changed)
            why = f"导入 {made + changed} 条问答" if kept.kind == FILE else f"问答：{kept.name}"
            round, waits = self._train(by, why, promote) if taken.trains else ("", "")
            return self._plans.took(kept, by=by, made=made, changed=changed, trains=taken.trains, round=round, waits=waits)

    def _train(self, by: str, why: str, promote: bool) -> tuple[str, str]:
        """The round that was started, or why none was."""
        try:
            return self._rounds.start(by, why, promote).id, ""
        except RoundUnderWay as busy:
            return "", str(busy)
