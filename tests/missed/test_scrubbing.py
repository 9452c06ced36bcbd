"""Personal data is taken out of what shoppers and agents wrote; what the question is made of stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.missed.scrubbing import as_data, scrub, scrub_answer

CASES = yaml.safe_load((Path(__file__).parent / "scrubbing.yml").read_text("utf8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"])
def test_only_what_is_personal_is_taken_out(case: dict) -> None:
    assert scrub(case["said"]) == case["left"]


@pytest.mark.parametrize("left", [case["left"] for case in CASES if case["left"]])
def test_what_was_scrubbed_once_stays_as_it_is(left: str) -> None:
    assert scrub_answer(left) == left


def test_an_agents_answer_keeps_its_lines_and_loses_the_persons_in_it() -> None:
    assert scrub_answer("王女士，可以的\n请寄到杭州市西湖区文三路88号\n电话13812345678") == "[姓名]，可以的\n请寄到[地址]\n电话[电话]"


def test_a_very_long_message_is_read_in_passing() -> None:
    for piece in ("138 ", "一", "路", "a.", "张伟", "西湖区", "1-", "￥a1"):
        scrub(piece * 700)


@pytest.mark.parametrize(("scrubbed", "data"), [
    ("防晒衣upf多少 我电话[电话]", "防晒衣upf多少"), ("[姓名] 这个还补货吗", "这个还补货吗"), ("我电话[电话]，能绣字吗？", "能绣字吗？"),
    ("寄到[地址]要几天", "寄到[地址]要几天"), ("改一下手机号 [电话] 能改吗", "改一下手机号 能改吗"), ("能绣字吗", "能绣字吗"), ("[姓名]让我问 能开票不", "[姓名]让我问 能开票不"),
])  # fmt: skip
def test_what_only_gave_personal_data_is_no_part_of_what_is_learnt(scrubbed: str, data: str) -> None:
    assert as_data(scrubbed) == data
