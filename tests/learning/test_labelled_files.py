"""Labelled messages as others bring them: what is read, what is left out, and what is refused with file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.learning.evaluation import Labelled, read_own, read_tsv
from bot.learning.evaluation.same_answer import FILE, read_same_answer
from bot.learning.evaluation.sets import OWN, given_sets, own_sets
from bot.learning.evaluation.tables import read_yaml
from bot.settings import ROOT


def table(folder: Path, *rows: str, header: str = "text\tlabels\tclarity", name: str = "set.tsv") -> Path:
    path = folder / name
    path.write_text("\r\n".join([header, *rows]), "utf8")
    return path


def test_a_tsv_is_read_with_its_labels_and_part(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text('text\tlabels\tpart\n多少钱\task_price\treal\n"有货吗\task_stock|ask_colour\twritten\n', "utf-8-sig")
    assert read_tsv(path) == [
        Labelled("多少钱", ("ask_price",), "real"), Labelled('"有货吗', ("ask_stock", "ask_colour"), "written")]


def test_what_is_not_clear_and_empty_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    path = table(tmp_path, "一\ta\tclear", "二\ta\tunclear", "三\ta\t", "", "四\t\tunclear")
    assert [(one.text, one.labels) for one in read_tsv(path)] == [("一", ("a",)), ("三", ("a",))]
    (source,) = given_sets([path])[0].sources
    assert (source.rows, source.left_out, source.sha256) == (2, 2, hashlib.sha256(path.read_bytes()).hexdigest())


def test_two_questions_and_no_answer_can_be_labelled(tmp_path: Path) -> None:
    both, either, nothing = read_tsv(table(tmp_path, "一\ta+b\t", "二\ta+b|c+b\t", "三\tnone\t"))
    assert (both.labels, both.together, both.scored) == (("a", "b"), (("a", "b"),), False)
    assert (either.labels, either.together) == (("a", "b", "c"), (("a", "b"), ("c", "b")))
    assert (nothing.labels, nothing.intents, nothing.single, nothing.scored) == (("none",), (), True, False)


@pytest.mark.parametrize("text", ["", "text,labels\n多少钱,ask_price\n", "sentence\tlabels\nx\ta\n", "text\tlabels\n"])
def test_a_file_without_the_two_columns_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "set.tsv").write_text(text, "utf8")
    with pytest.raises(ValueError, match="set.tsv 需要.*text 和 labels"):
        read_tsv(tmp_path / "set.tsv")


@pytest.mark.parametrize("row, says", [
    ("多少钱\t\tclear", "多少钱.*没有标签"), ("多少钱", "多少钱.*没有标签"), ("\task_price\tclear", "ask_price.*没有话"),
    ("多少钱\task_price，ask_discount\t", "不是意图名"), ("多少钱\ta||b\t", "不是意图名"), ("多少钱\ta+b|c\t", "每一段都要有"),
    ("多少钱\ta\tclear\t多\t了", "多出 2 格"),
])  # fmt: skip
def test_a_bad_row_is_refused_with_its_file_and_line(tmp_path: Path, row: str, says: str) -> None:
    path = table(tmp_path, "好\ta\tclear", row)
    with pytest.raises(ValueError, match=f"set.tsv 第 3 行：.*{says}"):
        read_tsv(path)


@pytest.mark.parametrize("content, says", [
    (None, "没有这个文件"), ("text\tlabels\n多少钱\ta\n".encode("gbk"), "UTF-8"), (b"text\tlabels\n\x00\ta\n" + b"x" * 300_000, "读不了"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "set.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=f"set.tsv.*{says}"):
        read_tsv(path)


def test_the_projects_own_sets_are_grouped_by_topic(tmp_path: Path) -> None:
    (tmp_path / "price.yml").write_text("- text: 多少钱\n  intents: [ask_price]\n- text: 175\n  intents: [ask_size, ask_price]\n", "utf8")
    (tmp_path / "entities.yml").write_text("- text: 一米七\n  entities: {height: 170}\n", "utf8")  # labels something else
    assert read_own(tmp_path) == [Labelled("多少钱", ("ask_price",), "price"), Labelled("175", ("ask_size", "ask_price"), "price")]


def test_further_sets_are_their_own_and_stay_beside(tmp_path: Path) -> None:
    (tmp_path / "price.yml").write_text("- text: 多少钱\n  intents: [ask_price]\n", "utf8")
    assert [one.name for one in own_sets(tmp_path)] == [OWN]
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "two.yml").write_text(
        "- text: 起球吗 多少钱\n  intents: [ask_pilling, ask_price]\n  together: true\n- text: 多少钱啊\n  intents: [ask_price]\n", "utf8")
    own, two = own_sets(tmp_path)
    assert (own.beside, two.name, two.beside) == (False, "two", True)
    assert [one.together for one in two.rows] == [(("ask_pilling", "ask_price"),), ()]


def test_files_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(table(tmp_path / folder, "一\ta\t"))
    assert [one.name for one in given_sets(paths)] == [str(path) for path in paths]
    assert [one.name for one in given_sets(paths[:1])] == ["set.tsv"]


@pytest.mark.parametrize("text", ["- text: x\n", "- text: x\n  intents: a\n", "- intents: [a]\n", "a: b\n", "- text: [\n", "- x\n"])
def test_a_bad_entry_of_a_set_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "near.yml"
    path.write_text(text, "utf8")
    with pytest.raises(ValueError, match="near.yml"):
        read_yaml(path)


def test_the_projects_groups_with_one_answer_are_read_and_name_taught_intents() -> None:
    taught = {line.split(": ")[1] for path in (ROOT / "data" / "nlu").rglob("*.yml")
              for line in path.read_text("utf8").splitlines() if line.startswith("- intent: ")}  # fmt: skip
    groups = read_same_answer(ROOT / FILE).groups
    assert groups and all(group.intents | group.meant <= taught and group.meant <= group.intents for group in groups)
