"""A candidate goes live only if it is good enough and nothing got worse; a refusal names what did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Optional, Sequence

import pytest
import yaml

from bot.faq import Entry
from bot.learning.dialogues.script import Dialogue
from bot.learning.dialogues.shoppers import shop_folder
from bot.learning.evaluation.messages import Judged, Labelled
from bot.learning.evaluation.same_answer import Group, SameAnswer
from bot.learning.gate import Proof, Result, compare, proofs_of
from bot.learning.gate.readings import Reading
from bot.learning.gate.verdict import Titles
from bot.shop.settings import Learning

LIMITS = Learning(least_accuracy=0.8, most_points_lost=1, most_points_lost_topic=4, topic_messages=20, most_wrong_answers=8, most_proofs_lost=5,
                  least_new_found=0.5, dialogues_broken=1)
TITLES = Titles(topic=lambda topic: {"size": "尺码", "ship": "发货"}.get(topic, topic), topic_of=lambda intent: intent.split("_")[0],
                set={"own": "自带的测试句", "far": "无关的话"}.get)
MEANT = ("size_a", "size_b", "ship_a", "ship_b", "price_a")

Change = Callable[[int, Judged], Judged]


def judged(text: str, label: str, named: Optional[str] = None, answers: bool = True, **more: Any) -> Judged:
    return Judged(Labelled(text, (label,), **more), ((named or label, 0.9), ("other", 0.05)), answers, (named or label,))


def result(model: str = "old", change: Change = lambda n, one: one, far: int = 0, proofs: Sequence[tuple[Proof, str]] = (), broken: Sequence[str] = ()) -> Result:
    """A hundred messages a topic, all understood unless `change` says otherwise, and fifty that are none of the shop's, `far` of them answered."""
    own = tuple(change(n, judged(f"第{n}句", MEANT[n % 5])) for n in range(500))
    strange = tuple(judged(f"闲话{n}", "out_of_scope", "size_a" if n < far else None, n < far) for n in range(50))
    read = {proof.text: Reading(((named, 0.9),), (named,), True) for proof, named in proofs}
    return Result(model, {"own": own, "far": strange}, read, {f"对话{n}": f"对话{n}" not in broken for n in range(10)})


def refused(after: Result, before: Optional[Result] = None, proofs: Sequence[Proof] = (), limits: Learning = LIMITS, same: SameAnswer = SameAnswer()) -> list[str]:
    """The reasons."""
    report = compare(before or result(), replace(after, model="new"), proofs, limits, TITLES, same)
    assert report["passed"] == (not report["reasons"])
    return report["reasons"]


def wrongly(named: str, times: int, of: str, answers: bool = False) -> Change:
    """So many messages of one intent are taken for another."""
    left = [times]

    def change(n: int, one: Judged) -> Judged:
        if one.given.labels[0] != of or not left[0]:
            return one
        left[0] -= 1
        return judged(one.given.text, of, named, answers)

    return change


# The frozen sets -------------------------------------------------------------------------------------------------------------


def test_an_equal_model_and_a_better_one_go_live() -> None:
    assert refused(result()) == []
    report = compare(result(change=wrongly("ship_a", 30, "size_a")), result("new"), (), LIMITS, TITLES)
    assert report["passed"] and report["better"] == 30 and report["worse"] == []


def test_a_model_that_lost_a_topic_is_refused_by_its_name_with_the_sentences() -> None:
    report = compare(result(), result("new", wrongly("ship_a", 9, "size_a")), (), replace(LIMITS, most_points_lost=100), TITLES)
    assert [r for r in report["reasons"] if "话题“尺码”" in r and "100.0% 掉到 95.5%" in r and "200 句" in r]
    assert len(report["worse"]) == 9
    first = report["worse"][0]
    assert (first["wanted"], first["before"], first["after"]) == ("size_a", "size_a", "ship_a（拿不准，没有直接答）")
    assert [one["good"] for one in report["topics"]] == [True, True, False]


def test_what_a_topic_may_lose_is_a_setting_and_so_is_how_many_messages_make_one() -> None:
    lost = result(change=wrongly("ship_a", 9, "size_a"))
    free = replace(LIMITS, most_points_lost=100)
    assert refused(lost, limits=replace(free, most_points_lost_topic=5)) == []
    assert refused(lost, limits=replace(free, topic_messages=201)) == []


