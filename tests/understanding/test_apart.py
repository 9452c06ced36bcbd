"""Whether two parts are two questions: the model's word and the shopper's words, weighed."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.apart import Said, hopeful, two_questions
from bot.understanding.calibration import probabilities
from bot.understanding.questions import Cut, cuts


def said(*scores: float) -> Said:
    """Of three labels; scores are distances, above 0 on the label's own side."""
    row = np.array(scores)
    return Said(row, probabilities(row, 4.5))


PRICE, FREIGHT, NOTHING = said(1.0, -0.8, -0.9), said(-0.8, 1.0, -0.9), said(-0.6, -0.7, -0.5)
BOTH, ONE = said(0.1, 0.1, -0.9), said(0.9, -0.9, -0.9)


def cut(text: str = "多少钱 包邮吗") -> Cut:
    (only,) = cuts(text)
    return only


def test_two_sure_parts_that_both_left_traces_in_the_whole_are_two_questions() -> None:
    assert two_questions(cut(), BOTH, PRICE, FREIGHT) > 0.8


def test_parts_that_mean_the_same_are_one_question() -> None:
    assert two_questions(cut(), ONE, PRICE, PRICE) == 0


def test_a_part_the_model_makes_nothing_of_is_a_story() -> None:
    assert two_questions(cut(), ONE, PRICE, NOTHING) < 0.2


def test_a_part_without_a_trace_in_the_whole_counts_less() -> None:
    assert two_questions(cut(), ONE, PRICE, FREIGHT) < two_questions(cut(), BOTH, PRICE, FREIGHT)


def test_a_left_part_that_already_speaks_of_the_right_ones_matter_counts_less() -> None:
    assert two_questions(cut(), BOTH, said(1.0, 0.8, -0.9), FREIGHT) < two_questions(cut(), BOTH, PRICE, FREIGHT)


@pytest.mark.parametrize("more, less", [
    ("多少钱另外包邮吗", "多少钱 包邮吗"), ("多少钱 包邮吗", "多少钱 不要包邮"), ("多少钱 包邮吗", "如果多少钱 包邮吗"), ("多少钱 包邮吗", "标价三十 包邮吗"),
])  # fmt: skip
def test_the_words_count(more: str, less: str) -> None:
    assert two_questions(cut(more), BOTH, PRICE, FREIGHT) > two_questions(cut(less), BOTH, PRICE, FREIGHT)


def test_a_bare_number_beside_a_question_is_not_worth_asking_the_model() -> None:
    assert hopeful(cut("到哪了 发票开了吗")) and not hopeful(cut("到哪了 订单号12345678"))
    assert not hopeful(cut("收到是坏的 怎么办"))


def test_no_confidence_is_too_small_to_be_weighed() -> None:
    lost = Said(BOTH.scores, np.zeros(3))
    assert 0 < two_questions(cut(), lost, PRICE, FREIGHT) < 0.5
