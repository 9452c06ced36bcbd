"""Rounds run in processes of their own, one at a time; their state is on disk and their death is seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest

from bot.learning.rounds import FAILED, KEPT, LOST, RUNNING, Round, Rounds, RoundUnderWay
from tests.running import ROOT


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """The folder of own questions of a shop that has nothing else of its own."""
    found = tmp_path / "shop" / "faq"
    found.mkdir(parents=True)
    for path in (ROOT / "data" / "shop").iterdir():
        if path.name != "faq":
            (found.parent / path.name).symlink_to(path)
    return found


@pytest.fixture
def rounds(faq: Path) -> Iterator[Rounds]:
    """Rounds that end as soon as they have read a broken file."""
    (faq / "broken.yml").write_text('version: "3.1"\nnlu:\n- intent: faq/a\n  examples: |\n    没有横线\n', "utf8")
    yield from rounds_of(faq)


@pytest.fixture
def endless(faq: Path) -> Iterator[Rounds]:
    """Rounds that wait for ever: a file of theirs is a pipe into which nobody writes."""
    os.mkfifo(faq / "waiting.yml")
    yield from rounds_of(faq)


def rounds_of(faq: Path) -> Iterator[Rounds]:
    place = faq.parents[1]
    made = Rounds(place / "var" / "learning", {"SHOP_DIR": str(faq.parent), "MODELS_DIR": str(place / "models"), "SHOP_NOW": ""})
    yield made
    for pid in pids_of(made):
        os.kill(pid, signal.SIGKILL)


def pids_of(rounds: Rounds) -> list[int]:
    """Processes of these rounds, by what they were told."""
    found = []
    for one in rounds.latest():
        listed = subprocess.run(["pgrep", "-f", f"bot.learning.round {one.id}"], capture_output=True, text=True).stdout.split()
        found += [int(pid) for pid in listed]
    return found


def wait_for(true: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.05)


def test_a_round_is_seen_running_by_everybody_and_a_second_one_is_refused_with_who_started_it(endless: Rounds) -> None:
    started = endless.start("小王", "导入 20 条问答", True)
    other = Rounds(endless.folder)
    assert (started.state, other.current().id, other.one(started.id).state) == (RUNNING, started.id, RUNNING)
    with pytest.raises(RoundUnderWay, match="小王.*导入 20 条问答.*一次只能训练一个") as refused:
        other.start("小李", "也想训练", False)
    assert refused.value.round.id == started.id


def test_a_broken_file_fails_the_round_with_file_and_line_and_the_next_round_may_start(rounds: Rounds) -> None:
    started = rounds.start("小王", "训练", True)
    wait_for(lambda: not rounds.one(started.id).running)
    ended = rounds.one(started.id)
    assert ended.state == FAILED and "faq/broken.yml 第 5 行" in ended.problem and ended.ended >= ended.began
    wait_for(lambda: rounds.current() is None and not pids_of(rounds))
    assert rounds.start("小王", "再来", True).running


def test_a_killed_round_is_lost_and_keeps_nobody_from_starting_the_next(endless: Rounds) -> None:
    started = endless.start("小王", "训练", True)
    pid, = pids_of(endless)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: endless.one(started.id).state == LOST)
    lost = endless.one(started.id)
    assert "线上的模型没有动" in lost.problem and lost.ended is not None and endless.current() is None
    again = endless.start("小王", "再来", True)
    assert [one.state for one in endless.latest()] == [RUNNING, LOST] and again.id > started.id


def test_a_round_outlives_the_program_that_started_it(rounds: Rounds) -> None:
    code = ("import sys; from pathlib import Path; from bot.learning.rounds import Rounds; "
            "print(Rounds(Path(sys.argv[1]), {'SHOP_DIR': sys.argv[2]}).start('小王', '训练', True).id)")
    done = subprocess.run([sys.executable, "-c", code, str(rounds.folder), str(rounds.folder.parents[1] / "shop")], cwd=ROOT, capture_output=True,
                          text=True)
    started = done.stdout.strip()
    assert rounds.one(started).running, done.stderr
    wait_for(lambda: rounds.one(started).state == FAILED)


def test_of_many_who_start_at_once_one_gets_a_round_however_many_look_meanwhile(endless: Rounds) -> None:
    over, ends = threading.Event(), []

    def look() -> None:
        while not over.is_set():
            endless.current()

    def start() -> None:
        try:
            ends.append(endless.start("谁", "抢着训练", False).id)
        except RoundUnderWay:
            ends.append(None)

    lookers, starters = [threading.Thread(target=look) for _ in range(3)], [threading.Thread(target=start) for _ in range(4)]
    for thread in (*lookers, *starters):
        thread.start()
    for thread in starters:
        thread.join()
    over.set()
    for thread in lookers:
        thread.join()
    assert len([one for one in ends if one]) == 1 and len(ends) == 4


@pytest.mark.parametrize("id", ["", "..", "../../etc/passwd", "20261124-103000-abcd", "没有", "a\0b"])
def test_an_id_that_is_none_finds_nothing(rounds: Rounds, id: str) -> None:
    assert rounds.one(id) is None


def test_a_state_is_read_back_as_it_was_written_and_garbage_is_nothing(rounds: Rounds) -> None:
    rounds.folder.mkdir(parents=True)
    whole = Round("20261124-103000-abcd", "小王", "训练", True, rounds.now(), rounds.now(), "refused", "compare", 1.0, {"train": 9.5}, "m.tar.gz", "",
                  {"passed": False, "reasons": ["退步了"]})
    rounds.write(whole)
    assert rounds.one(whole.id) == whole
    for garbage in ("", "{", "[]", '{"id": 1}', "null"):
        (rounds.folder / "20261124-103001-abcd.json").write_text(garbage)
        assert [one.id for one in rounds.latest()] == [whole.id]


def test_old_rounds_make_room(rounds: Rounds) -> None:
    rounds.folder.mkdir(parents=True)
    for n in range(KEPT + 5):
        rounds.write(Round(f"20251124-{n:06d}-abcd", "小王", "训练", True, rounds.now(), rounds.now(), FAILED))
    started = rounds.start("小王", "训练", True)
    kept = [one.id for one in rounds.latest(1000)]
    assert len(kept) == KEPT and kept[0] == started.id and "20251124-000000-abcd" not in kept


def test_whoever_only_looks_at_rounds_and_models_loads_neither_rasa_nor_a_web_framework() -> None:
    code = "import sys, bot.learning.rounds, bot.learning.models; print([m for m in ('rasa', 'sanic', 'numpy', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_round_killed_as_soon_as_it_has_a_second_process_leaves_nobody_behind(endless: Rounds) -> None:
    started = endless.start("小王", "训练", True)
    pid, = pids_of(endless)
    wait_for(lambda: subprocess.run(["pgrep", "-P", str(pid)], capture_output=True).stdout or not endless.one(started.id).running)
    helpers = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    os.kill(pid, signal.SIGKILL)
    assert helpers
    wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in helpers))
