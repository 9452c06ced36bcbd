"""What a model is measured by."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.learning.evaluation import Judged, Labelled, in_words, read_own, read_tsv, report


def judged(labels: str, intent: str, confidence: float = 0.9, *, answers: bool = True, group: str = "", then: tuple[str, ...] = ()) -> Judged:
    rest = tuple((name, (1 - confidence) / (len(then) + 1)) for name in then)
    return Judged(Labelled(f"{labels} als {intent}", tuple(labels.split("|")), group), ((intent, confidence), *rest), answers)


def test_a_tsv_is_read_with_its_labels_and_part(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text('text\tlabels\tpart\n多少钱\task_price\treal\n"有货吗\task_stock|ask_colour\twritten\n', "utf-8-sig")
    assert read_tsv(path) == [
        Labelled("多少钱", ("ask_price",), "real"), Labelled('"有货吗', ("ask_stock", "ask_colour"), "written")]


def test_what_is_not_clear_or_has_no_label_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    rows = ["text\tlabels\tclarity", "一\ta\tclear", "二\ta\tunclear", "三\ta\t", "四\t\tclear", "\ta\tclear", "五\tnone\tclear", "六"]
    path.write_text("\r\n".join(rows), "utf8")
    assert [(one.text, one.labels) for one in read_tsv(path)] == [("一", ("a",)), ("三", ("a",))]


@pytest.mark.parametrize("text", ["", "text,labels\n多少钱,ask_price\n", "sentence\tlabels\nx\ta\n", "text\tlabels\n"])
def test_a_file_without_the_two_columns_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "set.tsv").write_text(text, "utf8")
    with pytest.raises(ValueError, match="set.tsv 需要.*text 和 labels"):
        read_tsv(tmp_path / "set.tsv")


def test_the_projects_own_sets_are_grouped_by_topic(tmp_path: Path) -> None:
    (tmp_path / "price.yml").write_text("- text: 多少钱\n  intents: [ask_price]\n- text: 175\n  intents: [ask_size, ask_price]\n", "utf8")
    assert read_own(tmp_path) == [Labelled("多少钱", ("ask_price",), "price"), Labelled("175", ("ask_size", "ask_price"), "price")]


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


def test_an_empty_set_is_no_result() -> None:
    with pytest.raises(ValueError, match="没有可用的句子"):
        report([])


def test_the_words_for_the_terminal_show_groups_only_when_there_are_several() -> None:
    one = in_words(report([judged("a", "a", group="real")]), "一套")
    two = in_words(report([judged("a", "a", group="real"), judged("a", "b", group="")]), "两套")
    assert one.startswith("一套：1 句") and "分组" not in one
    assert "分组：其他 0.00  real 1.00" in two and "a → b：1" in two
