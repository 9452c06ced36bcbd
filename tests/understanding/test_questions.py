"""Where a message may be cut: only there can a second question begin, and what the words around the place say of it."""

from __future__ import annotations

import pytest

from bot.understanding.questions import MOST_CLAUSES, MOST_CUTS, SHORTEST, SIGNS, asks, clauses, cuts


def cut(text: str) -> list[str]:
    return [clause.text for clause in clauses(text)]


def signs(text: str) -> set[str]:
    """Of the last place to cut."""
    return {name for name, sign in zip(SIGNS, cuts(text)[-1].signs) if sign}


@pytest.mark.parametrize("text, found", [
    ("会起球吗？多久发货", ["会起球吗", "多久发货"]), ("多少钱，包邮吗", ["多少钱", "包邮吗"]), ("多少钱 包邮吗", ["多少钱", "包邮吗"]),
    ("起球吗\n掉色吗", ["起球吗", "掉色吗"]), ("起球吗、掉色吗", ["起球吗", "掉色吗"]), ("175 130，穿多大！", ["175", "130", "穿多大"]), ("多少钱~包邮吗", ["多少钱", "包邮吗"]),
])  # fmt: skip
def test_marks_and_spaces_cut(text: str, found: list[str]) -> None:
    assert cut(text) == found


@pytest.mark.parametrize("text, found", [
    ("这个起球吗?还有多久发货", ["这个起球吗", "多久发货"]), ("会掉色吗另外能开发票吗", ["会掉色吗", "能开发票吗"]), ("多少钱 还有 包邮吗", ["多少钱", "包邮吗"]),
    ("帮我查下快递顺便问下能退吗", ["帮我查下快递", "能退吗"]), ("对了什么时候发货，对了包邮吗", ["什么时候发货", "包邮吗"]),
    ("改成到付行不行还有能不能发邮政", ["改成到付行不行", "能不能发邮政"]), ("会不会爆 哦对了多久发", ["会不会爆", "多久发"]),
])  # fmt: skip
def test_connecting_words_cut_and_are_no_part_of_what_is_asked(text: str, found: list[str]) -> None:
    assert cut(text) == found


@pytest.mark.parametrize("text, found", [
    ("发顺丰吗今天能发不", ["发顺丰吗", "今天能发不"]), ("有黑的没多少钱啊", ["有黑的没", "多少钱啊"]), ("到哪了啊明天能不能到", ["到哪了啊", "明天能不能到"]),
    ("单号多少发的啥快递", ["单号多少发的", "啥快递"]), ("退货怎么寄几天退钱", ["退货怎么寄", "几天退钱"]), ("窗帘多宽遮光吗", ["窗帘多宽", "遮光吗"]),
    ("什么面料能机洗不", ["什么面料", "能机洗不"]), ("手感怎么样有没有色差", ["手感怎么样", "有没有色差"]), ("几号送几号装", ["几号送", "几号装"]),
    ("这个多钱一只能换芯不", ["这个多钱一只", "能换芯不"]),
])  # fmt: skip
def test_a_particle_or_a_second_question_word_cuts_where_nothing_is_typed(text: str, found: list[str]) -> None:
    assert cut(text) == found


@pytest.mark.parametrize("text", [
    "", "多少钱", "多少钱？", "。。。多少钱！！", "  多少钱  ", "嗯，多少钱", "还有货吗", "这款还有没有黑色", "还有XL吗", "还有几件", "还有两件没到", "另外问下多少钱", "？？？",
    "a，b，c", " ", "几天能到", "什么时候能发货", "多久可以发货吗", "多少天能到", "怎么什么都没有", "这么贵吗", "为什么这么久还没到啊", "可不可以退",
])  # fmt: skip
def test_a_single_clause_is_not_cut(text: str) -> None:
    assert cuts(text) == []


@pytest.mark.parametrize("text", ["😀 会起球吗？？  还有，多久发货呢，谢谢", "起球吗 掉色吗。缩水吗", "单号多少发的啥快递"])
def test_both_parts_know_where_they_stand_and_leave_out_no_clause(text: str) -> None:
    for one in cuts(text):
        for part in (one.left, one.right):
            assert text[part.start : part.end] == part.text and len(part.text.strip()) >= SHORTEST
        assert (one.left.start, one.right.end) == (0, len(text)) and one.left.end <= one.right.start


def test_a_pasted_essay_is_one_message() -> None:
    assert len(clauses("，".join(["第几句话"] * MOST_CLAUSES))) == MOST_CLAUSES
    assert cuts("，".join(["第几句话"] * (MOST_CLAUSES + 1))) == []
    assert cuts("多少钱，" * 500) == []


def test_of_many_places_those_beside_questions_are_tried() -> None:
    tried = cuts("昨天到的 今天试了 有点紧 穿着不舒服 能换吗 运费谁出")
    assert len(tried) == MOST_CUTS and tried[-1].left.text.endswith("能换吗")


@pytest.mark.parametrize("text, found", [
    ("会起球吗 多久发货", {"left_asks", "both_ask"}), ("会起球吗另外多久发货", {"left_asks", "connecting_word", "both_ask"}), ("收到是坏的 怎么办", {"leans"}),
    ("帮我查一下 订单号12345678", {"left_asks", "only_a_number"}), ("如果要换 邮费谁出", {"sets_the_scene"}), ("能发顺丰吗 我补差价", {"left_asks", "speaks_of_self"}),
    ("放门口 不要放驿站", {"goes_on"}), ("有类似的吗 便宜点的", {"left_asks", "goes_on"}), ("帮我查一下 多久发货", {"left_asks"}), ("坏了 少了", set()),
])  # fmt: skip
def test_the_words_say_what_speaks_for_two_questions_and_what_against(text: str, found: set[str]) -> None:
    assert signs(text) == found


def test_the_balance_is_the_shorter_parts_share_and_a_number_weighs_nothing() -> None:
    (even,), (odd,), (number,) = (cuts(text) for text in ("会起球吗 多久发货", "会起球吗 这个羽绒服大概多久发货", "到哪了 订单号12345678"))
    assert even.balance == 0.5 and odd.balance == pytest.approx(4 / 15) and number.balance == pytest.approx(1 / 3)


@pytest.mark.parametrize("text", ["会起球吗", "多久发货", "包邮不", "运费谁出", "我要退货", "帮我查下快递", "换个大号的呗", "还有黑色没", "转人工"])
def test_a_question_or_request_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", [
    "买的鞋小了", "昨天申请的", "按键坏了", "175 130", "急用", "什么情况", "怎么回事", "怎么办呢", "能改吗", "能改一下吗", "可以吗", "是吧", "咋整", "怎么弄啊",
])  # fmt: skip
def test_a_statement_or_a_question_that_leans_on_another_clause_does_not(text: str) -> None:
    assert not asks(text)
