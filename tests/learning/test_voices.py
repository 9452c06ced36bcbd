"""Leaving a voice out: its sentences are found, and none of them is trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.learning.evaluation.messages import Labelled
from bot.learning.evaluation.voices import UNNAMED, Spoken, leave_one_out, spoken
from bot.settings import ROOT

FILE = """# 顾客怎么说话。
nlu:
# 想要：价格
# 口吻：北方口述
- intent: ask_price
  examples: |
    - 多少钱
    - 咋卖
# 口吻：行家
- intent: ask_price
  examples: |
    - 什么价位
- intent: ask_size
  examples: |
    - 穿多大
"""


def test_each_block_belongs_to_the_voice_written_over_it(tmp_path: Path) -> None:
    (tmp_path / "price.yml").write_text(FILE, "utf8")
    assert list(spoken(tmp_path)) == [
        Spoken("多少钱", "ask_price", "北方口述"), Spoken("咋卖", "ask_price", "北方口述"), Spoken("什么价位", "ask_price", "行家"),
        Spoken("穿多大", "ask_size", UNNAMED)]


def test_nearly_every_sentence_of_the_project_has_a_voice() -> None:
    found = list(spoken(ROOT / "data" / "nlu"))
    assert len(found) > 8000 and sum(one.voice == UNNAMED for one in found) / len(found) < 0.02


def written(voice: str, *rows: str) -> list[Spoken]:
    return [Spoken(text, intent, voice) for row in rows for intent, text in [row.split(" ", 1)]]


def test_a_voice_is_asked_only_what_no_other_voice_said() -> None:
    a = written("甲", "ask_price 这件多少钱", "ask_price 多少钱一件", "ask_size 我穿多大码", "ask_size 穿多大合适", "ask_price 卖什么价")
    b = written("乙", "ask_price 多少钱呀这个", "ask_price 这件多少钱", "ask_size 穿多大的码", "ask_size 该穿多大", "ask_size 宝贝有瑕疵")
    heard: list[str] = []
    first, second = leave_one_out([*a, *b], list, None, [Labelled("多少钱啊", ("ask_price",)), Labelled("回收吗", ("none",))], heard.append)
    assert {first.name, second.name} == {"甲", "乙"} and first.sentences == second.sentences == 5
    assert {first.asked, second.asked} == {4}  # 这件多少钱 was said by both
    assert all(0 < one.accuracy <= one.first_three == 1 for one in (first, second))
    assert any("乙" in line for line in heard)


def test_one_voice_alone_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="两种口吻"):
        leave_one_out(written("甲", "a 一", "b 二"), list, None, [])
