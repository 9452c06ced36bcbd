"""Where a message is cut: only there can a second question begin."""

from __future__ import annotations

import pytest

from bot.understanding.questions import MOST_PARTS, SHORTEST, asks, parts


@pytest.mark.parametrize("text, cut", [
    ("会起球吗？多久发货", ["会起球吗", "多久发货"]), ("多少钱，包邮吗", ["多少钱", "包邮吗"]), ("多少钱 包邮吗", ["多少钱", "包邮吗"]),
    ("这个起球吗?还有多久发货", ["这个起球吗", "还有多久发货"]), ("会掉色吗另外能开发票吗", ["会掉色吗", "另外能开发票吗"]),
    ("帮我查下快递顺便问下能退吗", ["帮我查下快递", "顺便问下能退吗"]), ("起球吗\n掉色吗", ["起球吗", "掉色吗"]),
    ("175 130，穿多大！", ["175", "130", "穿多大"]), ("对了什么时候发货，对了包邮吗", ["对了什么时候发货", "对了包邮吗"]),
])  # fmt: skip
def test_marks_spaces_and_connecting_words_cut(text: str, cut: list[str]) -> None:
    assert [p.text for p in parts(text)] == cut


@pytest.mark.parametrize("text", [
    "", "多少钱", "多少钱？", "。。。多少钱！！", "  多少钱  ", "嗯，多少钱", "还有货吗", "这款还有没有黑色", "还有XL吗", "还有几件", "还有两件没到",
    "另外问下多少钱", "？？？", "a，b，c", " ",
])  # fmt: skip
def test_a_single_question_is_not_split(text: str) -> None:
    assert parts(text) == []


def test_each_part_knows_where_it_stands() -> None:
    text = "😀 会起球吗？？  还有，多久发货呢，谢谢"
    found = parts(text)
    assert len(found) >= 2
    for part in found:
        assert text[part.start : part.end] == part.text and len(part.text.strip()) >= SHORTEST


def test_a_pasted_essay_is_one_message() -> None:
    assert len(parts("，".join(["第几句话"] * MOST_PARTS))) == MOST_PARTS
    assert parts("，".join(["第几句话"] * (MOST_PARTS + 1))) == []
    assert parts("多少钱，" * 500) == []


@pytest.mark.parametrize("text", ["会起球吗", "多久发货", "包邮不", "运费谁出", "我要退货", "帮我查下快递", "换个大号的呗", "还有黑色没", "转人工"])
def test_a_question_or_request_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", [
    "买的鞋小了", "昨天申请的", "按键坏了", "175 130", "急用", "什么情况", "怎么回事", "怎么办呢", "能改吗", "能改一下吗", "可以吗", "是吧", "咋整", "怎么弄啊",
])  # fmt: skip
def test_a_statement_or_a_question_that_leans_on_another_clause_does_not(text: str) -> None:
    assert not asks(text)
