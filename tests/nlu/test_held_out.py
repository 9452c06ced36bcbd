"""The trained model on sentences it has never seen, written by somebody who saw none of the training data."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.learning.data_check import read_sentences
from bot.learning.evaluation import Judged, Report, read_own, report
from bot.learning.evaluation.evaluation import judge_with
from bot.learning.evaluation.special import people, questions, scope
from bot.learning.evaluation.tables import read_yaml
from bot.learning.models import serving_model
from bot.learning.reader import Reader
from bot.settings import ROOT
from bot.understanding.normalise import normalise

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def reader(models: Path) -> Reader:
    return Reader(serving_model(models), allowed=5)


@pytest.fixture(scope="module")
def found(reader: Reader) -> Report:
    judged = []
    for one in read_own(HERE):
        read = reader.read(one.text)
        judged.append(Judged(one, tuple((r["intent"], r["confidence"]) for r in read["ranking"]), read["answer"]))
    return report(judged)


def test_no_held_out_sentence_is_a_training_sentence() -> None:
    trained = {normalise(s.text) for path in (ROOT / "data" / "nlu").glob("*.yml") for s in read_sentences(path, path.name)}
    held_out = [*read_own(HERE), *(one for path in (HERE / "sets").glob("*.yml") for one in read_yaml(path))]
    assert [one.text for one in held_out if normalise(one.text) in trained] == []


def test_seven_in_eight_are_understood_and_nearly_all_are_among_the_first_three(found: Report) -> None:
    assert found.messages > 300
    assert found.accuracy >= 0.87, found.mistakes
    assert found.first_three >= 0.96


def test_what_is_answered_keeps_the_error_budget_and_is_most_of_it(found: Report) -> None:
    assert found.wrong <= 0.05, [m for m in found.mistakes if m["answered"]]
    assert found.answered >= 0.75


def test_no_topic_is_left_behind(found: Report) -> None:
    assert min(found.by_group.values()) >= 0.75, found.by_group


@pytest.mark.parametrize("text, intents", [
    ("175 130斤穿多大，会起球吗", {"ask_size", "ask_pilling"}), ("什么时候发货？发什么快递", {"ask_ship_time", "ask_carrier"}),
    ("这件会掉色不 还有包邮吗", {"ask_fading", "ask_freight"}),
])  # fmt: skip
def test_two_questions_in_one_message_are_both_found(reader: Reader, text: str, intents: set[str]) -> None:
    assert set(reader.read(text)["intents"]) == intents


@pytest.mark.parametrize("text", ["昨天买的外套今天降价了，能退差价吗", "我身高165，体重110，穿多大", "快递三天没动了，什么情况", "拍错了，帮我取消吧"])
def test_one_question_with_its_reason_is_not_split(reader: Reader, text: str) -> None:
    assert len(reader.read(text)["intents"]) == 1


@pytest.fixture(scope="module")
def beside(reader: Reader) -> dict[str, list[Judged]]:
    """The sets beside the topics, by the name of their file."""
    judge = judge_with(reader, 5)
    return {path.stem: judge(read_yaml(path)) for path in sorted((HERE / "sets").glob("*.yml"))}


def test_what_is_nothing_of_ours_and_what_nobody_wrote_an_answer_for_is_hardly_ever_answered(beside: dict[str, list[Judged]]) -> None:
    assert scope(beside["far"], far=True).answered <= 0.05
    assert scope(beside["near"], far=False).answered <= 0.06


def test_whoever_wants_a_person_is_heard_and_others_are_not_taken_for_it(beside: dict[str, list[Judged]]) -> None:
    heard = people(beside["human"])
    assert heard.asking > 100 and heard.found >= 0.97, heard.missed
    assert heard.wrongly <= 0.01, heard.taken


def test_two_questions_are_mostly_found_and_single_ones_hardly_ever_taken_apart(beside: dict[str, list[Judged]]) -> None:
    found = questions(beside["two"])
    assert found.several == 150 and found.both >= 0.6, found.halves
    assert found.split <= 0.03, found.torn


def test_the_contract_of_parse(reader: Reader) -> None:
    read = reader.read("175 130斤穿XL行不")
    assert set(read) == {"text", "intent", "confidence", "answer", "ranking", "intents", "entities"}
    assert (read["intent"], len(read["ranking"])) == ("ask_size", 5)
    assert read["entities"] == {"height": 175, "weight": 65, "size": "XL"}


@pytest.mark.parametrize("text", ["", " ", "/restart", "😀", "\x00", "？？？", "a" * 2000])
def test_anything_can_be_read(reader: Reader, text: str) -> None:
    assert 0 <= reader.read(text)["confidence"] <= 1
