"""Sentences typed differently: always the same for the same seed, changed where they can be, and still Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Sequence

import pytest
from pypinyin import lazy_pinyin

from bot.learning.evaluation.hardened import harden, join
from bot.learning.evaluation.material import lines, read_material
from bot.learning.evaluation.messages import Judged, Labelled
from bot.learning.evaluation.robustness import CHANGES, Material, changed, homophones_of
from bot.learning.evaluation.same_answer import SameAnswer
from bot.settings import ROOT

TEXTS = ("快递三天没动了，什么情况？", "这件羽绒服退款怎么还没到账", "175 130斤穿XL码行不行，会不会起球", "刚拍的外套能改地址吗，谢谢")
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def material() -> Material:
    return read_material(ROOT)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_the_same_for_the_same_seed_and_leaves_it_chinese(material: Material, name: str) -> None:
    after = [changed(name, text, material) for text in TEXTS]
    assert after == [changed(name, text, material) for text in TEXTS] and any(after)
    for text, typed in zip(TEXTS, after):
        assert typed is None or (typed != text and HAN.search(typed))


def test_another_seed_changes_something_else(material: Material) -> None:
    assert any(changed("homophone_1", text, material, 1) != changed("homophone_1", text, material, 2) for text in TEXTS)


def test_a_sentence_is_changed_the_same_way_in_any_company(material: Material) -> None:
    alone = changed("typo", TEXTS[0], material)
    for text in reversed(TEXTS):
        found = changed("typo", text, material)
    assert found == alone


@pytest.mark.parametrize("name, count", [("homophone_1", 1), ("homophone_2", 2)])
def test_homophones_change_just_so_many_characters_and_sound_the_same(material: Material, name: str, count: int) -> None:
    for text in TEXTS:
        typed = changed(name, text, material)
        places = [i for i, (a, b) in enumerate(zip(text, typed)) if a != b]
        assert len(typed) == len(text) and len(places) == count
        for at in places:
            assert lazy_pinyin(typed[at])[0] == lazy_pinyin(text, errors=list)[at]


def test_homophones_are_characters_that_training_sentences_often_hold() -> None:
    assert homophones_of(["的得"] * 30 + ["锝"], at_least=20) == {"de": ["得", "的"]}


def test_a_typo_touches_one_place(material: Material) -> None:
    for text in TEXTS:
        typed = changed("typo", text, material)
        assert abs(len(typed) - len(text)) <= 1 and set(typed) <= set(text)


def test_marks_go_and_numbers_stay_numbers(material: Material) -> None:
    assert changed("bare", "172，60kg。穿多大？12.5的", material) == "172 60kg穿多大12.5的"
    assert changed("bare", "多少钱", material) is None


def test_words_become_letters_and_scripts_change(material: Material) -> None:
    assert re.search("[a-z]{2}", changed("pinyin", "羽绒服会不会跑毛", material))
    assert changed("traditional", "什么时候发货", material) == "什麼時候發貨"
    assert changed("english", "有优惠券吗", material) == "有coupon吗"


def test_the_two_most_telling_words_stay_in_their_order(material: Material) -> None:
    assert changed("short", "你们家的羽绒服到底会不会起球啊", material) == "羽绒服 起球"
    assert changed("short", "多少钱", material) is None


def test_a_content_line_that_lacks_its_place_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fillers.txt"
    path.write_text("# 客套话\n\n亲，{}\n你好\n", "utf8")
    with pytest.raises(ValueError, match="fillers.txt 第 4 行"):
        lines(path, "{}")
    assert lines(path) == ["亲，{}", "你好"]


def fake(rows: Sequence[Labelled]) -> list[Judged]:
    """Understands what holds 退; of two questions only the first."""
    return [Judged(row, ((row.labels[0] if "退" in row.text else "x", 0.9),), True, (row.labels[0],)) for row in rows]


def test_the_loss_is_against_the_same_sentences_untouched(material: Material) -> None:
    rows = [Labelled("怎么退货", ("return_goods",)), Labelled("我要退款", ("refund_only",)), Labelled("多少钱", ("ask_price",))]
    found = {one.name: one for one in harden(fake(rows), fake, material, SameAnswer())}
    traditional = found["traditional"]  # 我要退款 is written alike in both scripts
    assert (traditional.messages, traditional.clean, traditional.accuracy, traditional.loss) == (2, 0.5, 0.5, 0.0)
    assert found["filler"].messages == 3 and found["filler"].clean == pytest.approx(2 / 3)
    lost = [one for one in found.values() if one.loss > 0]
    assert lost and all(one.loss == pytest.approx(one.clean - one.accuracy) for one in found.values())
    assert {"text", "typed", "intent"} <= set(lost[0].examples[0])


def test_joined_messages_ask_both_questions_and_small_talk_is_not_joined() -> None:
    rows = [Labelled("怎么退货", ("return_goods",)), Labelled("退款多久", ("refund_progress",)), Labelled("你好", ("greet",))]
    found = join(fake(rows), fake, ["{a}，还有{b}"], asides=["greet"])
    assert (found.messages, found.clean, found.both, found.loss) == (1, 1.0, 0.0, 1.0)
    assert "，还有" in found.halves[0]["text"] and set(found.halves[0]["labels"]) == {"return_goods", "refund_progress"}
    assert join(fake(rows[:1]), fake, ["{a}{b}"]) is None
