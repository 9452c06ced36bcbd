"""Words typed by sound with the wrong characters."""

from __future__ import annotations

import pytest

from bot.understanding.respelling import COMMON, Respelling

WORDS = {"赔付": 80, "起球": 60, "原因": 50, "发票": 90, "法票": 2, "会员": 3, "收到": 400, "受到": 30}
PAIRS = {word[:2] for word in WORDS} | {"会起", "球吗"}


@pytest.fixture(scope="module")
def known() -> Respelling:
    return Respelling(WORDS, PAIRS)


@pytest.mark.parametrize("words, meant", [
    (["有没有", "配付"], "有没有赔付"), (["会", "起", "求", "吗"], "会起球吗"), (["原音", "是", "啥"], "原因是啥"),
    (["m", "码", "会", "起", "求", "不"], "m码会起球不"),
])  # fmt: skip
def test_a_word_of_the_right_sound_is_read_as_what_is_meant(known: Respelling, words: list[str], meant: str) -> None:
    assert known.mend("".join(words), words) == meant


@pytest.mark.parametrize("words", [
    ["受到", "了"], ["法票"], ["开", "发票"], ["会圆", "积分"], ["abc", "12"], [], ["起", "来"], ["赔"],
])  # fmt: skip
def test_known_words_rare_ones_and_what_sounds_like_nothing_stay(known: Respelling, words: list[str]) -> None:
    assert known.mend("".join(words), words) == "".join(words)


def test_spaces_and_marks_stay_where_they_were(known: Respelling) -> None:
    assert known.mend("订单 配付 呢 ?", ["订单", "配付", "呢", "?"]) == "订单 赔付 呢 ?"


def test_of_two_words_with_one_sound_the_commoner_is_meant() -> None:
    known = Respelling({"是用": COMMON, "试用": COMMON + 1}, set())
    assert known.mend("适用", ["适用"]) == "试用"


def test_mending_twice_changes_nothing_more(known: Respelling) -> None:
    once = known.mend("配付起求", ["配付", "起", "求"])
    assert known.mend(once, ["赔付", "起球"]) == once == "赔付起球"
