"""Whether two parts are two questions: the model's word and the shopper's words, weighed."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.apart import HOPELESS, hopeful, in_company, two_questions
from bot.understanding.questions import Cut, cuts


def said(*scores: float) -> np.ndarray:
    """Of three labels; scores are distances, above 0 on the label's own side."""
    return np.array(scores)


PRICE, FREIGHT, NOTHING = said(1.0, -0.8, -0.9), said(-0.8, 1.0, -0.9), said(-0.6, -0.7, -0.5)


def cut(text: str = "多少钱 包邮吗") -> Cut:
    (only,) = cuts(text)
    return only


def test_two_sure_parts_are_two_questions() -> None:
    assert two_questions(cut(), PRICE, FREIGHT) > 0.8


def test_parts_that_mean_the_same_are_one_question() -> None:
    assert two_questions(cut(), PRICE, PRICE) == 0


def test_a_part_the_model_makes_nothing_of_is_a_story() -> None:
    assert two_questions(cut("标价三十 包邮吗"), PRICE, NOTHING) < 0.2


@pytest.mark.parametrize("left, right", [(said(1.0, 0.8, -0.9), FREIGHT), (PRICE, said(0.8, 1.0, -0.9))])
def test_a_part_that_speaks_of_the_others_matter_counts_less(left: np.ndarray, right: np.ndarray) -> None:
    assert two_questions(cut(), left, right) < two_questions(cut(), PRICE, FREIGHT) - 0.1


@pytest.mark.parametrize("more, less", [
    ("多少钱另外包邮吗", "多少钱 包邮吗"), ("多少钱 包邮吗", "多少钱 不要包邮"), ("多少钱 包邮吗", "如果多少钱 包邮吗"), ("多少钱 包邮吗", "标价三十 包邮吗"),
    ("多少钱 包邮吗", "这个羽绒服现在卖多少钱 包邮吗"),
])  # fmt: skip
def test_the_words_count(more: str, less: str) -> None:
    assert two_questions(cut(more), PRICE, FREIGHT) > two_questions(cut(less), PRICE, FREIGHT)


def test_what_a_part_leaves_out_the_whole_message_may_say() -> None:
    unclear, about_freight = said(0.05, 0.0, -0.9), said(-0.3, 0.9, -0.9)
    assert in_company(unclear, about_freight).argmax() == 1 and in_company(PRICE, about_freight).argmax() == 0


def test_a_bare_number_beside_a_question_is_not_worth_asking_the_model() -> None:
    assert hopeful(cut("到哪了 发票开了吗"), NOTHING, FREIGHT) and not hopeful(cut("到哪了 订单号12345678"), NOTHING, FREIGHT)


def test_what_pieces_alone_hardly_speak_for_may_still_be_two_questions() -> None:
    assert 0 < HOPELESS < 0.1
    assert hopeful(cut("标价三十 包邮吗"), NOTHING, FREIGHT) and two_questions(cut("标价三十 包邮吗"), NOTHING, FREIGHT) < 0.5


@pytest.mark.parametrize("score", [-1e6, 1e6])
def test_no_score_is_too_far_to_be_weighed(score: float) -> None:
    assert 0 <= two_questions(cut(), said(score, -0.8, -0.9), FREIGHT) <= 1
