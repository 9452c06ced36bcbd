"""The desk's phrase book: who sees and may change what, how a phrase is found, and what may go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.handoff.phrases import Phrase, PhraseBook, PhraseProblem, fill
from bot.handoff.tables import phrases as table
from bot.stores import reading
from tests.stores.fakes import NOON, FixedClock

AGENT, BOSS = "agent", "supervisor"


@dataclass(frozen=True)
class Written:
    """A phrase of the file."""

    id: str
    topic: str
    title: str
    text: str


FILE = (
    Written("hello", "开场", "您好", "您好，我是{agent}"),
    Written("still", "开场", "还在吗", "亲，还在吗？"),
    Written("how", "退换货", "退货怎么退", "订单详情点“申请售后”"),
    Written("freight", "退换货", "退货运费谁出", "不喜欢的您先垫付"),
    Written("photos", "质量", "重拍照片", "核实是质量问题，运费和退货都由店里出"),
    Written("compensate", "质量", "团购货款", "{order} 满 48 小时，穿 XL 码"),
)


class Shelf:
    """The file as it is now; a test may rewrite it."""

    def __init__(self) -> None:
        self.written: tuple[Written, ...] = FILE

    def __call__(self) -> tuple[Written, ...]:
        return self.written


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def book(engine: Engine, clock: FixedClock, shelf: Shelf) -> PhraseBook:
    return PhraseBook(engine, clock, shelf)


def titles(found: list[Phrase]) -> list[str]:
    return [phrase.title for phrase in found]


def with_id(book: PhraseBook, agent: str, id: str) -> Phrase:
    return next(phrase for phrase in book.all(agent) if phrase.id == id)


# Whose phrases ---------------------------------------------------------------------------------------------------------------


def test_everybody_has_the_files_phrases_in_its_order(book: PhraseBook) -> None:
    assert [(p.id, p.title, p.owner, p.edited) for p in book.all("小棉")] == [(f"file:{w.id}", w.title, None, False) for w in FILE]


def test_the_files_phrases_may_come_by_id(engine: Engine, clock: FixedClock) -> None:
    by_id = PhraseBook(engine, clock, lambda: {written.id: written for written in FILE})
    assert titles(by_id.all("小棉")) == [written.title for written in FILE]


def test_an_agents_own_phrase_is_seen_by_nobody_else(book: PhraseBook) -> None:
    made = book.save("小棉", AGENT, None, "开场", "我的开场", "嗨", personal=True)
    assert with_id(book, "小棉", made.id) == made == Phrase(made.id, "开场", "我的开场", "嗨", owner="小棉")
    assert "我的开场" not in titles(book.all("阿布")) and "我的开场" not in titles(book.find("阿布", "/嗨"))
    for change in (lambda: book.remove("阿布", BOSS, made.id), lambda: book.save("阿布", BOSS, made.id, "开场", "改", "改", personal=True)):
        with pytest.raises(PhraseProblem, match="已经没有了，或者不是您的"):
            change()


def test_a_phrase_stands_with_its_topic_shared_before_own(book: PhraseBook) -> None:
    book.save("小棉", AGENT, None, "开场", "我的", "我的", personal=True)
    book.save("主管", BOSS, None, "开场", "大家的", "大家的", personal=False)
    assert titles(book.all("小棉"))[:5] == ["您好", "还在吗", "大家的", "我的", "退货怎么退"]


def test_a_supervisors_edit_of_the_file_counts_for_everybody_and_keeps_its_id(book: PhraseBook, engine: Engine) -> None:
    for text in ("先申请", "先申请，再寄"):
        book.save("主管", BOSS, "file:how", "退换货", "退货怎么退", text, personal=False)
    assert with_id(book, "阿布", "file:how") == Phrase("file:how", "退换货", "退货怎么退", "先申请，再寄", edited=True)
    with reading(engine) as db:
        row = db.execute(select(table)).one()
    assert (row.key, row.owner, row.updated_by, row.updated_at) == ("how", None, "主管", NOON)


def test_an_agent_cannot_change_what_is_shared(book: PhraseBook) -> None:
    shared = book.save("主管", BOSS, None, "开场", "大家的", "大家的", personal=False)
    for id in ("file:how", shared.id, None):
        with pytest.raises(PhraseProblem, match="只有主管能保存"):
            book.save("小棉", AGENT, id, "开场", "标题", "内容", personal=False)
    for id in ("file:how", shared.id):
        with pytest.raises(PhraseProblem, match="只有主管能删"):
            book.remove("小棉", AGENT, id)
    assert len(book.all("小棉")) == len(FILE) + 1


@pytest.mark.parametrize("role", [AGENT, BOSS])
def test_a_shared_phrase_saved_as_ones_own_is_a_copy(book: PhraseBook, role: str) -> None:
    mine = book.save("小棉", role, "file:how", "退换货", "退货怎么退", "我的说法", personal=True)
    assert mine.id.startswith("desk:") and with_id(book, "小棉", mine.id).owner == "小棉"
    assert with_id(book, "小棉", "file:how").text == FILE[2].text


def test_ones_own_phrase_is_changed_in_place_and_can_be_shared_by_a_supervisor(book: PhraseBook) -> None:
    made = book.save("主管", BOSS, None, "开场", "旧", "旧", personal=True)
    assert book.save("主管", BOSS, made.id, "开场", "新", "新", personal=True).id == made.id
    assert book.save("主管", BOSS, made.id, "开场", "新", "新", personal=False).id == made.id
    assert with_id(book, "阿布", made.id) == Phrase(made.id, "开场", "新", "新")
    assert titles(book.all("主管")).count("新") == 1


def test_a_removed_phrase_is_gone_for_everybody(book: PhraseBook) -> None:
    own = book.save("小棉", AGENT, None, "开场", "我的", "我的", personal=True)
    shared = book.save("主管", BOSS, None, "开场", "大家的", "大家的", personal=False)
    book.remove("小棉", AGENT, own.id)
    book.remove("主管", BOSS, shared.id)
    book.remove("主管", BOSS, "file:hello")
    assert titles(book.all("小棉")) == [written.title for written in FILE[1:]]
    with pytest.raises(PhraseProblem, match="已经没有了"):
        book.remove("主管", BOSS, "file:hello")


@pytest.mark.parametrize("id", ["desk:99999999999999999999", "desk:x", "file:nothing", "", "how", "desk:-1"])
def test_an_id_that_nobody_has_is_a_problem_in_words(book: PhraseBook, id: str) -> None:
    with pytest.raises(PhraseProblem, match="请刷新后再看"):
        book.remove("主管", BOSS, id)


def test_the_files_wording_can_be_had_back_after_an_edit_or_a_removal(book: PhraseBook) -> None:
    book.save("主管", BOSS, "file:hello", "开场", "改过的", "改过的", personal=False)
    book.remove("主管", BOSS, "file:hello")
    assert titles(book.removed()) == ["您好"]
    with pytest.raises(PhraseProblem, match="只有主管能恢复"):
        book.restore(AGENT, "file:hello")
    assert book.restore(BOSS, "file:hello") == with_id(book, "小棉", "file:hello") == Phrase("file:hello", "开场", "您好", FILE[0].text)
    assert book.removed() == []
    with pytest.raises(PhraseProblem, match="不是店铺文件里的"):
        book.restore(BOSS, "desk:1")


def test_an_edit_of_a_phrase_that_the_file_no_longer_has_is_not_shown(book: PhraseBook, shelf: Shelf) -> None:
    book.save("主管", BOSS, "file:hello", "开场", "改过的", "改过的", personal=False)
    shelf.written = FILE[1:]
    assert "改过的" not in titles(book.all("小棉"))
    shelf.written = FILE
    assert with_id(book, "小棉", "file:hello").text == "改过的"


@pytest.mark.parametrize(
    ("topic", "title", "text", "says"),
    [
        ("开场", "  \n", "好", "话术的标题是空的；请写 1 到 40 个字"),
        ("开场", "题", " \x00 ", "话术的内容是空的；请写 1 到 1000 个字"),
        ("", "题", "好", "话术的分组是空的"),
        ("开场", "题" * 41, "好", "有 41 个字，最多 40 个；请缩短"),
        ("开场", "题", "好" * 1001, "有 1001 个字，最多 1000 个；请缩短"),
        ("开" * 41, "题", "好", "有 41 个字，最多 40 个"),
        ("开场", "题", "{order 到了", "话术“题”的大括号不成对"),
    ],
)
def test_a_phrase_that_cannot_be_kept_is_refused_with_its_value_and_the_remedy(book: PhraseBook, topic: str, title: str, text: str, says: str) -> None:
    with pytest.raises(PhraseProblem, match=says):
        book.save("小棉", AGENT, None, topic, title, text, personal=True)
    assert len(book.all("小棉")) == len(FILE)


def test_the_longest_phrase_and_what_databases_dislike_are_kept(book: PhraseBook) -> None:
    made = book.save("小" * 80, AGENT, None, " 开\n场 ", "题" * 40, "\ud800好\x00" + "😀" * 999, personal=True)
    assert (made.topic, made.text) == ("开 场", "好" + "😀" * 999)
    assert made in book.all("小" * 80)


# Finding -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["退", "/退", "/tuihuo", "th", "/TH", "/退huo", "tuih", "t货", "tui'huo", "/ 退货", "／ｔｈ", "thzm", "怎么"])
def test_the_same_phrase_is_found_however_it_is_typed(book: PhraseBook, typed: str) -> None:
    assert "退货怎么退" in titles(book.find("小棉", typed))


@pytest.mark.parametrize("typed", ["/运费 谁", "/谁 运费", "yunfei shui", "/yf 谁", "退货　运费"])
def test_several_words_must_all_fit_in_any_order(book: PhraseBook, typed: str) -> None:
    assert titles(book.find("小棉", typed))[0] == "退货运费谁出"
    assert "退货怎么退" not in titles(book.find("小棉", typed))


@pytest.mark.parametrize(("typed", "title"), [("haizai", "还在吗"), ("huanzai", "还在吗"), ("hzm", "还在吗"), ("chongpai", "重拍照片"),
                                              ("zhongpai", "重拍照片"), ("cp", "重拍照片"), ("chp", "重拍照片"), ("zp", "重拍照片")])  # fmt: skip
def test_a_character_with_two_readings_is_found_by_either(book: PhraseBook, typed: str, title: str) -> None:
    assert title in titles(book.find("小棉", typed))


def test_what_begins_the_title_comes_first_then_the_title_then_initials_then_the_text(book: PhraseBook) -> None:
    for title, text in (("很贵退货", "x"), ("头化", "x"), ("别的", "退货都写在这里")):
        book.save("小棉", AGENT, None, "我的", title, text, personal=True)
    assert titles(book.find("小棉", "退货")) == ["退货怎么退", "退货运费谁出", "很贵退货", "重拍照片", "别的"]
    assert titles(book.find("小棉", "th")) == ["退货怎么退", "退货运费谁出", "头化", "很贵退货"]


def test_the_text_is_searched_by_words_and_whole_syllables_and_not_by_initials(book: PhraseBook) -> None:
    assert titles(book.find("小棉", "dianfu")) == titles(book.find("小棉", "垫付")) == ["退货运费谁出"]
    assert "退货运费谁出" not in titles(book.find("小棉", "df"))
    assert titles(book.find("小棉", "48小时")) == titles(book.find("小棉", "xl")) == ["团购货款"]


def test_a_topic_finds_all_its_phrases(book: PhraseBook) -> None:
    assert titles(book.find("小棉", "开场")) == ["您好", "还在吗"]


def test_without_words_the_first_phrases_are_shown_and_never_more_than_asked_for(book: PhraseBook) -> None:
    assert titles(book.find("小棉", "/", limit=2)) == ["您好", "还在吗"]
    assert len(book.find("小棉", "t", limit=1)) == 1


@pytest.mark.parametrize("typed", ["zzzz", "%", "退货 zzzz", "order"])
def test_what_fits_nothing_finds_nothing(book: PhraseBook, typed: str) -> None:
    assert titles(book.find("小棉", typed)) == ([written.title for written in FILE] if typed == "%" else [])


def test_only_the_beginning_of_a_long_typing_is_read(book: PhraseBook, shelf: Shelf) -> None:
    shelf.written = tuple(Written(f"w{n}", f"第{n % 9}组", f"退货运费怎么算{n}", "亲，请把照片和订单号发来") for n in range(300))
    assert book.find("小棉", "tuihuo") and book.find("小棉", " " * 60 + "x" * 5000) == book.find("小棉", " " * 60)


def test_a_title_made_to_be_ambiguous_is_searched_like_others(book: PhraseBook) -> None:
    """Trying every reading of every character would never come to an end here."""
    book.save("小棉", AGENT, None, "我的", "啊" * 40, "啊" * 1000, personal=True)
    assert book.find("小棉", "a" * 59 + "b") == []


# Filling -----------------------------------------------------------------------------------------------------------------------


def test_known_variables_are_filled_and_missing_ones_are_told_and_marked() -> None:
    filled = fill("{shop}：订单 {order} 由{carrier}寄出，{order}，{处理办法}", {"shop": "棉小铺", "carrier": "  ", "order": None})
    assert filled.text == "棉小铺：订单 【订单号】 由【快递公司】寄出，【订单号】，【处理办法】"
    assert filled.missing == ("订单号", "快递公司", "处理办法")


def test_nothing_is_missing_when_everything_is_known() -> None:
    assert (fill("共 {refund_amount} 元", {"refund_amount": 59.9}).text, fill("好的", {}).missing) == ("共 59.9 元", ())


def test_what_may_be_left_out_is_left_out() -> None:
    assert fill("{shopper_name?}您好", {}) == fill("您好", {})
    assert fill("{shopper_name?}您好", {"shopper_name": "小鹿"}).text == "小鹿您好"


def test_braces_inside_a_value_stay_text() -> None:
    assert fill("{product} {order}", {"product": "{order}", "order": "1"}).text == "{order} 1"


@pytest.fixture
def opened(book: PhraseBook) -> Iterator[PhraseBook]:
    book.save("小棉", AGENT, None, "我的", "办法", "{处理办法}，{shopper_nick}", personal=True)
    yield book


def test_a_blank_that_was_not_completed_is_noticed_before_it_goes_out(opened: PhraseBook) -> None:
    text = fill("{order}，{处理办法}，{shopper_nick}", {}).text
    assert opened.still_open("小棉", text) == ("订单号", "处理办法", "shopper_nick")
    assert opened.still_open("小棉", "【处理办法】【处理办法】") == ("处理办法",)
    assert opened.still_open("阿布", "【处理办法】") == ()


def test_an_agents_own_square_brackets_may_go_out(opened: PhraseBook) -> None:
    assert opened.still_open("小棉", "【重要】请看【棉小铺】") == opened.still_open("小棉", "【】【订单号") == ()
