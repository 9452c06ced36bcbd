"""Before anything is taken each row says what it would do, and why it would not."""

from __future__ import annotations

from typing import Callable

import pytest

from bot.faq import Book, Known, Plan, dump_plan, load_plan, plan_import, take, template_csv, template_xlsx
from bot.faq.texts import held_out, key
from tests.faq.conftest import NOW
from tests.faq.sheets_for_tests import SHOP_FAQ

Planning = Callable[..., Plan]
LIVE = "直播间几点开播,晚上七点,今晚有直播吗|什么时候播"


def statuses(plan: Plan) -> list[str]:
    return [row.status for row in plan.rows]


def only(plan: Plan):
    (row,) = plan.rows
    return row


def test_every_sentence_names_its_row(plan: Planning) -> None:
    rows = plan(LIVE, "?,x", "问题,", ",答案", "找人,打13812345678", "日期不对的,答,,,,明天", "礼品卡,答", "礼品卡,另一个").rows
    assert statuses(Plan(rows)) == ["new", "too_short", "bad", "bad", "personal", "bad", "conflict", "conflict"]
    assert all(row.sentence.startswith(f"第 {n} 行") for n, row in enumerate(rows, 2))
    assert [row.chosen for row in rows] == [True] + [False] * 7


@pytest.mark.parametrize("row, said", [
    ("问题是什么,", "“答案”（B 列）是空的"), (",答案", "“问题”（A 列）是空的"), ("问题是什么," + "长" * 1001, "“答案”（B 列）有 1001 个字，最多 1000 个"),
    ("长" * 101 + ",答案", "“问题”（A 列）有 101 个字"), ("问题是什么,答案,,,,明天", "“生效时间”（F 列）写了“明天”，不是日期"),
    ("问题是什么,答案,,,,2026-12-02,2026-12-01", "“失效时间”（G 列）的 2026-12-01 23:59 比“生效时间”（F 列）的 2026-12-02 00:00 还早"),
    ("问题是什么,答案,,,P9", "“商品”（E 列）写了“P9”，products.csv 里没有"), ("问题是什么,答案,," + "话" * 21, "“话题”（D 列）有 21 个字"),
    ('问题是什么,"=VLOOKUP(A1,B:C,2)"', "“答案”（B 列）是公式"), ("问题是什么,#N/A", "“答案”（B 列）是算错了的公式"),
])  # fmt: skip
def test_a_bad_cell_is_named_by_its_column_and_what_to_do(plan: Planning, row: str, said: str) -> None:
    one = only(plan(row, product=lambda name: None))
    assert (one.status, one.takeable) == ("bad", False) and said in one.sentence


def test_a_product_is_known_by_what_the_shop_calls_it(plan: Planning) -> None:
    assert only(plan("这件几码,答,,,圆领T", product={"圆领T": "P1001"}.get)).after.product == "P1001"


# Beside what the book has ----------------------------------------------------------------------------------------------------


def test_the_same_again_is_nothing_new_however_it_is_written(plan: Planning, taken: Callable) -> None:
    taken(LIVE)
    assert statuses(plan(LIVE)) == statuses(plan("请问直播间几点开播？,晚上七点")) == statuses(plan("今晚有直播吗,晚上七点")) == ["same"]


def test_another_answer_shows_the_old_one_and_the_new_one(plan: Planning, taken: Callable) -> None:
    taken(LIVE)
    row = only(plan("直播间几点开播,晚上八点,周末播吗"))
    assert (row.status, row.chosen) == ("changes_answer", True)
    assert "从“晚上七点”改成“晚上八点”，还多了 1 种问法" in row.sentence
    assert set(row.after.trained + row.after.held_out) >= {"今晚有直播吗", "什么时候播", "周末播吗"}


def test_further_phrasings_are_added_and_nothing_is_lost_by_an_empty_cell(plan: Planning, taken: Callable) -> None:
    taken("直播间几点开播,晚上七点,,直播,,2026-12-01,2026-12-31")
    row = only(plan("直播间几点开播,晚上七点,周末播吗"))
    assert (row.status, row.after.topic, row.after.valid_until) == ("adds", "直播", row.before.valid_until)
    assert "答案不变，多了 1 种问法" in row.sentence
    assert "改了话题、商品或有效期" in only(plan("直播间几点开播,晚上七点,,,,,2027-01-31")).sentence


