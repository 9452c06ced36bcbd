"""`python -m bot faq` and `model`, run as a person runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.faq import Book, Entry
from bot.learning import models as promotions
from tests.running import ROOT

SHEET = "问题,答案,相似问法\n你家有线下实体店吗,我们只做网店。,有没有实体店可以去看|线下能去店里试穿吗\n能印字吗,可以印字。,衣服上能印logo吗\n能印字吗,不可以。,\n，,没有问题\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A shop of its own without any question of its own yet."""
    shutil.copytree(ROOT / "data" / "shop", tmp_path / "shop", ignore=lambda folder, names: {"faq"} if folder.endswith("shop") else set())
    (tmp_path / "问答.csv").write_text(SHEET, "utf8")
    return tmp_path


def bot(place: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    given = {**os.environ, "MODELS_DIR": str(place / "models"), "BOT_VAR": str(place / "var"), "SHOP_DIR": str(place / "shop"), "SHOP_NOW": "", **environment}
    return subprocess.run([sys.executable, "-m", "bot", *words], cwd=ROOT, env=given, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)


def book(place: Path) -> Book:
    return Book(place / "shop" / "faq")


def imported(place: Path) -> str:
    """The name of the one question taken."""
    done = bot(place, "faq", "import", str(place / "问答.csv"), "--yes", "--no-train")
    assert done.returncode == 0, done.stderr
    return next(iter(book(place).read().entries))


# Import ----------------------------------------------------------------------------------------------------------------------


def test_without_a_yes_the_preview_names_every_row_and_takes_nothing(place: Path) -> None:
    done = bot(place, "faq", "import", str(place / "问答.csv"))
    assert done.returncode == 1 and not book(place).read().entries
    said = done.stdout
    assert "＋ 新问题" in said and "第 2 行" in said and "第 3 行和第 4 行是同一个问题" in said and "第 5 行" in said
    assert "一共 4 行：新问题 1" in said and "有冲突 2" in said and "没有收" in said


def test_with_a_yes_the_good_rows_are_taken_and_doing_it_again_changes_nothing(place: Path) -> None:
    assert book(place).read().entries == {} and imported(place)
    entry, = book(place).read().entries.values()
    assert entry.question == "你家有线下实体店吗" and entry.by.startswith("命令行")
    again = bot(place, "faq", "import", str(place / "问答.csv"), "--yes")
    assert again.returncode == 0 and "没有要收的行" in again.stdout and list(book(place).read().entries.values()) == [entry]


def test_only_the_rows_that_are_named_are_taken(place: Path) -> None:
    done = bot(place, "faq", "import", str(place / "问答.csv"), "--yes", "--lines", "3,5-9")
    assert done.returncode == 0 and "没有要收的行" in done.stdout and not book(place).read().entries
    refused = bot(place, "faq", "import", str(place / "问答.csv"), "--lines", "三")
    assert refused.returncode == 2 and "不是行号" in refused.stderr


@pytest.mark.parametrize("name, content, says", [("没有.csv", None, "没有.csv"), ("坏.csv", b"\x00\x01\x02", "坏.csv"), ("空.csv", b"", "空")])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(place: Path, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (place / name).write_bytes(content)
    done = bot(place, "faq", "import", str(place / name), "--yes")
    assert done.returncode == 1 and done.stderr.strip() and "Traceback" not in done.stderr


# Single questions --------------------------------------------------------------------------------------------------------------


def test_an_answer_is_changed_a_question_expires_and_is_removed(place: Path) -> None:
    name = imported(place)
    assert "下一条消息就这样答" in bot(place, "faq", "answer", name, "开了实体店，在杭州。").stdout
    assert book(place).entry(name).answer == "开了实体店，在杭州。"
    assert "2026-11-30 23:59 为止" in bot(place, "faq", "expire", name, "2026-11-30").stdout
    assert "开了实体店" in bot(place, "faq", "list").stdout and name in bot(place, "faq", "list").stdout
    assert "现在" in bot(place, "faq", "expire", name, "明天").stderr
    assert "长期有效" in bot(place, "faq", "expire", name, "长期").stdout and book(place).entry(name).valid_until is None
    bot(place, "faq", "expire", name, "现在")
    assert not book(place).entry(name).answered_at(datetime.now(SHANGHAI) + timedelta(minutes=1))
    assert "不再答" in bot(place, "faq", "remove", name).stdout and book(place).entry(name) is None


@pytest.mark.parametrize("words", [("answer", "nothing", "话"), ("remove", "nothing"), ("expire", "nothing", "长期")])
def test_a_question_that_is_not_there_is_named(place: Path, words: tuple[str, ...]) -> None:
    done = bot(place, "faq", *words)
    assert done.returncode == 1 and "没有“nothing”这条问答" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["模板.csv", "模板.xlsx"])
def test_the_template_can_be_filled_in_and_is_never_written_over_a_file(place: Path, name: str) -> None:
    assert bot(place, "faq", "template", str(place / name)).returncode == 0
    assert "新问题" in bot(place, "faq", "import", str(place / name)).stdout or (place / name).stat().st_size > 100
    before = (place / name).read_bytes()
    again = bot(place, "faq", "template", str(place / name))
    assert again.returncode == 1 and "已经有了" in again.stderr and (place / name).read_bytes() == before
    assert bot(place, "faq", "template", str(place / "模板.doc")).returncode == 1


def test_a_broken_file_is_told_by_check_by_list_and_by_training_with_its_line(place: Path) -> None:
    (place / "shop" / "faq").mkdir()
    (place / "shop" / "faq" / "a.yml").write_text('version: "3.1"\nnlu:\n- intent: faq/a\n  examples: |\n    没有横线\n', "utf8")
    for words in (("check",), ("faq", "list"), ("faq", "train"), ("train",), ("faq", "import", str(place / "问答.csv"))):
        done = bot(place, *words)
        assert done.returncode == 1 and "faq/a.yml 第 5 行" in done.stdout + done.stderr and "Traceback" not in done.stderr, words


# Models --------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(place: Path) -> Path:
    """Models a and b that nobody could load; a serves."""
    (place / "models").mkdir()
    for name in ("a.tar.gz", "b.tar.gz"):
        (place / "models" / name).write_bytes(b"model")
    promotions.promote(place / "models", "a.tar.gz", by="店主")
    return place


def test_the_list_says_who_let_which_model_serve_with_commit_and_scores(two: Path) -> None:
    promotions.note_about(two / "models", "a.tar.gz", commit="abc123", scores={"own": 0.893}, faq={"x": ["问"]}, passed=True)
    said = bot(two, "model", "list").stdout
    assert "测试句 89.3%  问答 1 条  过关  ← 上线" in said and "上线  a.tar.gz  店主  数据 abc123" in said


def test_a_model_that_was_not_compared_is_compared_first_and_a_broken_one_is_not_promoted(two: Path) -> None:
    done = bot(two, "model", "promote", "b.tar.gz")
    assert done.returncode == 1 and "先和线上的 a.tar.gz 比一比" in done.stdout and "Traceback" not in done.stderr
    assert promotions.serving_model(two / "models").name == "a.tar.gz"


def test_a_model_that_passed_against_the_serving_one_is_promoted_at_once_and_rolled_back(two: Path) -> None:
    promotions.note_about(two / "models", "b.tar.gz", verdict={"against": "a.tar.gz", "passed": True})
    assert "b.tar.gz 已上线" in bot(two, "model", "promote", "b.tar.gz").stdout
    assert "已经在线上了" in bot(two, "model", "promote", "b.tar.gz").stdout
    assert "已退回 a.tar.gz" in bot(two, "model", "rollback").stdout
    assert [(one.model, one.what) for one in promotions.history(two / "models")] == [
        ("a.tar.gz", "promoted"), ("b.tar.gz", "promoted"), ("a.tar.gz", "rolled_back")]


def test_the_history_is_dated_by_the_shops_clock(two: Path) -> None:
    for words in (("promote", "b.tar.gz", "--anyway"), ("rollback",)):
        bot(two, "model", *words, SHOP_NOW="2030-01-01T08:00:00")
    assert [one.at[:13] for one in promotions.history(two / "models")[1:]] == ["2030-01-01T08"] * 2


def test_a_list_that_is_cut_short_ends_without_a_word(place: Path) -> None:
    imported(place)
    for at in range(300):
        book(place).put(Entry(f"q{at}", f"第{at}个问题", "答" * 300))
    command = f"{sys.executable} -W ignore -m bot faq list | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env={**os.environ, "BOT_VAR": str(place / "var"), "SHOP_DIR": str(place / "shop")},
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert done.stdout and done.stderr == ""


def test_anyway_promotes_without_looking_and_says_so_in_the_history(two: Path) -> None:
    assert bot(two, "model", "promote", "b.tar.gz", "--anyway").returncode == 0
    assert json.loads((two / "models" / "serving.json").read_text("utf8"))[-1]["note"] == "没有比较就上线"
    missing = bot(two, "model", "promote", "z.tar.gz")
    assert missing.returncode == 1 and "没有模型" in missing.stderr
