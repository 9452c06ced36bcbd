"""What the two models are asked: the frozen sets, the proofs of the shop's own questions, and whole conversations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Collection, Iterable, Mapping, Sequence

from bot.faq import Entry
from bot.faq.entries import INTENT
from bot.files import digest, whole_or_not
from bot.learning.dialogues.script import FOLDER, dialogues
from bot.learning.evaluation import names, same_answer, sets
from bot.learning.evaluation.messages import Labelled
from bot.learning.gate.readings import Heard, Reading, Readings
from bot.learning.gate.results import Proof, Result, proofs_of
from bot.learning.gate.verdict import Titles
from bot.learning.models import ENDING
from bot.settings import ROOT

NLU = ROOT / "tests" / "nlu"
HELD_BY = ("bot", "actions", "data/shop", "data/stories", "domain.yml", str(FOLDER.relative_to(ROOT)))


@dataclass(frozen=True)
class Exam:
    """The messages: `sets` are frozen, `proofs` follow the shop's own questions."""

    sets: tuple[sets.TestSet, ...]
    proofs: tuple[Proof, ...]

    @property
    def frozen(self) -> list[str]:
        return [row.text for one in self.sets for row in one.rows]

    @property
    def proving(self) -> list[str]:
        return [proof.text for proof in self.proofs]


def exam(entries: Iterable[Entry], learnt_before: Collection[str], learned: Mapping[str, Sequence[str]]) -> Exam:
    """`entries`: those the candidate was trained with; `learnt_before`: names of those the serving model was; `learned`: held-out
    sentences that supervisors put to built-in intents."""
    shops = sets.TestSet("learned", tuple(Labelled(text, (intent,)) for intent, texts in learned.items() for text in texts), (), beside=True)
    return Exam(tuple(one for one in (*sets.own_sets(NLU), shops) if one.rows), proofs_of(entries, learnt_before))


def result(model: str, given: Exam, read: Mapping[str, Reading], held: Mapping[str, bool]) -> Result:
    judged = {one.name: tuple(read[row.text].judged(row) for row in one.rows) for one in given.sets}
    return Result(model, judged, {proof.text: read[proof.text] for proof in given.proofs}, held)


def read_texts(model: Path, allowed: float, texts: Sequence[str], heard: Heard = lambda done, of: None) -> dict[str, Reading]:
    """What the model makes of each, from what is kept beside it or by asking it."""
    return Readings(model, allowed, open_reader).of(texts, heard)


@lru_cache(maxsize=1)
def open_reader(model: Path, allowed: float) -> Any:
    """A model for single messages; the last one stays open."""
    from bot.learning.reader import Reader

    return Reader(model, allowed)


def hold_dialogues(model: Path, faq: Path, heard: Heard = lambda done, of: None) -> dict[str, bool]:
    """Whether each dialogue goes as it must, by its name, from what is kept beside the model or by holding them."""
    path, known = model.with_name(model.name.removesuffix(ENDING) + ".held.json"), digest(HELD_BY, (".py", ".yml", ".csv"), without="data/shop/faq")
    try:
        kept = json.loads(path.read_text("utf8"))
        if kept["for"] == known:
            return kept["held"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # it only saves time
    from bot.learning.dialogues.stage import hold_all

    all_of_them = dialogues()
    wrong = hold_all(all_of_them, model, faq, lambda done: heard(done, len(all_of_them)))
    held = {one.name: not wrong[one.id] for one in all_of_them}
    whole_or_not(path, json.dumps({"for": known, "held": held}, ensure_ascii=False))
    return held


def titles(shop_dir: Path, entries: Iterable[Entry] = ()) -> Titles:
    """What a shopkeeper calls things; an own question by its words."""
    called = names.read_names(ROOT / "data" / "nlu", shop_dir / "intents.yml")
    own = {entry.intent: entry.question for entry in entries}
    topic_of: Callable[[str], str] = lambda intent: called.topic_of.get(intent, "faq" if intent.startswith(INTENT) else "other")  # noqa: E731
    return Titles(lambda name: own.get(name) or called.intent(name), called.topic, called.set, topic_of)


def same_answers() -> same_answer.SameAnswer:
    return same_answer.read_same_answer(ROOT / same_answer.FILE)