def test_a_phrasing_of_another_entry_is_left_out_and_told(plan: Planning, taken: Callable) -> None:
    taken(LIVE)
    row = only(plan("门店几点开门,十点,今晚有直播吗？|店几点开"))
    assert row.status == "new" and row.after.similar == ("店几点开",)
    assert row.notes == ("问法“今晚有直播吗？”机器人已经会了（直播间几点开播），没有收这一句",)


def test_only_a_new_way_of_asking_needs_a_new_model(plan: Planning, taken: Callable) -> None:
    assert only(plan(LIVE)).trains
    taken(LIVE)
    assert not only(plan("直播间几点开播,晚上八点")).trains
    assert not only(plan("直播间几点开播,晚上七点,,,,,2027-01-31")).trains
    assert only(plan("直播间几点开播,晚上八点," + next(t for t in ("周末播吗", "周日播吗", "周六播吗") if not held_out(t)))).trains


# Beside other rows -----------------------------------------------------------------------------------------------------------


def test_one_question_with_two_answers_is_a_conflict_in_both_rows(plan: Planning) -> None:
    one, _, two = plan(LIVE, "礼品卡怎么用,付款时", "请问今晚有直播吗？,没有").rows
    assert (one.status, two.status) == ("conflict", "conflict") and not one.takeable and not two.takeable
    assert "第 2 行和第 4 行是同一个问题，答案却不一样" in one.sentence and "第 4 行和第 2 行" in two.sentence


def test_one_question_with_one_answer_in_several_rows_is_one_entry_with_all_phrasings(plan: Planning) -> None:
    one, two, three = plan("直播间几点开播,七点,甲问法", "直播间几点开播？,七点,乙问法", "乙问法,七点,丙问法").rows
    assert (one.status, two.status, three.status) == ("new", "same", "same")
    assert set(one.after.similar + one.after.held_out) == {"甲问法", "乙问法", "丙问法"}
    assert "第 3 行和第 2 行问的答的都一样" in two.sentence


def test_rows_that_ask_for_one_entry_in_different_words_are_one_question(book: Book, plan: Planning, taken: Callable) -> None:
    taken(LIVE)
    assert statuses(plan("直播间几点开播,八点", "今晚有直播吗,九点")) == ["conflict", "conflict"]
    both = plan("直播间几点开播,八点,新问法甲", "今晚有直播吗,八点,新问法乙")
    assert statuses(both) == ["changes_answer", "same"]
    take(both, book, "x", NOW)
    assert {"新问法甲", "新问法乙"} <= set(both.rows[0].after.trained + both.rows[0].after.held_out)


def test_a_row_between_two_others_does_not_give_one_phrasing_to_both(book: Book, plan: Planning) -> None:
    three = plan("甲问题,答,甲问法", "乙问题,答,乙问法", "甲问法,答,乙问法|丙问法")
    assert statuses(three) == ["new", "new", "same"]
    take(three, book, "x", NOW)
    assert len(book.read().owners()) == 5


# Beside what the bot knows ---------------------------------------------------------------------------------------------------


def test_a_question_of_a_built_in_intent_cannot_be_taken(plan: Planning) -> None:
    row = only(plan("请问什么时候发货？,明天", built_in={key("什么时候发货"): "ask_ship_time"}, titles={"ask_ship_time": "什么时候发货呢"}))
    assert (row.status, row.takeable, row.understood_as) == ("conflict", False, "ask_ship_time")
    assert "机器人本来就会答（什么时候发货呢）" in row.sentence


def test_a_phrasing_of_a_built_in_intent_is_left_out_and_the_row_stays(plan: Planning) -> None:
    row = only(plan("预售什么时候发,月底,什么时候发货", built_in={key("什么时候发货"): "ask_ship_time"}))
    assert (row.status, row.after.similar) == ("new", ()) and "没有收这一句" in row.notes[0]


