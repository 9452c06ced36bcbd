"""The commands of `python -m bot`, run as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT


def bot(*words: str, models: Path, said: str = "", **environment: str) -> subprocess.CompletedProcess:
    given = {**os.environ, "MODELS_DIR": str(models), "BOT_VAR": str(models / "var"), **environment}
    return subprocess.run([sys.executable, "-m", "bot", *words], cwd=ROOT, env=given, input=said, capture_output=True, text=True, timeout=300)


def test_help_names_every_command(tmp_path: Path) -> None:
    done = bot("--help", models=tmp_path)
    assert done.returncode == 0
    assert all(f" {name} " in done.stdout for name in ("serve", "train", "evaluate", "parse", "model", "agent", "check", "report"))


def test_parse_writes_one_object_a_line_and_survives_any_line(models: Path) -> None:
    done = bot("parse", models=models, said="什么时候发货\n\n/restart\n转人工\n")
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["text"] for r in read] == ["什么时候发货", "", "/restart", "转人工"]
    assert (read[0]["intent"], read[0]["answer"], read[3]["intent"]) == ("ask_ship_time", True, "ask_human")


def test_evaluate_reads_a_tsv_and_says_what_is_wrong_with_one(models: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text("text\tlabels\n会不会起球\task_pilling\n多少钱\task_price|ask_discount\n", "utf8")
    bad.write_text("句子\t意图\n会不会起球\task_pilling\n", "utf8")
    found = json.loads(bot("evaluate", "--data", str(good), "--json", models=models).stdout)
    assert (found["messages"], found["accuracy"]) == (2, 1.0)
    refused = bot("evaluate", "--data", str(bad), models=models)
    assert refused.returncode == 1 and "text 和 labels" in refused.stderr


def test_models_are_listed_and_the_serving_one_is_marked(models: Path) -> None:
    assert "上线" in bot("model", "list", models=models).stdout


def test_there_is_nothing_to_roll_back_to_before_a_second_promotion(tmp_path: Path) -> None:
    refused = bot("model", "rollback", models=tmp_path)
    assert refused.returncode == 1 and "没有更早" in refused.stderr and "Traceback" not in refused.stderr


def test_without_a_model_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = bot("parse", models=tmp_path, said="在吗\n")
    assert done.returncode == 1 and "python -m bot train" in done.stderr and "Traceback" not in done.stderr


def test_an_agent_account_is_made_once(tmp_path: Path) -> None:
    first, second = (bot("agent", "add", "小王", models=tmp_path) for _ in range(2))
    assert first.returncode == 0 and "密码" in first.stdout
    assert second.returncode == 1 and "已经有了" in second.stderr


def test_check_finds_nothing_to_mend_in_the_project(tmp_path: Path) -> None:
    done = bot("check", models=tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name, value", [("PORT", "abc"), ("MERGE_SECONDS", "-1")])
def test_a_bad_setting_is_named_with_its_value_and_a_remedy(tmp_path: Path, name: str, value: str) -> None:
    done = bot("model", "list", models=tmp_path, **{name: value})
    assert done.returncode == 1 and name in done.stderr and value in done.stderr and "Traceback" not in done.stderr
