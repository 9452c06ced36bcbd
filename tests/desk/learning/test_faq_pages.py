"""The shop's own questions at the desk: seen, sought, changed, stopped, removed and brought back, by supervisors alone."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from bot.faq import Book, Entry
from bot.learning import models
from tests.channels.serving import Serving

from ..conftest import token_in
from .conftest import FAQ, given, post

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"


def only(book: Book) -> Entry:
    """The book's one entry."""
    (entry,) = book.read().entries.values()
    return entry


def page_of(entry: Entry) -> str:
    return f"{FAQ}/entry/{entry.name}"


def serves(serving: Serving, name: str, **about: object) -> None:
    """A model serves of which this is known."""
    folder = serving.world.settings.models
    (folder / name).write_bytes(b"")
    models.note_about(folder, name, **about)
    models.promote(folder, name)


def listed(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<span class="line"><b>(.*?)</b>', page)]


def test_words_topic_and_state_find_entries(serving: Serving, supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点", "什么时候直播", "直播"), ("礼品卡怎么用", "付款时输入", "", "礼品", "", "", "2026-11-01"))
    assert {*listed(supervisor.get(FAQ).text)} == {"直播间几点开播", "礼品卡怎么用"}
    assert listed(supervisor.get(FAQ, params={"q": "什么时候直播"}).text) == ["直播间几点开播"]
    assert listed(supervisor.get(FAQ, params={"q": "付款"}).text) == ["礼品卡怎么用"]
    assert listed(supervisor.get(FAQ, params={"topic": "礼品"}).text) == ["礼品卡怎么用"]
    assert listed(supervisor.get(FAQ, params={"state": "over"}).text) == ["礼品卡怎么用"]
    assert "没有这样的问答" in supervisor.get(FAQ, params={"q": "没有的字"}).text


def test_what_the_serving_model_was_not_taught_is_not_learnt_yet(serving: Serving, supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点", "什么时候直播"))
    assert "还没学会" in supervisor.get(page_of(only(book))).text
    serves(serving, "one.tar.gz", faq={only(book).name: [*only(book).trained]})
    assert "正在回答" in supervisor.get(page_of(only(book))).text and "有 1 条还没学会" not in supervisor.get(FAQ).text
    book.accept(only(book).name, ["今晚播吗", "主播几点来", "几点能看直播"], "小王", serving.world.clock.now())
    assert "有新问法没学会" in supervisor.get(page_of(only(book))).text and "有 1 条还没学会" in supervisor.get(FAQ).text


def test_another_wording_is_in_the_book_at_once_with_who_wrote_it(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    response = post(supervisor, page_of(only(book)) + "/answer", answer="晚上八点\r\n周一休息", follow=True)
    assert "从下一条消息起就这样回答" in response.text
    assert (only(book).answer, only(book).by) == ("晚上八点\n周一休息", "老板")


@pytest.mark.parametrize("answer, problem", [
    ("  ", "答案是空的"), ("长长长长长" * 201, "有 1005 个字，最多 1000 个"), ("打 13812345678 找我", "手机号 138****5678，每位顾客都会看到"),
], ids=["empty", "long", "personal"])  # fmt: skip
def test_a_wording_that_cannot_be_said_is_refused_where_it_was_typed(supervisor: httpx.Client, book: Book, answer: str, problem: str) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    response = post(supervisor, page_of(only(book)) + "/answer", answer=answer)
    assert response.status_code == 400 and problem in response.text and f">{answer}</textarea>" in response.text
    assert only(book).answer == "晚上七点"


def test_a_telephone_number_is_published_only_on_purpose(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    post(supervisor, page_of(only(book)) + "/answer", answer="打 13812345678 找我", public="1")
    assert only(book).answer == "打 13812345678 找我"


def test_dates_are_kept_and_an_end_before_the_beginning_is_not(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    address = page_of(only(book)) + "/dates"
    post(supervisor, address, **{"from": "2026-12-01T08:00", "until": "2026-12-12T23:59"})
    assert (f"{only(book).valid_from:%m-%d %H:%M}", f"{only(book).valid_until:%m-%d %H:%M}") == ("12-01 08:00", "12-12 23:59")
    assert "还没学会" in supervisor.get(FAQ).text
    refused = post(supervisor, address, **{"from": "2026-12-12T08:00", "until": "2026-12-01T08:00"})
    assert refused.status_code == 400 and "比开始的" in refused.text
    assert "看不懂" in post(supervisor, address, **{"from": "下周", "until": ""}).text
    post(supervisor, address, **{"from": "", "until": ""})
    assert (only(book).valid_from, only(book).valid_until) == (None, None)


def test_stopped_means_from_this_minute_on(serving: Serving, supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    assert only(book).answered_at(serving.world.clock.now())
    page = post(supervisor, page_of(only(book)) + "/stop", follow=True).text
    assert "已过期" in page and not only(book).answered_at(serving.world.clock.now())


def test_what_was_removed_can_be_brought_back_once(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点", "什么时候直播|今晚播吗", "直播", "", "", "2026-12-12"))
    before = only(book)
    page = post(supervisor, page_of(before) + "/remove", follow=True).text
    assert not book.read().entries and "最近删掉的" in page and "直播间几点开播" in page
    plan = re.search(r'name="plan" value="(\w+)"', page).group(1)
    assert post(supervisor, FAQ + "/restore", plan=plan).status_code == 303
    after = only(book)
    assert (after.name, after.answer, after.trained, after.held_out, after.valid_until) == (
        before.name, before.answer, before.trained, before.held_out, before.valid_until)
    post(supervisor, page_of(after) + "/remove")
    post(supervisor, FAQ + "/restore", plan=plan)  # the first removal, again
    assert not book.read().entries


def test_what_was_asked_again_meanwhile_is_not_brought_back_beside_it(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    page = post(supervisor, page_of(only(book)) + "/remove", follow=True).text
    given(book, ("几点直播呀", "九点", "直播间几点开播"))
    refused = post(supervisor, FAQ + "/restore", plan=re.search(r'name="plan" value="(\w+)"', page).group(1))
    assert refused.status_code == 409 and only(book).answer == "九点"


@pytest.mark.parametrize("action", ["answer", "dates", "stop", "remove", "phrasings"])
def test_an_entry_that_is_gone_says_so(supervisor: httpx.Client, action: str) -> None:
    response = post(supervisor, f"{FAQ}/entry/mei_you/{action}", answer="x", similar="x")
    assert response.status_code in (404, 409) and "可能已经删掉" in response.text
    assert supervisor.get(f"{FAQ}/entry/mei_you").status_code == 404


def test_broken_files_are_told_and_stop_changes_but_not_the_page(serving: Serving, supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    entry = only(book)
    (book.folder / "zzz.yml").write_text("nlu: 坏的\n", "utf8")
    assert "faq/zzz.yml 第 1 行" in supervisor.get(FAQ).text
    refused = post(supervisor, page_of(entry) + "/answer", answer="八点")
    assert refused.status_code == 400 and "读不懂的地方" in refused.text and "zzz.yml" in refused.text


def test_questions_and_answers_are_shown_as_text(supervisor: httpx.Client, book: Book) -> None:
    given(book, (f"什么 {EVIL} 呢".replace(",", ""), EVIL.replace('"', "'"), f"问 {EVIL} 吗".replace('"', "'"), "<b>话题</b>"))
    for address in (FAQ, FAQ + "?q=" + EVIL, FAQ + "?topic=" + EVIL, page_of(only(book)), f"{FAQ}/new?question={EVIL}&answer={EVIL}"):
        text = supervisor.get(address).text
        assert "<img src=x" not in text and "<script>alert" not in text and "<b>话题" not in text


PAGES = ["/desk/faq", "/desk/faq/new", "/desk/faq/import", "/desk/faq/import/" + "0" * 32, "/desk/faq/import/x/progress", "/desk/faq/template.csv",
         "/desk/faq/entry/x", "/desk/learning", "/desk/learning/x", "/desk/models"]
ACTIONS = ["/desk/faq/new", "/desk/faq/import", "/desk/faq/import/file", "/desk/faq/restore", "/desk/faq/import/x/choose",
           "/desk/faq/import/x/confirm", "/desk/faq/entry/x/answer", "/desk/faq/entry/x/dates", "/desk/faq/entry/x/stop", "/desk/faq/entry/x/remove", "/desk/faq/entry/x/phrasings",
           "/desk/learning/start", "/desk/learning/x/promote", "/desk/models/promote", "/desk/models/rollback"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_an_agents(agent: httpx.Client, address: str) -> None:
    assert agent.get(address).status_code == 403


def test_an_agents_bar_does_not_lead_there(agent: httpx.Client, supervisor: httpx.Client) -> None:
    assert "/desk/learning" not in agent.get("/desk/").text and "/desk/learning" in supervisor.get("/desk/").text


def test_no_button_is_an_agents_nor_anothers_page(agent: httpx.Client, supervisor: httpx.Client) -> None:
    token = token_in(agent.get("/desk/").text)
    mine = token_in(supervisor.get(FAQ).text)
    for address in ACTIONS:
        assert agent.post(address, data={"token": token}, headers={"X-Token": token}).status_code == 403, address
        assert supervisor.post(address, data={}).status_code == 403, address
        away = supervisor.post(address, data={"token": mine}, headers={"X-Token": mine, "Origin": "https://evil.example"})
        assert away.status_code == 403, address


def test_time_and_page_of_the_list_may_be_nonsense(supervisor: httpx.Client, book: Book) -> None:
    given(book, ("直播间几点开播", "晚上七点"))
    for query in ("page=0", "page=-1", "page=99999", "page=x", "state=x", "topic=" + "长" * 500, "q=" + "长" * 500, "said=<b>"):
        assert supervisor.get(f"{FAQ}?{query}").status_code == 200


def test_many_entries_are_paged(supervisor: httpx.Client, book: Book) -> None:
    given(book, *((f"第{n}个问题怎么办", f"这样办{n}") for n in range(1, 121)), header=("问题", "答案"))
    seen = [name for page in (1, 2, 3) for name in listed(supervisor.get(FAQ, params={"page": page}).text)]
    assert len(seen) == len({*seen}) == 120
