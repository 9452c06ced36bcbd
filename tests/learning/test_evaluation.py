"""What a model is measured by: figures worked out by hand on a few judged messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.learning.evaluation import Judged, Labelled, in_words, report
from bot.learning.evaluation.budgets import interval
from bot.learning.evaluation.same_answer import Group, SameAnswer

SAME = SameAnswer([Group(frozenset({"refund_progress", "refund_only"}), frozenset({"refund_progress"}), "一样读售后记录")])


def judged(labels: str, intent: str, confidence: float = 0.9, *, answers: bool = True, group: str = "", then: tuple[str, ...] = (),
           found: tuple[str, ...] = (), at: dict[float, bool] | None = None) -> Judged:
    rest = tuple((name, (1 - confidence) / (len(then) + 1)) for name in then)
    choices = [tuple(choice.split("+")) for choice in labels.split("|")]
    names, together = tuple(n for c in choices for n in c), tuple(c for c in choices if len(c) > 1)
    given = Labelled(f"{labels} als {intent}", names, group, together)
    return Judged(given, ((intent, confidence), *rest), answers, found or (intent,), at or {})


def test_any_listed_label_is_right() -> None:
    found = report([judged("a|b", "b"), judged("a|b", "a"), judged("a", "b"), judged("b", "c", then=("a", "b"))])
    assert (found.messages, found.accuracy, found.first_three) == (4, 0.5, 0.75)


def test_only_what_the_bot_answers_can_be_answered_wrongly() -> None:
    found = report([judged("a", "a"), judged("a", "b"), judged("a", "b", answers=False), judged("a", "a", answers=False)])
    assert (found.answered, found.wrong) == (0.5, 0.5)
    assert [m["answered"] for m in found.mistakes] == [True, False]


def test_a_bot_that_answers_nothing_answers_nothing_wrongly() -> None:
    found = report([judged("a", "b", answers=False)])
    assert (found.answered, found.wrong, found.accuracy) == (0, 0, 0)


def test_confusions_are_counted_commonest_first() -> None:
    found = report([judged("a", "b"), judged("a", "b"), judged("c", "b"), judged("c", "c")])
    assert found.confusions == [("a", "b", 2), ("c", "b", 1)]


def test_confidence_is_held_against_what_came_true() -> None:
    honest = [judged("a", "a", 0.75), judged("a", "a", 0.75), judged("a", "a", 0.75), judged("a", "b", 0.75)]
    assert report(honest).calibration_error == pytest.approx(0)
    assert report([judged("a", "b", 0.95)]).calibration_error == pytest.approx(0.95)


def test_the_reliability_curve_says_how_sure_and_how_often_right() -> None:
    low, high = report([judged("a", "a", 0.31), judged("a", "b", 0.39), judged("a", "a", 1.0)]).reliability
    assert (low.messages, low.said, low.true) == (2, pytest.approx(0.35), 0.5)
    assert (high.low, high.high, high.true) == (0.9, 1.0, 1.0)


def test_precision_recall_and_f1_are_of_each_intent_and_each_topic() -> None:
    found = report([judged("a", "a"), judged("a", "a"), judged("a", "b"), judged("b", "b"), judged("c", "a")],
                   topic_of={"a": "size", "b": "size", "c": "price"})
    a = found.intents["a"]
    assert (a.messages, a.precision, a.recall, a.f1) == (3, pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (found.intents["c"].recall, found.intents["c"].precision, found.intents["c"].f1) == (0, None, 0)
    assert (found.topics["size"].recall, found.topics["size"].precision) == (1.0, 0.8)  # a taken for b stays within the topic
    assert (found.by_topic["size"], found.by_topic["price"]) == (0.75, 0.0)


def test_an_empty_set_is_no_result() -> None:
    with pytest.raises(ValueError, match="没有可用的句子"):
        report([])


def test_a_neighbour_with_the_same_answer_is_a_wrong_name_but_no_wrong_answer() -> None:
    found = report([judged("refund_progress", "refund_only"), judged("refund_progress", "refund_progress")], same=SAME)
    assert (found.accuracy, found.wrong, found.wrong_answers) == (0.5, 0.5, 0.0)
    assert found.mistakes[0]["same_answer"]


def test_the_same_answer_holds_only_in_the_direction_it_is_written_for() -> None:
    found = report([judged("refund_only", "refund_progress"), judged("refund_progress", "ask_price")], same=SAME)
    assert found.wrong_answers == 1.0


def kept(*at: tuple[str, bool]) -> Any:
    (found,) = report([judged("a", intent, at={5.0: answers}) for intent, answers in at]).budgets
    return found


def test_what_was_promised_stands_beside_what_came_true() -> None:
    found = kept(*[("a", True)] * 19, ("b", True), *[("b", False)] * 20)
    assert (found.promised, found.messages, found.answered, found.wrong) == (5.0, 40, 0.5, 0.05)
    assert found.low < 0.05 < found.high and found.verdict == "kept"


@pytest.mark.parametrize("wrong, of, verdict", [(1, 20, "kept"), (2, 20, "unproven"), (60, 200, "broken"), (0, 0, "nothing")])
def test_the_verdict_knows_chance_from_a_broken_promise(wrong: int, of: int, verdict: str) -> None:
    assert kept(*[("b", True)] * wrong, *[("a", True)] * (of - wrong), ("b", False)).verdict == verdict


def test_budgets_that_were_not_asked_about_are_not_made_up() -> None:
    assert report([judged("a", "a", at={5.0: True}), judged("a", "a")]).budgets == []


def test_the_interval_holds_the_share_and_narrows_with_more_messages() -> None:
    few, many = interval(1, 20), interval(50, 1000)
    assert few[0] < 0.05 < few[1] and many[0] < 0.05 < many[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval(0, 50)[0] == pytest.approx(0) and 0.05 < interval(0, 50)[1] < 0.10


def test_the_curve_answers_the_surest_first_and_equally_sure_ones_together() -> None:
    curve = report([judged("a", "a", 0.9), judged("a", "b", 0.5), judged("a", "a", 0.5), judged("a", "a", 0.2)]).curve
    assert [(a, round(w, 3)) for a, w, _ in curve] == [(0.25, 0), (0.75, 0.333), (1.0, 0.25)]


def test_far_and_near_messages_should_not_be_answered() -> None:
    found = report([judged("out_of_scope", "ask_price"), judged("out_of_scope|none", "out_of_scope", answers=False),
                    judged("none", "ask_price"), judged("none", "ask_size", answers=False), judged("out_of_scope|ask_bot", "ask_bot")])
    assert (found.far.messages, found.far.answered, found.far.sentences[0]["intent"]) == (2, 0.5, "ask_price")
    assert (found.near.messages, found.near.answered) == (2, 0.5)


def test_a_message_that_nothing_answers_counts_as_answered_wrongly_but_not_as_misunderstood() -> None:
    found = report([judged("none", "ask_price"), judged("a", "a")])
    assert (found.wrong, found.accuracy, found.scored) == (0.5, 1.0, 1)


def test_silence_is_right_where_none_is_one_of_the_labels() -> None:
    assert report([judged("none|a", "b", answers=False)]).accuracy == 1.0
    assert report([judged("none|a", "b", answers=True)]).accuracy == 0.0


def test_who_wants_a_person_is_found_and_nobody_else() -> None:
    found = report([judged("ask_human", "ask_human"), judged("ask_human", "complain"), judged("ask_human|complain", "complain"),
                    judged("a", "ask_human"), judged("a", "a"), judged("a", "a"), judged("a", "a")]).people
    assert (found.asking, found.found, found.others, found.wrongly) == (2, 0.5, 4, 0.25)
    assert found.missed[0]["intent"] == "complain" and found.taken[0]["labels"] == ["a"]


def test_both_questions_must_be_found_and_one_must_stay_one() -> None:
    found = report([judged("a+b", "a", found=("a", "b")), judged("a+b", "a"), judged("a+b|a+c", "a", found=("c", "a")),
                    judged("a", "a", found=("a", "b")), judged("a|b", "a", found=("a", "b")), judged("a", "a")]).questions
    assert (found.several, found.both) == (3, pytest.approx(2 / 3))
    assert (found.single, found.split) == (3, pytest.approx(1 / 3))


def test_two_questions_are_no_part_of_accuracy() -> None:
    assert report([judged("a+b", "c"), judged("a", "a")]).accuracy == 1.0


def test_messages_made_for_one_measure_leave_the_overall_figures_alone() -> None:
    alone, together = report([judged("a", "a")]), report([judged("a", "a")], [judged("none", "b"), judged("ask_human", "ask_human")])
    assert (together.accuracy, together.answered, together.wrong, together.messages) == (alone.accuracy, alone.answered, alone.wrong, 1)
    assert together.near.answered == 1.0 and together.people.found == 1.0


def test_the_words_for_the_terminal_show_groups_only_when_there_are_several() -> None:
    one = in_words(report([judged("a", "a", group="real")]), "一套")
    two = in_words(report([judged("a", "a", group="real"), judged("a", "b", group="")]), "两套")
    assert one.startswith("一套：1 句") and "分组" not in one
    assert "分组：其他 0.00  real 1.00" in two and "a → b：1" in two
