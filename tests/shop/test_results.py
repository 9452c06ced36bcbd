"""What an agent may end a conversation with is the shop's to say."""

from __future__ import annotations

from bot.shop import Shop


def test_a_result_that_is_added_can_be_chosen_in_its_own_words(folder):
    folder.replace("shop.yml", "    other: 其他\n", "    other: 其他\n    refunded: 退款已办\n")
    results = Shop(folder.path).content.settings.desk.results
    assert results["refunded"] == "退款已办" and results["solved"] == "已解决"


def test_a_result_without_words_is_told_with_its_line(folder):
    line = folder.replace("shop.yml", "    other: 其他\n", "    other: [其他]\n")
    problem = next(problem for problem in folder.check() if "other" in str(problem))
    assert problem.serious and problem.line == line and "英文名字: 中文说法" in str(problem)