def test_what_is_understood_as_something_else_is_a_conflict_that_may_be_taken(plan: Planning) -> None:
    row = only(plan("几天能发走,明天", understand=lambda text: [("ask_ship_time", 0.934)], titles={"ask_ship_time": "什么时候发货"}))
    assert (row.status, row.chosen, row.takeable) == ("conflict", False, True)
    assert (row.understood_as, row.confidence) == ("ask_ship_time", 0.934)
    assert "“几天能发走”现在会听成“什么时候发货”（把握 0.93）" in row.sentence


def test_being_unsure_or_out_of_scope_is_no_conflict(plan: Planning) -> None:
    for ranking in ([("ask_ship_time", 0.79)], [("out_of_scope", 0.99)], [("no_answer", 0.99)], []):
        assert only(plan("几天能发走,明天", understand=lambda text: ranking)).status == "new"


def test_what_was_nobodys_question_so_far_may_be_the_shops_own(plan: Planning) -> None:
    row = only(plan("可以刻字吗,可以,以旧换新吗", built_in={key("可以刻字吗"): "no_answer", key("以旧换新吗"): "no_answer"}))
    assert (row.status, row.after.similar, row.notes) == ("new", ("以旧换新吗",), ())


def test_a_changed_answer_says_who_gave_the_one_it_replaces(plan: Planning, taken: Callable) -> None:
    book = taken(LIVE)
    (entry,) = book.read().entries.values()
    book.answer(entry.name, "晚上九点", "小王", NOW)
    assert f"现在的答案是小王 {NOW:%m-%d %H:%M} 定的" in only(plan("直播间几点开播,晚上八点")).sentence


def test_a_known_question_is_no_conflict_with_itself_and_its_old_phrasings_are_not_asked_again(plan: Planning, taken: Callable) -> None:
    book = taken(LIVE)
    (entry,) = book.read().entries.values()
    asked = []

    def understand(text: str) -> list[tuple[str, float]]:
        asked.append(text)
        return [(entry.intent, 0.99)]

    assert only(plan("直播间几点开播,晚上八点,周末播吗", understand=understand)).status == "changes_answer"
    assert asked == ["周末播吗"]
    near = only(plan("主播几点上班,七点半", understand=understand))
    assert near.status == "conflict" and "“直播间几点开播”" in near.sentence and "写进那一条的相似问法" in near.sentence


def test_a_number_of_a_person_in_an_answer_has_to_be_ticked_and_in_a_question_taken_out(plan: Planning) -> None:
    answer, question = plan("代收点电话,打13812345678", "打13812345678找谁,店长").rows
    assert (answer.status, answer.chosen, answer.takeable) == ("personal", False, True)
    assert "第 2 行的答案里有手机号 138****5678" in answer.sentence
    assert (question.status, question.takeable) == ("personal", False) and "问法里有" in question.sentence


# Whole files -----------------------------------------------------------------------------------------------------------------


def test_every_row_of_the_sample_shop_is_new(book: Book) -> None:
    plan = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    assert statuses(plan) == ["new"] * 10 and plan.notes == ()
    assert not any(row.notes for row in plan.rows)
    assert sum(len(row.after.held_out) for row in plan.rows) >= 4


def test_the_templates_hold_the_same_examples_which_are_not_taken(book: Book) -> None:
    for raw in (template_csv(), template_xlsx()):
        plan = plan_import(raw, "模板", book)
        assert statuses(plan) == ["bad", "bad"] and all("示例" in row.sentence for row in plan.rows)
    without = template_csv().replace("示例：".encode(), b"").replace("（这一行看完请删掉）".encode(), b"")
    assert statuses(plan_import(without, "模板", book)) == ["new", "new"]


def test_a_plan_can_be_kept_as_text(book: Book) -> None:
    plan = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book, known=Known(understand=lambda text: [("x", 0.9)]))
    take(plan, book, "小王", NOW, lines=[2, 11])
    again = plan_import(SHOP_FAQ.read_bytes(), SHOP_FAQ.name, book)
    for one in (plan, again):
        assert load_plan(dump_plan(one)) == one
