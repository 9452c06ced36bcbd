"""The files of the shop's own questions: merged, changed as a whole, and never written over when they are broken."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.faq import Book, BookProblem, Entry, staging
from bot.faq.texts import held_out
from tests.faq.conftest import NOW

ENTRY = Entry("zhi_bo", "直播间几点开播", "七点", ("今晚有直播吗", "直播几点开始"), ("什么时候直播",), "直播")
OTHER = Entry("li_pin", "礼品卡怎么用", "付款时用", (), (), "礼品")


def lines_wrong(book: Book) -> list[str]:
    return [str(problem) for problem in book.read().problems]


def files(book: Book) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in book.folder.iterdir()}


# What is written is what is read ---------------------------------------------------------------------------------------------


def test_without_a_folder_the_book_is_empty_and_nothing_is_made() -> None:
    book = Book("/nowhere/faq")
    assert (dict(book.read().entries), book.training(NOW), book.entry("x")) == ({}, (), None)


HARD = [
    "{shop} {0} {} {{x}}", "**粗** _斜_ [链接](http://a.b) `码`", "${HOME} $USER", "# 井号开头", "- 横线",
    "'单' \"双\" \\ \\n", "a: b", "第一行\n\n  缩进\n- 列表", "{公司名}",
    "yes", "null", "123", "2026-11-11", "|", "> x", "& * ! % @", "emoji 👨‍👩‍👧 🎁", "%s", "~",
    "\n".join("行" * n for n in range(1, 30)), "末尾空格 \n下一行", "：，。“”", "---\n...\n---",
]  # fmt: skip


@pytest.mark.parametrize("text", HARD)
def test_every_answer_comes_back_as_it_was_also_by_rasas_yaml(book: Book, text: str) -> None:
    from ruamel.yaml import YAML

    from bot.faq.texts import answer_text

    entry = replace(ENTRY, answer=answer_text(text), by="小王", at=NOW, valid_until=NOW, product="P1001")
    book.put(entry)
    assert Book(book.folder).entry("zhi_bo") == entry
    for written in (yaml.safe_load((book.folder / "zhi_bo.yml").read_bytes()), YAML(typ="safe").load((book.folder / "zhi_bo.yml").read_bytes())):
        assert written["responses"]["utter_faq/zhi_bo"][0]["text"] == entry.answer
        assert written["nlu"][0]["examples"] == "- 直播间几点开播\n- 今晚有直播吗\n- 直播几点开始\n"


def test_held_out_phrasings_are_beside_the_answer_and_not_among_the_examples(book: Book) -> None:
    book.put(ENTRY)
    written = yaml.safe_load((book.folder / "zhi_bo.yml").read_text("utf8"))
    assert "什么时候直播" not in written["nlu"][0]["examples"]
    assert written["responses"]["utter_faq/zhi_bo"][0]["metadata"]["held_out"] == ["什么时候直播"]


def test_the_same_entries_are_always_the_same_bytes(book: Book, tmp_path: Path) -> None:
    other = Book(tmp_path / "other")
    for entry in (ENTRY, OTHER):
        book.put(entry)
    for entry in (OTHER, ENTRY):
        other.put(entry)
    assert files(book) == files(other)


def test_a_file_of_another_topic_is_not_touched(book: Book) -> None:
    book.put(ENTRY)
    before = (book.folder / "zhi_bo.yml").stat()
    book.put(OTHER)
    after = (book.folder / "zhi_bo.yml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_edit_by_hand_counts_at_the_next_question(book: Book) -> None:
    book.put(ENTRY)
    path = book.folder / "zhi_bo.yml"
    path.write_text(path.read_text("utf8").replace('"七点"', "今天八点"), "utf8")
    assert book.entry("zhi_bo").answer == "今天八点"


def test_a_file_moved_by_hand_keeps_its_entries_when_they_change(book: Book) -> None:
    book.put(ENTRY)
    (book.folder / "zhi_bo.yml").rename(book.folder / "我的.yml")
    book.answer("zhi_bo", "八点", "小王", NOW)
    assert list(files(book)) == ["我的.yml"]


# Changing --------------------------------------------------------------------------------------------------------------------


def test_an_answer_changes_alone_and_says_who_changed_it(book: Book) -> None:
    book.put(ENTRY)
    assert book.answer("zhi_bo", " 八点\r\n", "小王", NOW) == replace(ENTRY, answer="八点", by="小王", at=NOW) == book.entry("zhi_bo")
    with pytest.raises(BookProblem, match="答案是空的"):
        book.answer("zhi_bo", " ", "小王", NOW)


def test_missed_questions_join_an_entry_and_the_rule_decides_which_are_held_out(book: Book) -> None:
    book.put(ENTRY)
    texts = [f"晚上{n}点以后还有没有直播" for n in range(20)]
    entry = book.accept("zhi_bo", texts, "小王", NOW)
    assert set(entry.held_out) - set(ENTRY.held_out) == {text for text in texts if held_out(text)} != set()
    assert book.accept("zhi_bo", texts, "小李", NOW + timedelta(days=1)) == entry


def test_an_entry_past_its_time_is_left_out_of_the_next_model_and_comes_back(book: Book) -> None:
    book.put(ENTRY)
    book.expire("zhi_bo", NOW - timedelta(minutes=1), "小王", NOW)
    assert book.training(NOW) == () and not book.entry("zhi_bo").answered_at(NOW)
    book.expire("zhi_bo", None, "小王", NOW)
    assert len(book.training(NOW)) == 1


def test_a_deleted_entry_is_gone_and_with_the_last_one_its_file(book: Book) -> None:
    book.put(ENTRY)
    book.put(OTHER)
    book.remove("zhi_bo")
    assert set(book.read().entries) == {"li_pin"} and list(files(book)) == ["li_pin.yml"]
    with pytest.raises(BookProblem, match="没有“zhi_bo”这条问答"):
        book.remove("zhi_bo")


def test_one_phrasing_is_never_written_under_two_entries(book: Book) -> None:
    book.put(ENTRY)
    with pytest.raises(BookProblem, match="“今晚有直播吗？”已经属于“直播间几点开播”"):
        book.put(replace(OTHER, similar=("今晚有直播吗？",)))
    with pytest.raises(BookProblem):
        book.accept("zhi_bo", ["礼品卡怎么用"], "小王", NOW) if book.put(OTHER) is None else None
    assert dict(book.read().entries) == {"zhi_bo": ENTRY, "li_pin": OTHER}


# Broken files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old, new, said", [
    ('text: "七点"', "text: 七点: {", "第 "),
    ("intent: faq/zhi_bo", "intent: faq/直播", "名字用小写英文字母"),
    ("intent: faq/zhi_bo", "intent: zhi_bo", "要写“- intent: faq/名字”"),
    ("utter_faq/zhi_bo:", "utter_faq/zhibo:", "responses 里的 utter_faq/zhi_bo"),
    ("    - 今晚有直播吗", "    今晚有直播吗", "前面要写“- ”"),
    ("responses:", "response:", "不认识“response”，是不是想写“responses”"),
    ('topic: "直播"', 'topics: "直播"', "是不是想写“topic”"),
    ('topic: "直播"', 'valid_until: "明天"', "不是日期"),
    ('["什么时候直播"]', '["今晚有直播吗"]', "也写在上面的问法里"),
    ('["什么时候直播"]', "什么时候直播", "held_out 要写成"),
    ('- text: "七点"', '- text: ""', "正好一条"),
    ("nlu:", "nlu: 1\nx:", "不认识“x”"),
])  # fmt: skip
def test_a_broken_file_is_told_with_its_line_still_answers_and_is_not_written_over(book: Book, old: str, new: str, said: str) -> None:
    book.put(ENTRY)
    book.put(OTHER)
    path = book.folder / "zhi_bo.yml"
    assert old in path.read_text("utf8")
    path.write_text(path.read_text("utf8").replace(old, new), "utf8")
    told = lines_wrong(book)
    assert any(said in line for line in told) and all(line.startswith("faq/zhi_bo.yml 第 ") for line in told), told
    assert book.entry("zhi_bo") == ENTRY
    before = files(book)
    for change in (lambda: book.answer("zhi_bo", "八点", "x", NOW), lambda: book.answer("li_pin", "新", "x", NOW), lambda: book.training(NOW)):
        with pytest.raises(BookProblem, match="faq/zhi_bo.yml 第 "):
            change()
    assert files(book) == before


def test_a_name_or_a_phrasing_in_two_files_is_told(book: Book) -> None:
    book.put(ENTRY)
    text = (book.folder / "zhi_bo.yml").read_text("utf8")
    (book.folder / "zz.yml").write_text(text, "utf8")
    assert "“faq/zhi_bo”在 zhi_bo.yml 里已经写过" in lines_wrong(book)[0]
    (book.folder / "zz.yml").write_text(text.replace("faq/zhi_bo", "faq/other"), "utf8")
    assert "只留一处" in lines_wrong(book)[0]


@pytest.mark.parametrize("raw", [
    b"", b"\xff\xfe\x00", b"\0\0", "随便写的".encode(), b"nlu: []", b"version: '3.1'\nnlu:\n- 1\n", b"nlu:\nresponses:\n  1: 2\n",
    b"- a", b"nlu:\n  a: b",
])  # fmt: skip
def test_any_rubbish_in_the_folder_is_told_and_never_crashes(book: Book, raw: bytes) -> None:
    book.put(ENTRY)
    (book.folder / "a.yml").write_bytes(raw)
    assert book.entry("zhi_bo") == ENTRY
    assert lines_wrong(book) or raw == b"nlu: []"


# All or nothing --------------------------------------------------------------------------------------------------------------


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("step", range(1, 12))
def test_after_a_crash_at_any_step_all_files_are_changed_or_none(book: Book, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    book.change(lambda _: {"zhi_bo": ENTRY, "li_pin": OTHER})
    old = dict(book.read().entries)
    new = {"zhi_bo": replace(ENTRY, answer="八点"), "third": replace(OTHER, name="third", topic="第三", question="第三个问题")}
    steps = iter(range(1, 100))

    def dying(function):
        def call(*args, **more):
            if next(steps) == step:
                raise PowerCut
            return function(*args, **more)

        return call

    with monkeypatch.context() as patched:
        for name in ("rename", "replace", "fsync", "rmdir"):
            patched.setattr(os, name, dying(getattr(os, name)))
        try:
            book.change(lambda _: new)
        except PowerCut:
            pass
    after = Book(book.folder)
    assert dict(after.read().entries) in (old, new)
    assert not after.read().problems
    after.answer("zhi_bo", "九点", "x", NOW)
    assert after.entry("zhi_bo").answer == "九点" and not staging.unfinished(book.folder)


def test_two_who_write_at_once_lose_nothing(book: Book) -> None:
    def write(number: int) -> None:
        mine = Book(book.folder)
        for n in range(5):
            mine.put(Entry(f"e{number}_{n}", f"第{number}号的问题{n}", "答", topic="同一个"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(book.read().entries) == 20


def test_who_reads_while_another_writes_never_sees_half_of_a_change(book: Book) -> None:
    pair = {"zhi_bo": ENTRY, "li_pin": OTHER}
    book.change(lambda _: {name: replace(entry, answer="0") for name, entry in pair.items()})
    seen, done = set(), threading.Event()

    def look() -> None:
        mine = Book(book.folder)
        while not done.is_set():
            seen.add(tuple(sorted({entry.answer for entry in mine.read().entries.values()})))

    reader = threading.Thread(target=look)
    reader.start()
    for n in range(1, 30):
        book.change(lambda entries: {name: replace(entry, answer=str(n)) for name, entry in entries.items()})
    done.set()
    reader.join()
    assert {len(answers) for answers in seen} == {1}