def test_a_little_lost_everywhere_is_too_much_together() -> None:
    def change(n: int, one: Judged) -> Judged:
        return judged(one.given.text, one.given.labels[0], "other", False) if n % 50 < 5 and n % 7 == 0 else one

    reasons = refused(result(change=change), limits=replace(LIMITS, most_points_lost_topic=100))
    assert len(reasons) == 1 and "自带的测试句" in reasons[0] and "最多允许少 1 个百分点" in reasons[0]


def test_a_model_below_the_least_accuracy_is_refused_even_when_nothing_serves_yet() -> None:
    bad = result(change=wrongly("ship_a", 100, "size_a"))
    report = compare(None, bad, (), replace(LIMITS, least_accuracy=0.85), TITLES)
    assert not report["passed"] and "只认对 80.0%，最少要 85.0%" in report["reasons"][0] and report["against"] is None
    assert [one["before"] for one in report["sets"]] == [None, None]
    assert compare(None, result(), (), LIMITS, TITLES)["passed"]


def test_wrong_answers_count_more_than_asking_back() -> None:
    few = replace(LIMITS, most_points_lost=100, most_points_lost_topic=100, most_wrong_answers=5)
    assert refused(result(change=wrongly("ship_a", 40, "size_a", answers=False)), limits=few) == []
    reasons = refused(result(change=wrongly("ship_a", 40, "size_a", answers=True)), limits=few)
    assert reasons == ["自带的测试句里每一百句回答答错 8.0 句，最多允许 5 句。"]


def test_more_wrong_answers_than_before_are_refused_below_the_limit_too() -> None:
    reasons = refused(result(change=wrongly("ship_a", 10, "size_a", answers=True)), limits=replace(LIMITS, most_points_lost=1, most_points_lost_topic=100))
    assert any("从每一百句 0.0 句多到 2.0 句" in reason for reason in reasons)


def test_a_neighbour_with_the_same_answer_is_no_wrong_answer() -> None:
    same = SameAnswer([Group(frozenset(("size_a", "size_b")), frozenset(("size_a", "size_b")), "一样")])
    loose = replace(LIMITS, most_points_lost=30, most_points_lost_topic=100, most_wrong_answers=1)
    assert refused(result(change=wrongly("size_b", 40, "size_a", answers=True)), limits=loose, same=same) == []


def test_answering_what_is_none_of_the_shops_business_is_a_set_of_its_own() -> None:
    reasons = refused(result(far=3))
    assert reasons == ["这套测试句“无关的话”认对的从 100.0% 掉到 94.0%（50 句），最多允许少 4 个百分点。"]


def test_a_matter_without_an_answer_that_the_shop_has_answered_since_is_not_judged() -> None:
    was, now = judged("开专票吗", "none", "no_answer", False), judged("开专票吗", "none", "faq/invoice")
    report = compare(Result("old", {"near": (was,) * 50}), Result("new", {"near": (now,) * 50}), (), LIMITS, TITLES)
    assert report["passed"] and report["sets"][0]["messages"] == 0


def test_of_two_questions_in_one_message_both_have_to_be_found() -> None:
    given = Labelled("包邮吗 几天到", ("size_a", "ship_a"), together=(("size_a", "ship_a"),))
    both, one = Judged(given, (("size_a", 0.9),), True, ("size_a", "ship_a")), Judged(given, (("size_a", 0.9),), True, ("size_a",))
    report = compare(Result("old", {"two": (both,) * 50}), Result("new", {"two": (one,) * 50}), (), LIMITS, TITLES)
    assert not report["passed"] and report["worse"][0]["before"] == "size_a + ship_a" and report["worse"][0]["after"] == "size_a"


# The shop's own questions ------------------------------------------------------------------------------------------------------


def entries(count: int, held: int = 1) -> list[Entry]:
    return [Entry(f"e{n}", f"问题{n}", "答", (f"问法{n}",), tuple(f"考{n}-{i}" for i in range(held))) for n in range(count)]


def read_as(proofs: Sequence[Proof], lost: Sequence[int] = ()) -> list[tuple[Proof, str]]:
    return [(proof, "faq/another" if n in lost else proof.intent) for n, proof in enumerate(proofs)]


def test_proofs_are_the_held_out_phrasings_and_of_new_questions_their_own_words_too() -> None:
    old, new, bare = Entry("old", "旧问", "答", (), ("旧考",)), Entry("new", "新问", "答", (), ("新考",)), Entry("bare", "光问", "答")
    assert [(p.text, p.new) for p in proofs_of([old, new, bare], {"old", "bare"})] == [("旧考", False), ("新问", True), ("新考", True), ("光问", False)]


