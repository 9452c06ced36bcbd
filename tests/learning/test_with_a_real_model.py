"""The gate with a trained model: dialogues held in this process go as they do with a running shop, and swapped labels are found out."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Mapping

import pytest
import yaml

from bot.learning.dialogues.script import dialogues
from bot.learning.gate import Result, compare
from bot.learning.gate.examining import Exam, exam, read_texts, result, same_answers, titles
from bot.learning.gate.readings import Reading
from bot.learning.models import serving_model
from bot.settings import ROOT
from bot.shop.settings import Learning
from bot.wiring import world

HELD = ("size-01", "order-01", "human-01", "mixed-01")


@pytest.fixture(scope="module")
def model(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A link of its own: what is kept beside a model stays out of the folder of the others."""
    path = tmp_path_factory.mktemp("read") / "model-a.tar.gz"
    path.symlink_to(serving_model(models))
    return path


def test_dialogues_are_held_without_a_server_and_leave_this_process_as_it_was(model: Path, tmp_path: Path) -> None:
    from bot.learning.dialogues.stage import hold_all

    before, settings = dict(os.environ), world().settings
    chosen = [one for one in dialogues() if one.id in HELD or one.closed or one.xfail]
    done: list[int] = []
    wrong = hold_all(chosen, model, tmp_path / "no faq", done.append)
    assert {id for id, faults in wrong.items() if faults} == {one.id for one in chosen if one.xfail}, wrong
    assert done == list(range(1, len(chosen) + 1)) and any(one.closed for one in chosen)
    assert dict(os.environ) == before and world().settings == settings


@pytest.fixture(scope="module")
def given() -> Exam:
    """The project's own set alone."""
    whole = exam((), (), {})
    return Exam(whole.sets[:1], ())


@pytest.fixture(scope="module")
def read(model: Path, given: Exam) -> dict[str, Reading]:
    return read_texts(model, 5, given.frozen)


def judged(given: Exam, read: Mapping[str, Reading], name: str) -> Result:
    return result(name, given, read, {})


def test_the_same_model_passes_against_itself(given: Exam, read: dict[str, Reading]) -> None:
    report = compare(judged(given, read, "a"), judged(given, read, "b"), (), Learning(), titles(ROOT / "data" / "shop"), same_answers())
    assert report["passed"] and report["worse"] == [] and report["better"] == 0


@pytest.mark.parametrize("topic, title", [("logistics", "物流"), ("size", "尺码"), ("shipping", "发货")])
def test_a_model_that_learnt_a_topic_with_its_labels_swapped_is_refused_with_the_sentences(given: Exam, read: dict[str, Reading], topic: str,
                                                                                          title: str) -> None:
    intents = sorted({block["intent"] for block in yaml.safe_load((ROOT / "data" / "nlu" / f"{topic}.yml").read_text("utf8"))["nlu"]})
    swapped = dict(zip(intents, intents[1:] + intents[:1]))

    def confused(one: Reading) -> Reading:
        return one._replace(ranking=tuple((swapped.get(name, name), sure) for name, sure in one.ranking), found=tuple(swapped.get(n, n) for n in one.found))

    after = judged(given, {text: confused(one) for text, one in read.items()}, "sabotaged")
    limits = replace(Learning(), most_points_lost=100, most_wrong_answers=100)  # by its topic alone
    report = compare(judged(given, read, "a"), after, (), replace(limits, topic_messages=10), titles(ROOT / "data" / "shop"), same_answers())
    assert not report["passed"] and any(f"话题“{title}”" in reason for reason in report["reasons"])
    assert len(report["worse"]) >= 10
    assert not compare(judged(given, read, "a"), after, (), Learning(), titles(ROOT / "data" / "shop"), same_answers())["passed"]
