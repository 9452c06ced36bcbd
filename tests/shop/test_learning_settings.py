"""What a new model must be is the shop's to say, within numbers that mean something."""

from __future__ import annotations

import pytest

from bot.shop import Shop
from bot.shop.settings import Learning


def test_the_limits_of_shop_yml_are_the_defaults(folder):
    assert Shop(folder.path).content.settings.learning == Learning()


def test_limits_left_out_have_defaults(folder):
    folder.replace("shop.yml", "  least_accuracy: 0.8", "  # nothing")
    folder.replace("shop.yml", "  dialogues_broken: 5", "  dialogues_broken: 7")
    learning = Shop(folder.path).content.settings.learning
    assert (learning.least_accuracy, learning.dialogues_broken) == (0.8, 7)


@pytest.mark.parametrize("line, wrong, says", [
    ("  least_accuracy: 0.8", "  least_accuracy: 80", "least_accuracy 写了“80”，请写 0 到 1 之间的数"),
    ("  keep_models: 10", "  keep_models: 0", "keep_models 写了“0”，请写 1 到 1000 之间的整数"),
    ("  promote_itself: true", "  promote_itself: 好", "promote_itself 写了“好”，只能写 true（是）或 false（否）"),
    ("  most_proofs_lost: 5", "  most_proof_lost: 5", "不认识设置“most_proof_lost”，是不是想写“most_proofs_lost”"),
])  # fmt: skip
def test_a_limit_that_means_nothing_is_named_with_its_line(folder, line, wrong, says):
    number = folder.replace("shop.yml", line, wrong)
    assert [str(p) for p in folder.check()] == [f"shop.yml 第 {number} 行：{says}"]
