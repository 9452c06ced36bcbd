"""`python -m bot.learning.round ID`: the process of one round. Train → examine → compare → promote, a step at a time, each written down.

Whatever happens here, the serving model goes on serving: the record of promotions is changed last, by one atomic write.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any, Optional

from bot.learning import models
from bot.learning.beside import Beside
from bot.learning.keeping import Keeping, expected_of
from bot.learning.rounds import FAILED, PASSED, PROMOTED, REFUSED, Round, Rounds
from bot.settings import Settings

log = logging.getLogger("bot.round")
NICE = 5  # who serves goes first
TRIES = 3  # comparisons, when somebody promotes another model meanwhile
ASKED_NOBODY = "训练期间线上换过模型，没有自动上线；请看过报告再决定。"


class Working:
    """One round under way. `inside` is this process's World."""

    def __init__(self, keeping: Keeping, inside: Any, beside: Beside) -> None:
        self._keeping, self._inside, self._beside = keeping, inside, beside
        self._folder: Path = inside.settings.models
        self._began = time.monotonic()

    def run(self) -> None:
        """Everything; the round's last state is written when this returns."""
        serving = self._serving()
        before = self._held_meanwhile(serving)
        candidate = self._candidate()
        report = self._compared(candidate, serving, before)
        if not report["passed"]:
            self._end(REFUSED, report)
        elif self._keeping.round.promote:
            self._promote(candidate, serving, report)
        else:
            self._end(PASSED, report)

    # Train -------------------------------------------------------------------------------------------------------------------

    def _candidate(self) -> Path:
        """The model this round is about: trained now, or the one it was started with. Afterwards its name is known."""
        round = self._keeping.round
        if round.model:
            return self._there(round.model)
        from bot.learning.candidate import train_candidate

        with self._keeping.step("train"):
            found = train_candidate(self._inside.settings, self._inside.faq, self._inside.clock.now(), by=round.by, why=round.why)
        self._keeping.write(model=found.name)
        return found

    def _there(self, model: str) -> Path:
        path = self._folder / model
        if path not in models.all_models(self._folder):
            raise models.ModelMissing(f"没有模型 {model!r}；用 python -m bot model list 看有哪些。")
        return path

    # Examine -----------------------------------------------------------------------------------------------------------------

    def _held_meanwhile(self, serving: Optional[str]) -> Optional[Future]:
        """The second process holds the dialogues with the serving model; mostly it is known how they go, and it only warms up."""
        found = None if serving is None else self._beside.hold(self._folder / serving, self._inside.faq.folder)
        self._beside.warm()
        return found

    def _exam(self, serving: Optional[str], candidate: str) -> Any:
        """What both are asked: proofs of what either has learnt among them."""
        from bot.learning.gate.examining import exam
        from bot.missed.learned import FOLDER, Learned

        entries, old = self._entries(), self._learnt(serving)
        asked = {*old, *self._learnt(candidate)}
        return exam([entry for entry in entries if entry.name in asked], old, Learned(self._inside.settings.shop_dir / FOLDER).held_out())

    def _entries(self) -> Any:
        return self._inside.faq.training(self._inside.clock.now())

    def _learnt(self, model: Optional[str]) -> dict[str, list[str]]:
        """The shop's own questions that a model knows, and their phrasings."""
        return (model and models.about(self._folder, model).get("faq")) or {}

    def _compared(self, candidate: Path, serving: Optional[str], held_before: Optional[Future]) -> dict[str, Any]:
        """The report; `later`: own questions that came or changed while it was trained, and have to wait for the next model.

        While this process reads, first with the candidate, then with the serving model unless that is known, the second one holds dialogues."""
        from bot.learning.gate import compare
        from bot.learning.gate.examining import read_texts, result, same_answers, titles

        given = self._exam(serving, candidate.name)
        dialogues = self._beside.hold(candidate, self._inside.faq.folder)
        with self._keeping.step("sets", tells=True) as heard:
            read = read_texts(candidate, self._allowed, given.frozen, heard)
        with self._keeping.step("faq", tells=True) as heard:
            read.update(read_texts(candidate, self._allowed, given.proving, heard))
        with self._keeping.step("dialogues"):
            known = read_texts(self._folder / serving, self._allowed, [*given.frozen, *given.proving]) if serving else {}
            held = dialogues.result()
        with self._keeping.step("compare"):
            old = held_before and serving and result(serving, given, known, held_before.result())
            report = compare(old or None, result(candidate.name, given, read, held), given.proofs, self._inside.shop.content.settings.learning,
                             titles(self._inside.settings.shop_dir, self._inside.faq.read().entries.values()), same_answers())
        learnt = self._learnt(candidate.name)
        report["later"] = [entry.question for entry in self._entries() if learnt.get(entry.name) != list(entry.trained)]
        self._note(candidate, report)
        return report

    def _note(self, candidate: Path, report: dict[str, Any]) -> None:
        verdict = {"against": report["against"], "passed": report["passed"], "reasons": report["reasons"],
                   "at": self._inside.clock.now().isoformat(timespec="seconds"), "round": self._keeping.round.id}
        scores = {one["name"]: one["after"] for one in report["sets"]}
        models.note_about(self._folder, candidate.name, passed=report["passed"], verdict=verdict, scores=scores)

    # Promote -----------------------------------------------------------------------------------------------------------------

    def _promote(self, candidate: Path, serving: Optional[str], report: dict[str, Any]) -> None:
        """Unless another model serves by now: then that one is the measure."""
        round = self._keeping.round
        for _ in range(TRIES):
            try:
                with self._keeping.step("promote"):
                    models.promote(self._folder, candidate.name, self._inside.clock.now(), by=round.by, note=round.why, instead_of=serving or "")
            except models.Overtaken:
                serving = self._serving()
                report = self._compared(candidate, serving, self._held_meanwhile(serving))
                if not report["passed"]:
                    return self._end(REFUSED, report)
            else:
                return self._end(PROMOTED, report)
        self._end(PASSED, report, problem=ASKED_NOBODY)

    def _end(self, state: str, report: dict[str, Any], **more: Any) -> None:
        seconds = {**self._keeping.round.seconds, "all": round(time.monotonic() - self._began, 2)}
        self._keeping.end(state, report={**report, "seconds": seconds}, seconds=seconds, **more)
        models.tidy(self._folder, self._inside.shop.content.settings.learning.keep_models)

    # The shop ----------------------------------------------------------------------------------------------------------------

    def _serving(self) -> Optional[str]:
        try:
            return models.serving_model(self._folder).name
        except models.ModelMissing:
            return None

    @property
    def _allowed(self) -> float:
        return self._inside.shop.content.settings.wrong_answers_per_hundred


