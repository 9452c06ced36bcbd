"""From a shop's day to the groups on the page, and what becomes of them on the days after."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.faq import Book, Entry, Known
from bot.missed import MissedProblem, MissedQuestions, Offer
from bot.shop import Shop
from tests.stores.fakes import NOON, SHOP

from .talking import Talking

EMBROIDERY = ["能在衣服上绣字吗", "可以绣字吗", "衣服能绣个字不"]
LIVE = ["你们几点直播", "直播间几点开播"]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "shop" / "faq")


@pytest.fixture
def shop(talking: Talking, tmp_path: Path) -> Shop:
    shutil.copytree(SHOP, tmp_path / "shop", dirs_exist_ok=True, ignore=shutil.ignore_patterns("faq", "learned"))
    return Shop(tmp_path / "shop", talking.clock.now)


@pytest.fixture
def missed(talking: Talking, shop: Shop, book: Book, tmp_path: Path) -> MissedQuestions:
    return MissedQuestions(talking.engine, talking.clock, shop, book, tmp_path / "shop", tmp_path / "missed")


@pytest.fixture
def day(talking: Talking) -> Talking:
    for n, text in enumerate(EMBROIDERY):
        talking.asked_back(f"a{n}", text, "ask_product", 0.4)
    for n, text in enumerate(LIVE):
        talking.asks(f"b{n}", text, "utter_ask_again", "out_of_scope", 0.5)
    return talking


def offer(missed: MissedQuestions, text: str) -> Offer:
    """The group in which this text is."""
    return next(one for one in missed.overview().offers if text in [variant.text for variant in one.group.variants])


def keys(one: Offer) -> list[str]:
    return [variant.key for variant in one.group.variants]


def test_the_largest_group_comes_first_with_its_conversations(day: Talking, missed: MissedQuestions) -> None:
    found = missed.overview()
    assert [one.group.conversations for one in found.offers] == [3, 2] and found.messages == 5
    assert {variant.text for variant in found.offers[0].group.variants} == set(EMBROIDERY)


def test_what_shoppers_chose_when_asked_back_is_guessed_first(talking: Talking, missed: MissedQuestions) -> None:
    talking.asked_back("a", "能在衣服上绣字吗", "ask_size", 0.4, buttons=(("商品的其他细节", "ask_product"),))
    talking.asks("a", "商品的其他细节", "utter_product", "ask_product", 1.0)
    assert [(guess.intent, guess.why) for guess in offer(missed, "能在衣服上绣字吗").guesses][:2] == [("ask_product", "chosen"), ("ask_size", "read")]


def test_an_entry_that_asks_nearly_the_same_is_guessed(day: Talking, missed: MissedQuestions, book: Book) -> None:
    book.put(Entry("xiu", "衣服上可以绣字吗", "可以", at=NOON))
    best = offer(missed, EMBROIDERY[0]).guesses[0]
    assert (best.intent, best.title, best.why) == ("faq/xiu", "衣服上可以绣字吗", "alike")


def test_nothing_is_guessed_that_is_no_question_of_the_shop(day: Talking, missed: MissedQuestions) -> None:
    assert all(guess.intent in missed.titles() for one in missed.overview().offers for guess in one.guesses)
    assert "ask_human" not in missed.titles()


def test_what_is_decided_does_not_come_back(day: Talking, missed: MissedQuestions) -> None:
    missed.not_for_the_bot(keys(offer(missed, LIVE[0])), "主管")
    day.asks("c", f"请问{LIVE[0]}？", "utter_ask_again", "out_of_scope")
    assert [one.group.conversations for one in missed.overview().offers] == [3]


def test_what_is_like_something_not_for_the_bot_is_only_counted(day: Talking, missed: MissedQuestions) -> None:
    made = missed.not_for_the_bot(keys(offer(missed, LIVE[0])), "主管")
    day.asks("c", "你们直播间几点开播呀", "utter_ask_again", "out_of_scope")
    day.asks("d", "今天你们几点直播", "utter_ask_again", "out_of_scope")
    found = missed.overview()
    assert [one.group.conversations for one in found.offers] == [3] and found.hidden == {made.id: 2}


def test_new_wordings_of_what_was_put_somewhere_are_offered_for_one_click(day: Talking, missed: MissedQuestions, book: Book) -> None:
    made = missed.new(keys(offer(missed, LIVE[0])), "直播间几点开播", "每晚八点", "主管", Known())
    day.asks("c", "今天你们几点直播", "utter_ask_again", "out_of_scope")
    again = offer(missed, "今天你们几点直播")
    assert again.again.target == made.target and keys(again) == ["今天你们几点直播"]
    missed.same(keys(again), again.again.target, "主管")
    entry = book.entry(made.target[4:])
    assert "今天你们几点直播" in (*entry.similar, *entry.held_out) and len(missed.overview().offers) == 1


def test_what_was_undone_is_offered_again(day: Talking, missed: MissedQuestions) -> None:
    made = missed.not_for_the_bot(keys(offer(missed, LIVE[0])), "主管")
    missed.undo(made.id, "主管")
    assert [one.group.conversations for one in missed.overview().offers] == [3, 2] and missed.latest() == []


def test_what_was_imported_meanwhile_waits_no_more(day: Talking, missed: MissedQuestions, book: Book) -> None:
    missed.overview()
    book.put(Entry("live", LIVE[0], "八点", (LIVE[1],), at=NOON))
    assert [one.group.conversations for one in missed.overview().offers] == [3]


def test_only_what_was_collected_can_be_decided(day: Talking, missed: MissedQuestions) -> None:
    with pytest.raises(MissedProblem, match="刷新"):
        missed.same(["一句没有人问过的话"], "ask_gift", "主管")
    assert missed.learned.training() == {} and missed.latest() == []


def test_wordings_near_an_entry_are_suggested_for_it(day: Talking, missed: MissedQuestions, book: Book) -> None:
    book.put(Entry("xiu", "衣服上可以绣字吗", "可以", at=NOON))
    near = missed.near("xiu")
    assert {one.text for one in near} == set(EMBROIDERY) and near == sorted(near, key=lambda one: -one.alike)
    assert [one.conversations for one in near] == [1, 1, 1] and missed.near("gone") == []
    (entry, nears), = missed.overview().suggestions
    assert entry.name == "xiu" and {one.text for one in nears} == set(EMBROIDERY)


def test_a_conversation_that_goes_on_is_looked_at_again_and_the_others_are_not(
        day: Talking, missed: MissedQuestions, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.missed import service

    missed.overview()
    looked: list[str] = []
    real = service.talks
    monkeypatch.setattr(service, "talks", lambda *given: [looked.append(talk.conversation) or talk for talk in real(*given)])
    day.wants_person("b0")
    day.takes("b0")
    day.replies("b0", "每晚八点开播")
    assert offer(missed, LIVE[0]).group.reply == "每晚八点开播" and looked == ["web:b0"]
    missed.overview()
    assert looked == ["web:b0"]


def test_what_is_older_than_the_setting_leaves(day: Talking, missed: MissedQuestions) -> None:
    assert missed.overview().offers
    day.clock.advance(days=31)
    assert missed.overview().offers == ()


def test_a_question_of_fewer_conversations_than_the_setting_is_not_shown(day: Talking, missed: MissedQuestions, shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "shop" / "shop.yml"
    file.write_text(file.read_text("utf8").replace("least_conversations: 1", "least_conversations: 3"), "utf8")
    shop.refresh()
    assert [one.group.conversations for one in missed.overview().offers] == [3]


def test_nothing_said_is_an_empty_page(missed: MissedQuestions) -> None:
    assert missed.last() is None
    assert (missed.overview().offers, missed.overview().messages) == ((), 0)
    assert missed.last() is missed.overview()
