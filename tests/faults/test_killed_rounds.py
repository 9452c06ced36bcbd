"""A learning round may die at any step: the old model serves, the round is lost, and the next one does the whole work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from bot.learning import models as promotions
from bot.learning.rounds import LOST, PASSED, PROMOTED, Round, Rounds
from tests.faults.conftest import wait_for

SECONDS = 240


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    """Two models, a.tar.gz and b.tar.gz; a serves."""
    found = tmp_path / "models"
    found.mkdir()
    for name in ("a.tar.gz", "b.tar.gz"):
        shutil.copy(promotions.serving_model(models), found / name)
    promotions.promote(found, "a.tar.gz")
    return found


@pytest.fixture
def rounds(folder: Path, tmp_path: Path) -> Rounds:
    return Rounds(tmp_path / "var" / "learning", {"MODELS_DIR": str(folder), "SHOP_NOW": ""})


def kill(round: Round) -> None:
    for pid in subprocess.run(["pgrep", "-f", f"bot.learning.round {round.id}"], capture_output=True, text=True).stdout.split():
        os.kill(int(pid), signal.SIGKILL)


def children(round: Round) -> list[str]:
    """Processes that the round has started."""
    found = subprocess.run(["pgrep", "-f", f"bot.learning.round {round.id}"], capture_output=True, text=True).stdout.split()
    return [pid for one in found for pid in subprocess.run(["pgrep", "-P", one], capture_output=True, text=True).stdout.split()]


def test_killed_at_any_step_it_leaves_the_old_model_and_the_next_round_is_whole(rounds: Rounds, folder: Path) -> None:
    before = (folder / "serving.json").read_bytes()
    for model, step in (("", "train"), ("b.tar.gz", "train"), ("b.tar.gz", "sets")):
        started = rounds.start("小王", "训练", True, model)
        wait_for(lambda: rounds.one(started.id).step == step and (step == "train" or rounds.one(started.id).done > 0.5), SECONDS)
        wait_for(lambda: children(started), SECONDS)
        helpers = children(started)
        kill(started)
        wait_for(lambda: rounds.one(started.id).state == LOST, 10)
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in helpers), 10)  # nobody goes on working for the dead
        assert (folder / "serving.json").read_bytes() == before and rounds.current() is None
    whole = rounds.start("小王", "再来一次", True, "b.tar.gz")
    wait_for(lambda: not rounds.one(whole.id).running, SECONDS)
    ended = rounds.one(whole.id)
    assert ended.state == PROMOTED, (ended.problem, ended.report)
    assert {"sets", "faq", "dialogues", "compare", "promote"} <= set(ended.seconds) and ended.done == 1.0
    report = ended.report
    assert report["against"] == "a.tar.gz" and report["reasons"] == report["worse"] == report["dialogues"]["broken"] == []
    assert all(one["before"] == one["after"] and one["good"] for one in (*report["sets"], *report["topics"]))  # the same model twice
    last = promotions.history(folder)[-1]
    assert (last.model, last.by, last.what, last.note) == ("b.tar.gz", "小王", "promoted", "再来一次")
    known = promotions.about(folder, "b.tar.gz")
    assert known["passed"] and known["verdict"]["against"] == "a.tar.gz" and known["scores"]["own"] > 0.8


def test_when_another_model_was_promoted_meanwhile_that_one_is_the_measure(rounds: Rounds, folder: Path) -> None:
    shutil.copy(folder / "a.tar.gz", folder / "c.tar.gz")
    started = rounds.start("小王", "训练", True, "b.tar.gz")
    wait_for(lambda: rounds.one(started.id).step in ("sets", "faq", "dialogues"), SECONDS)
    promotions.promote(folder, "c.tar.gz", by="小李")
    wait_for(lambda: not rounds.one(started.id).running, SECONDS)
    ended = rounds.one(started.id)
    assert ended.state == PROMOTED and ended.report["against"] == "c.tar.gz"
    assert [one.model for one in promotions.history(folder)] == ["a.tar.gz", "c.tar.gz", "b.tar.gz"]


def test_a_round_that_shall_not_promote_leaves_its_candidate_waiting(rounds: Rounds, folder: Path) -> None:
    started = rounds.start("小王", "训练", False, "b.tar.gz")
    wait_for(lambda: not rounds.one(started.id).running, SECONDS)
    assert rounds.one(started.id).state == PASSED and promotions.serving_model(folder).name == "a.tar.gz"