def main(id: str) -> int:
    """Runs the round; the exit status is 0 when a verdict was reached."""
    from bot.quiet import quiet_rasa

    quiet_rasa()
    os.nice(NICE)
    rounds = Rounds(Settings.from_environment().var / "learning")
    started = rounds.one(id)
    if started is None or not started.running:
        log.error("there is no round %s to run", id)
        return 2
    keeping = Keeping(rounds, started, expected_of(rounds))
    try:
        _run(rounds, keeping)
        return 0
    except Exception as error:
        log.exception("the round failed")
        keeping.end(FAILED, problem=_in_words(error, keeping.round))
        return 1


def _run(rounds: Rounds, keeping: Keeping) -> None:
    from bot.wiring import world

    inside = world()
    rounds.now = inside.clock.now
    with Beside() as beside:
        Working(keeping, inside, beside).run()


def _in_words(error: Exception, round: Round) -> str:
    """For the shopkeeper; what only a programmer understands is in the log."""
    from bot.faq import BookProblem
    from bot.missed.problems import MissedProblem
    from bot.learning.training import TrainingFailed
    from bot.no_tensorflow import TensorFlowMissing
    from bot.settings import SettingsError
    from bot.shop import ShopError

    if isinstance(error, (BookProblem, MissedProblem, TrainingFailed, TensorFlowMissing, SettingsError, ShopError, models.ModelMissing)):
        return str(error)
    if isinstance(error, (MemoryError, BrokenExecutor)):
        return "训练没有做完：内存不够，进程被系统停掉了；关掉别的程序或加内存后再训练一次。"
    if isinstance(error, OSError) and error.strerror:
        return f"训练没有做完：{error.strerror}（{error.filename or ''}）；腾出磁盘或改好权限后再训练一次。"
    return f"训练程序出错了（{type(error).__name__}），线上的模型没有动；细节在 var/learning/{round.id}.log。"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
