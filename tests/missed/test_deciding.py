"""A decision is made once, makes data by the fixed rule, and can be taken back with exactly what it made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from sqlalchemy.engine import Engine

from bot.faq import Book, Entry, Known
from bot.faq.texts import held_out
from bot.missed.deciding import Deciding
from bot.missed.learned import Learned
from bot.missed.problems import DecidedAlready, MissedProblem
from tests.stores.fakes import NOON, FixedClock

TITLES = {"ask_size": "我该穿多大码", "ask_gift": "有没有赠品"}
TEXTS = ["能绣字吗", "可以在衣服上绣名字不", "绣个字母多少钱", "支持刺绣定制吗", "我想绣字", "能不能绣图案上去", "绣字怎么收费", "可以绣英文吗", "绣名字要几天", "袖口能绣字吗"]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = Book(tmp_path / "faq")
    book.put(Entry("xiu_zi", "衣服能绣字吗", "可以，一个字 5 元", at=NOON))
    return book


@pytest.fixture
def learned(tmp_path: Path) -> Learned:
    return Learned(tmp_path / "learned")


@pytest.fixture
def deciding(engine: Engine, book: Book, learned: Learned) -> Deciding:
    return Deciding(engine, FixedClock(), book, learned, lambda: TITLES)


def test_same_as_an_entry_gives_it_the_phrasings_one_in_five_held_out(deciding: Deciding, book: Book) -> None:
    made = deciding.same(TEXTS, "faq/xiu_zi", "主管")
    entry = book.entry("xiu_zi")
    assert set(entry.similar) == {t for t in TEXTS if not held_out(t)} and set(entry.held_out) == {t for t in TEXTS if held_out(t)} != set()
    assert (made.what, made.target, made.by, made.text, set(made.added)) == ("same", "faq/xiu_zi", "主管", TEXTS[0], set(TEXTS))


def test_same_as_a_built_in_question_is_written_in_rasas_form_one_in_five_held_out(deciding: Deciding, learned: Learned, tmp_path: Path) -> None:
    deciding.same(TEXTS, "ask_gift", "主管")
    assert set(learned.training()["ask_gift"]) == {t for t in TEXTS if not held_out(t)}
    assert set(learned.held_out()["ask_gift"]) == {t for t in TEXTS if held_out(t)}
    block, = yaml.safe_load((tmp_path / "learned" / "ask_gift.yml").read_text("utf8"))["nlu"]
    assert block["intent"] == "ask_gift" and [line[2:] for line in block["examples"].splitlines()] == list(learned.training()["ask_gift"])


def test_a_training_never_sees_what_is_held_out(deciding: Deciding, learned: Learned) -> None:
    deciding.same(TEXTS, "ask_gift", "主管")
    assert not any(f"- {text}\n" in learned.in_rasas_form() for text in learned.held_out()["ask_gift"])
    assert set(yaml.safe_load(learned.in_rasas_form())["nlu"][0]) == {"intent", "examples"}


def test_rasa_reads_what_was_learned(deciding: Deciding, learned: Learned, tmp_path: Path) -> None:
    from rasa.shared.importers.utils import training_data_from_paths

    deciding.same([*TEXTS, "寄到［地址］能绣字吗", "能绣{花}吗: \"大\" # 好"], "ask_gift", "主管")
    (tmp_path / "nlu.yml").write_text(learned.in_rasas_form(), "utf8")
    read = training_data_from_paths([str(tmp_path / "nlu.yml")], "zh")
    assert sorted(m.get("text") for m in read.intent_examples) == sorted(learned.training()["ask_gift"])


def test_what_only_gave_personal_data_does_not_become_data(deciding: Deciding, book: Book, learned: Learned) -> None:
    made = deciding.same(["能绣字吗 我电话[电话]"], "faq/xiu_zi", "主管")
    entry = book.entry("xiu_zi")
    assert {*entry.similar, *entry.held_out} == {"能绣字吗"} == set(made.added) and list(deciding.standing()) == ["能绣字吗 我电话[电话]"]
    deciding.undo(made.id, "主管")
    assert book.entry("xiu_zi").similar == book.entry("xiu_zi").held_out == ()


def test_a_new_answer_is_an_entry_under_the_rules_of_an_import(deciding: Deciding, book: Book) -> None:
    made = deciding.new(["你们几点直播", "直播几点开始"], "直播间几点开播", "每晚八点", "主管", topic="直播")
    entry = book.entry(made.target[4:])
    assert (entry.question, entry.answer, entry.topic, entry.by) == ("直播间几点开播", "每晚八点", "直播", "主管")
    assert {*entry.similar, *entry.held_out} == {"你们几点直播", "直播几点开始"}


@pytest.mark.parametrize(("question", "answer", "said"), [
    ("", "八点", "空的"), ("直播几点", "", "空的"), ("直", "八点", "太短"), ("衣服能绣字吗", "能", "已经有答案了"), ("有赠品吗亲", "有", "本来就会答"),
    ("直播几点", "打 13812345678 问", "手机号"), ("直播几点", "打 [电话] 问", r"\[电话\]"), ("直播几点", "x" * 1001, "最多 1000 个"),
])  # fmt: skip
def test_what_an_import_would_refuse_is_refused_and_nothing_is_kept(deciding: Deciding, book: Book, question: str, answer: str, said: str) -> None:
    from bot.faq.texts import key

    before = dict(book.read().entries)
    with pytest.raises(MissedProblem, match=said):
        deciding.new(["你们几点直播"], question, answer, "主管", known=Known({key("有赠品吗亲"): "ask_gift"}, TITLES))
    assert dict(book.read().entries) == before and deciding.standing() == {} and deciding.latest() == []


def test_what_looks_like_something_else_is_made_by_who_says_so(deciding: Deciding, book: Book) -> None:
    known = Known({}, TITLES, lambda text: [("ask_gift", 0.93)])
    with pytest.raises(MissedProblem, match="照样新建") as refused:
        deciding.new(["你们几点直播"], "直播间几点开播", "八点", "主管", known=known)
    assert refused.value.sure
    assert book.entry(deciding.new(["你们几点直播"], "直播间几点开播", "八点", "主管", known=known, sure=True).target[4:])


def test_two_supervisors_decide_once(deciding: Deciding, book: Book, learned: Learned) -> None:
    deciding.not_for_the_bot(["能绣字吗"], "甲")
    with pytest.raises(DecidedAlready, match="已经由 甲 决定"):
        deciding.same(["能绣字吗？", "我想绣字"], "faq/xiu_zi", "乙")
    assert book.entry("xiu_zi").similar == () and list(deciding.standing()) == ["能绣字吗"]


def test_of_many_at_the_same_moment_one_decides(deciding: Deciding, learned: Learned) -> None:
    def decide(n: int) -> bool:
        try:
            deciding.same(TEXTS, "ask_gift" if n % 2 else "ask_size", f"主管{n}")
            return True
        except DecidedAlready:
            return False

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(decide, range(6))) == 1
    assert len({*learned.training(), *learned.held_out()}) == 1 and len(deciding.latest()) == 1


def test_a_decision_whose_data_cannot_be_written_is_none(deciding: Deciding, book: Book) -> None:
    (book.folder / "broken.yml").write_text("nlu: [", "utf8")
    with pytest.raises(MissedProblem, match="读不懂"):
        deciding.same(["能绣字吗"], "faq/xiu_zi", "主管")
    assert deciding.standing() == {}


@pytest.mark.parametrize("intent", ["faq/gone", "nothing", "../x", "ask_human", ""])
def test_nothing_is_put_to_a_question_that_is_not_there(deciding: Deciding, intent: str) -> None:
    with pytest.raises(MissedProblem, match="已经没有了"):
        deciding.same(["能绣字吗"], intent, "主管")
    assert deciding.standing() == {}


def test_no_words_are_no_decision(deciding: Deciding) -> None:
    with pytest.raises(MissedProblem, match="一句都没有选"):
        deciding.not_for_the_bot([], "主管")


def test_an_undo_takes_back_what_the_decision_added_and_no_more(deciding: Deciding, book: Book, learned: Learned) -> None:
    deciding.same(["能绣字吗"], "faq/xiu_zi", "甲")
    later = deciding.same(["我想绣字", "能绣字吗！！亲"][:1], "faq/xiu_zi", "乙")
    deciding.undo(later.id, "甲")
    assert {*book.entry("xiu_zi").similar, *book.entry("xiu_zi").held_out} == {"能绣字吗"} and list(deciding.standing()) == ["能绣字吗"]
    built_in = deciding.same(TEXTS[1:], "ask_gift", "甲")
    deciding.undo(built_in.id, "甲")
    assert learned.training() == learned.held_out() == {} and not list(learned.folder.glob("*.yml"))


def test_a_phrasing_the_entry_had_before_survives_the_undo(deciding: Deciding, book: Book) -> None:
    book.accept("xiu_zi", ["我想绣字"], "主管", NOON)
    deciding.undo(deciding.same(["我想绣字", "能绣字吗"], "faq/xiu_zi", "甲").id, "甲")
    assert {*book.entry("xiu_zi").similar, *book.entry("xiu_zi").held_out} == {"我想绣字"}


def test_a_new_answer_taken_back_is_gone_unless_others_were_put_to_it(deciding: Deciding, book: Book) -> None:
    made = deciding.new(["你们几点直播"], "直播间几点开播", "八点", "甲")
    more = deciding.same(["今晚直播吗"], made.target, "乙")
    with pytest.raises(MissedProblem, match="先撤销那几条"):
        deciding.undo(made.id, "甲")
    deciding.undo(more.id, "甲")
    deciding.undo(made.id, "甲")
    assert book.entry(made.target[4:]) is None and deciding.standing() == {}


def test_what_was_put_to_an_entry_that_was_deleted_since_may_be_decided_anew(deciding: Deciding, book: Book) -> None:
    deciding.same(["能绣字吗"], "faq/xiu_zi", "甲")
    book.remove("xiu_zi")
    assert deciding.standing() == {}
    deciding.not_for_the_bot(["能绣字吗"], "乙")
    assert [one.by for one in deciding.standing().values()] == ["乙"]


def test_an_undo_happens_once(deciding: Deciding) -> None:
    made = deciding.not_for_the_bot(["能绣字吗"], "甲")
    deciding.undo(made.id, "乙")
    with pytest.raises(DecidedAlready, match="已经由 乙 撤销"):
        deciding.undo(made.id, "甲")
    with pytest.raises(MissedProblem, match="没有这个决定"):
        deciding.undo(99, "甲")
    assert deciding.not_for_the_bot(["能绣字吗"], "甲").id != made.id


def test_what_waits_to_be_learnt_is_what_made_data_since(deciding: Deciding) -> None:
    deciding.same(["能绣字吗"], "faq/xiu_zi", "甲")
    deciding.not_for_the_bot(["有WiFi吗"], "甲")
    gone = deciding.same(["我想绣字"], "ask_gift", "甲")
    deciding.undo(gone.id, "甲")
    assert (deciding.waiting(None), deciding.waiting(NOON.replace(hour=1)), deciding.waiting(NOON)) == (1, 1, 0)


def test_a_file_somebody_spoilt_is_named_and_never_written_over(deciding: Deciding, learned: Learned) -> None:
    learned.folder.mkdir()
    file = learned.folder / "ask_gift.yml"
    file.write_text("nlu:\n- intent: ask_gift\n  examples: [", "utf8")
    for work in (learned.training, lambda: deciding.same(["能绣字吗"], "ask_gift", "主管")):
        with pytest.raises(MissedProblem, match="learned/ask_gift.yml 第 3 行读不懂|learned/ask_gift.yml"):
            work()
    assert file.read_text("utf8").endswith("[") and deciding.standing() == {}