def test_a_model_that_lost_earlier_questions_is_refused_with_what_they_are_taken_for_now() -> None:
    proofs = proofs_of(entries(40), {f"e{n}" for n in range(40)})
    before = result(proofs=read_as(proofs))
    assert refused(result(proofs=read_as(proofs, lost=[1, 2])), before, proofs) == []  # two of forty are five in a hundred
    reasons = refused(result(proofs=read_as(proofs, lost=[1, 2, 3])), before, proofs)
    assert len(reasons) == 1 and "3 种问法认不出了（一共 40 种" in reasons[0] and "“考1-0”（现在听成faq/another）" in reasons[0]


def test_what_the_serving_model_does_not_find_either_is_not_lost() -> None:
    proofs = proofs_of(entries(10), {f"e{n}" for n in range(10)})
    same = read_as(proofs, lost=[1, 2, 3])
    assert refused(result(proofs=same), result(proofs=same), proofs) == []


def test_new_questions_have_to_be_found() -> None:
    proofs = proofs_of(entries(2), set())  # two questions, each with its own words and one held-out phrasing
    assert refused(result(proofs=read_as(proofs, lost=[1, 3])), proofs=proofs) == []
    reasons = refused(result(proofs=read_as(proofs, lost=[0, 1, 3])), proofs=proofs)
    assert len(reasons) == 1 and "4 种问法只认出 1 种，最少要 50.0%" in reasons[0]
    report = compare(result(), result(proofs=read_as(proofs, lost=[1])), proofs, LIMITS, TITLES)
    assert [one["found"] for one in report["faq"]["new"]] == [True, False, True, True] and report["faq"]["found"] == 3


# Whole conversations -------------------------------------------------------------------------------------------------------------


def test_dialogues_that_went_well_before_may_not_go_wrong_in_numbers() -> None:
    assert refused(result(broken=["对话1"])) == []
    reasons = refused(result(broken=["对话1", "对话2"]))
    assert reasons == ["成段的对话有 2 段以前对、现在不对（最多允许 1 段）：“对话1”、“对话2”。"]


def test_a_dialogue_that_goes_wrong_with_the_serving_model_too_is_not_the_candidates_fault() -> None:
    broken = ["对话1", "对话2", "对话3"]
    report = compare(result(broken=broken), result(broken=broken), (), LIMITS, TITLES)
    assert report["passed"] and report["dialogues"] == {"all": 10, "played": 10, "held_before": 7, "held_after": 7, "broken": []}


# The report ------------------------------------------------------------------------------------------------------------------------


def test_the_report_puts_both_models_side_by_side() -> None:
    report = compare(result(), result("new", wrongly("ship_a", 5, "size_a")), (), LIMITS, TITLES)
    own = report["sets"][0]
    assert (report["model"], report["against"], own["title"], own["messages"]) == ("new", "old", "自带的测试句", 500)
    assert (own["before"], own["after"], own["answered_before"], own["answered_after"]) == (1.0, 0.99, 1.0, 0.99)
    assert report["topics"][2] == {"topic": "size", "title": "尺码", "messages": 200, "before": 1.0, "after": 0.975, "answered_before": 1.0,
                                   "answered_after": 0.975, "wrong_before": 0.0, "wrong_after": 0.0, "good": True}


def test_wrong_answers_come_first_among_the_sentences_that_got_worse() -> None:
    def change(n: int, one: Judged) -> Judged:
        return judged(one.given.text, one.given.labels[0], "other", n == 20) if n in (5, 20, 30) else one

    report = compare(result(), result("new", change), (), LIMITS, TITLES)
    assert [one["text"] for one in report["worse"]][0] == "第20句" and len(report["worse"]) == 3


@pytest.mark.parametrize("before", [Result("old", {}), Result("old", {"own": (judged("别的", "size_a"),)})])
def test_a_serving_model_whose_results_do_not_fit_is_not_compared(before: Result) -> None:
    report = compare(before, result("new"), (), LIMITS, TITLES)
    assert report["passed"] and report["sets"][0]["before"] is None and report["worse"] == []


def test_a_shop_without_the_demonstration_is_a_stage_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    dialogue = Dialogue("size-01", "选码", "demo-01", False, None, ({"say": "在吗"},))
    folder = shop_folder(tmp_path / "one", [dialogue], tmp_path / "source")
    assert yaml.safe_load((folder / "demo" / "shoppers.yml").read_text("utf8")) == {"shoppers": []}
