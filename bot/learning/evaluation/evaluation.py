"""One evaluation from beginning to end: which model, on which files, with every figure. What the reports are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Callable, Collection, Mapping, Optional, Sequence

from bot.learning.entity_scores import EntityScores
from bot.learning.evaluation.hardened import Changed, Joined, Judge, harden, join
from bot.learning.evaluation.material import lines, read_material
from bot.learning.evaluation.measures import Report, report
from bot.learning.evaluation.messages import BUDGETS, Judged, Labelled
from bot.learning.evaluation.names import Names
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.evaluation.sets import Source, TestSet
from bot.learning.evaluation.voices import Voice
from bot.learning.reader import Reader


@dataclass
class Evaluation:
    """`allowed` is the shop's budget, wrong answers in a hundred; `whole` measures all sets that are not beside together, `sets`
    each alone, `changes` and `joined` the whole typed differently."""

    model: str
    date: datetime
    allowed: float
    sources: list[Source]
    names: Names
    whole: Report
    sets: Mapping[str, Report]
    changes: list[Changed] = field(default_factory=list)
    joined: Optional[Joined] = None
    voices: list[Voice] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    entities: Optional[EntityScores] = None


def judge_with(reader: Reader, allowed: float, say: Callable[[int, int], None] = lambda done, of: None) -> Judge:
    """Asks the model in bulk, at the usual budgets and the shop's; `say` hears how many of how many are done."""
    budgets = sorted({*BUDGETS, float(allowed)})

    def judge(rows: Sequence[Labelled]) -> list[Judged]:
        found: list[Judged] = []
        for row, read in zip(rows, reader.read_all([row.text for row in rows], budgets)):
            found.append(Judged(row, read.ranking, read.answers, read.found, read.at))
            say(len(found), len(rows))
        return found

    return judge


def evaluate(sets: Sequence[TestSet], judge: Judge, *, model: str, date: datetime, allowed: float, names: Names, same: SameAnswer,
             root: Path, asides: Collection[str] = ()) -> Evaluation:
    """Every figure but the voices. Raises ValueError when the sets hold nothing that can be measured."""
    judged = {one.name: judge(one.rows) for one in sets if one.rows}
    whole = [j for one in sets if not one.beside for j in judged.get(one.name, ())]
    beside = [j for one in sets if one.beside for j in judged.get(one.name, ())]
    overall = report(whole, beside, names.topic_of, same)
    return Evaluation(
        model=model, date=date, allowed=allowed, sources=[source for one in sets for source in one.sources], names=names,
        whole=overall, sets={name: report(found, (), names.topic_of, same) for name, found in judged.items()},
        changes=harden(whole, judge, read_material(root), same),
        joined=join(whole, judge, lines(root / "data" / "calibration" / "joins.txt", "{a}", "{b}"), asides),
        unknown=sorted({label for j in (*whole, *beside) for label in j.given.intents} - set(names.topic_of)),
    )
