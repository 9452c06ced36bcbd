"""What is wrong with training sentences is said with file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest

from bot.learning.data_check import FEWEST, DataProblem, check_training_data, read_sentences

GOOD = """version: "3.1"
# 一行注释
nlu:

# 想要：价格
# 不是：优惠
- intent: ask_price
  metadata:
    voice: 某人
  examples: |
    - 多少钱
    -  什么价位

    - 价格 # 不是注释
- synonym: 卫衣
  examples: |
    - 帽衫
- intent: ask_size
  examples: |
    - 穿多大
"""


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., list[DataProblem]]:
    """`data(**files)` writes data/nlu/<name>.yml and returns what the check says."""

    def written(**files: str) -> list[DataProblem]:
        folder = tmp_path / "data" / "nlu"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yml").write_text(text, "utf8")
        return check_training_data(tmp_path)

    return written


def block(intent: str, *sentences: str) -> str:
    rows = "".join(f"    - {sentence}\n" for sentence in sentences)
    return f"- intent: {intent}\n  examples: |\n{rows}"


def enough(intent: str, *sentences: str) -> str:
    """A block with as many further sentences as it needs not to be called small."""
    return block(intent, *sentences, *(f"{intent} 第{n}种说法" for n in range(FEWEST - len(sentences))))


def test_sentences_come_with_the_line_they_stand_on(tmp_path: Path) -> None:
    path = tmp_path / "price.yml"
    path.write_text(GOOD, "utf8")
    lines = GOOD.splitlines()
    found = list(read_sentences(path, "price.yml"))
    assert [(s.intent, s.text) for s in found] == [
        ("ask_price", "多少钱"), ("ask_price", "什么价位"), ("ask_price", "价格 # 不是注释"), ("ask_size", "穿多大")]
    for sentence in found:
        assert sentence.text in lines[sentence.line - 1]


def test_good_data_has_nothing_to_mend(data: Callable) -> None:
    assert data(a="nlu:\n" + enough("ask_price", "多少钱"), b="nlu:\n" + enough("ask_size", "穿多大")) == []


def test_the_same_words_under_two_intents_are_a_contradiction_and_both_places_are_named(data: Callable) -> None:
    first, second = "nlu:\n" + enough("ask_price", "多少钱"), "nlu:\n" + enough("ask_size", "亲，多少钱呀～")
    (problem,) = data(a=first, b=second)
    assert problem.serious and (problem.file, problem.line) == (str(Path("data", "nlu", "b.yml")), 4)
    for part in ("多少钱呀", "ask_size", "a.yml 第 4 行", "ask_price"):
        assert part in str(problem)


def test_a_sentence_said_twice_under_one_intent_is_only_a_remark(data: Callable) -> None:
    (problem,) = data(a="nlu:\n" + enough("ask_price", "多少钱", "亲，多少钱"))
    assert not problem.serious and problem.line == 5 and "（提醒）" in str(problem) and "第 4 行" in str(problem)


def test_too_few_sentences_are_counted_over_all_files(data: Callable) -> None:
    half = FEWEST // 2
    parts = [block("ask_price", *(f"说法{n}号" for n in range(start, start + half))) for start in (0, half)]
    assert data(a="nlu:\n" + parts[0], b="nlu:\n" + parts[1]) == []
    (problem,) = data(b="nlu: []\n")
    assert f"ask_price 只有 {half} 句" in problem.message and not problem.serious


@pytest.mark.parametrize("text", [
    "nlu:\n- intent: a\n  examples: |\n   - x\n  - y\n", "nlu: [\n", "\t- x", "", "- intent: a\n", "version: '3.1'\n", "just words",
    "nlu: words\n", "nlu:\n- intent: a\n  examples:\n  - text: x\n", "nlu:\n- intent: [a]\n  examples: |\n    - x\n",
    "nlu:\n  intent: a\n",
])  # fmt: skip
def test_a_file_that_is_no_training_data_is_named_and_the_others_are_still_checked(data: Callable, text: str) -> None:
    found = data(broken=text, good="nlu:\n" + block("ask_price", "多少钱"))
    assert [p.serious for p in found] == [True, False]
    assert found[0].file.endswith("broken.yml") and found[0].line >= 1 and "读不懂这个文件" in found[0].message
    assert "ask_price 只有 1 句" in found[1].message


def test_a_file_in_another_encoding_is_named(data: Callable, tmp_path: Path) -> None:
    data(good="nlu:\n" + enough("ask_price"))
    (tmp_path / "data" / "nlu" / "gbk.yml").write_bytes("nlu:\n- intent: 价格\n".encode("gbk"))
    (problem,) = check_training_data(tmp_path)
    assert problem.serious and problem.file.endswith("gbk.yml")


def test_the_projects_own_sentences_do_not_contradict_each_other() -> None:
    serious = [str(p) for p in check_training_data(Path(__file__).resolve().parents[2]) if p.serious]
    assert serious == []
