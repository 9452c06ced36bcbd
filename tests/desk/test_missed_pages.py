"""待学习 at the desk: groups for supervisors to decide with one click, and the agents' 答错了."""

# ruff: noqa: F811 (fixtures are asked for by the names they are imported under)
from __future__ import annotations

import html
import re
from typing import Any

import httpx
import pytest

from bot.desk import missed_pages
from bot.faq import Book, Entry
from bot.handoff import Handover
from bot.missed.learned import Learned
from tests.channels.serving import Serving
from tests.desk.learning.conftest import Process, agent, book, hears, process, serving, supervisor  # noqa: F401
from tests.missed.talking import Talking
from tests.stores.fakes import NOON

from .conftest import token_in

MISSED = "/desk/missed"
EMBROIDERY = ["能在衣服上绣字吗", "可以绣字吗", "衣服能绣个字不"]
EVIL = "能绣<img src=x onerror=alert(1)>\"'吗"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the page waits until the groups are made."""
    monkeypatch.setattr(missed_pages, "PATIENCE", 60)


@pytest.fixture
def talking(serving: Serving) -> Talking:
    return Talking(serving.world.engine)


@pytest.fixture
def asked(talking: Talking) -> Talking:
    """Three shoppers asked one thing, and one of them got an agent's answer."""
    for n, text in enumerate(EMBROIDERY):
        talking.asked_back(f"s{n}", text, "ask_product", 0.4)
    talking.wants_person("s0")
    talking.takes("s0", "小棉")
    talking.replies("s0", "可以绣的，一个字 5 元")
    return talking


def groups(page: str) -> list[str]:
    """The sentences that stand for the groups, as they are shown."""
    return [html.unescape(found) for found in re.findall(r'<div class="missed-head"><h2>(.*?)</h2>', page)]


def keys(page: str, n: int = 0) -> list[str]:
    """The wordings' names in the n-th group."""
    group = page.split('<li class="missed-group"')[n + 1].split("</form>")[0]
    return [html.unescape(found) for found in re.findall(r'name="text" value="([^"]*)"', group)]


def press(client: httpx.Client, action: str, script: bool = False, **fields: Any) -> httpx.Response:
    """A button of the page, with its token."""
    token = token_in(client.get(MISSED).text)
    return client.post(f"{MISSED}/{action}", data={"token": token, **fields}, headers={"X-Desk": "1"} if script else {})


def test_what_was_missed_is_shown_with_its_conversations_wordings_and_the_agents_answer(asked: Talking, supervisor: httpx.Client) -> None:
    page = supervisor.get(MISSED).text
    assert len(groups(page)) == 1 and groups(page)[0] in EMBROIDERY and "3 个会话" in page and "3 种说法" in page
    assert all(text in page for text in EMBROIDERY) and "可以绣的，一个字 5 元" in page and "反问了 3 次" in page


def test_the_empty_page_says_when_something_appears(supervisor: httpx.Client) -> None:
    page = supervisor.get(MISSED).text
    assert "没有要决定的问题" in page and "会自己出现在这里" in page


def test_a_page_that_does_not_wait_says_so_and_comes_again(asked: Talking, supervisor: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed_pages, "PATIENCE", 0)
    page = supervisor.get(MISSED).text
    assert "正在整理" in page and 'http-equiv="refresh"' in page and groups(page) == []
    monkeypatch.setattr(missed_pages, "PATIENCE", 60)
    page = supervisor.get(MISSED).text
    assert len(groups(page)) == 1 and 'http-equiv="refresh"' not in page


def test_one_click_puts_a_group_to_what_the_bot_knows(serving: Serving, asked: Talking, supervisor: httpx.Client) -> None:
    page = supervisor.get(MISSED).text
    assert 'name="to" value="ask_product"' in page
    assert press(supervisor, "same", text=keys(page), to="ask_product").headers["location"] == f"{MISSED}?said=missed_same"
    learned = Learned(serving.world.settings.shop_dir / "learned")
    assert {*learned.training().get("ask_product", ()), *learned.held_out().get("ask_product", ())} == set(EMBROIDERY)
    page = supervisor.get(MISSED).text
    assert groups(page) == [] and "1 个决定还没学会" in page and "归到“商品的其他细节”" in page


def test_a_group_is_put_to_an_own_question_by_what_it_is_called(book: Book, asked: Talking, supervisor: httpx.Client) -> None:
    book.put(Entry("xiu", "你们接受定制刺绣吗", "可以", at=NOON))
    some = keys(supervisor.get(MISSED).text)[:2]
    assert press(supervisor, "same", text=some, to="other", other="你们接受定制刺绣吗").status_code == 303
    entry = book.entry("xiu")
    assert len({*entry.similar, *entry.held_out}) == 2 and "1 个会话" in supervisor.get(MISSED).text


@pytest.mark.parametrize("other", ["", "没有这样的问题", "ask_human"])
def test_a_question_there_is_not_is_refused_in_a_sentence(asked: Talking, supervisor: httpx.Client, other: str) -> None:
    refused = press(supervisor, "same", True, text=keys(supervisor.get(MISSED).text), to="other", other=other)
    assert refused.status_code == 400 and "请从列表里选" in refused.json()["problem"]


def test_a_new_answer_proposes_what_the_agent_said_and_becomes_an_entry(book: Book, asked: Talking, supervisor: httpx.Client) -> None:
    page = supervisor.get(MISSED).text
    assert '<textarea name="answer"' in page and ">可以绣的，一个字 5 元</textarea>" in page
    press(supervisor, "new", text=keys(page), question="能绣字吗", answer="可以，一个字 5 元\r\n备注里写")
    entry, = book.read().entries.values()
    assert (entry.question, entry.answer, entry.by) == ("能绣字吗", "可以，一个字 5 元\n备注里写", "老板")
    assert {*entry.similar, *entry.held_out} == set(EMBROIDERY)


def test_what_the_bot_takes_for_something_else_is_made_only_when_ticked(
        hears: dict, book: Book, asked: Talking, supervisor: httpx.Client) -> None:
    hears["包邮能绣字吗"] = ("ask_freight", 0.95)
    fields = {"text": keys(supervisor.get(MISSED).text), "question": "包邮能绣字吗", "answer": "可以"}
    refused = press(supervisor, "new", True, **fields)
    assert refused.status_code == 400 and "照样新建" in refused.json()["problem"] and not book.read().entries
    assert press(supervisor, "new", True, **fields, sure="1").json() == {"go": MISSED, "said": "missed_new"}


def test_what_is_not_for_the_bot_is_gone_until_it_is_undone(asked: Talking, supervisor: httpx.Client) -> None:
    press(supervisor, "not-for-the-bot", text=keys(supervisor.get(MISSED).text))
    page = supervisor.get(MISSED).text
    assert groups(page) == [] and "不归机器人管" in page and "还没学会" not in page
    id, = re.findall(r'name="id" value="(\d+)"', page)
    press(supervisor, "undo", id=id)
    assert len(groups(supervisor.get(MISSED).text)) == 1
    assert press(supervisor, "undo", True, id=id).status_code == 409


def test_who_decides_second_is_told_so_and_changes_nothing(serving: Serving, asked: Talking, supervisor: httpx.Client) -> None:
    texts = keys(supervisor.get(MISSED).text)
    press(supervisor, "not-for-the-bot", text=texts)
    refused = press(supervisor, "same", True, text=texts, to="ask_product")
    assert refused.status_code == 400 and "刚才已经决定过" in refused.json()["problem"]
    assert Learned(serving.world.settings.shop_dir / "learned").training() == {}


def test_words_that_were_never_collected_cannot_be_brought_in(book: Book, asked: Talking, supervisor: httpx.Client) -> None:
    book.put(Entry("xiu", "你们接受定制刺绣吗", "可以", at=NOON))
    for text in ("打13812345678", EVIL, "", "x" * 3000):
        assert press(supervisor, "same", text=text, to="faq/xiu").status_code == 400
    assert book.entry("xiu").trained == ("你们接受定制刺绣吗",)


def test_training_starts_from_here_and_is_then_followed(process: Process, asked: Talking, supervisor: httpx.Client) -> None:
    press(supervisor, "same", text=keys(supervisor.get(MISSED).text), to="ask_product")
    page = supervisor.get(MISSED).text
    why, = re.findall(r'name="why" value="([^"]+)"', page)
    supervisor.post("/desk/learning/start", data={"token": token_in(page), "why": why})
    assert why == "待学习：1 个决定" and process.started[0].why == why
    assert f"/desk/learning/{process.started[0].id}" in supervisor.get(MISSED).text


def test_an_entry_has_a_list_of_wordings_that_may_be_asking_it(book: Book, asked: Talking, supervisor: httpx.Client) -> None:
    book.put(Entry("xiu", "衣服上可以绣字吗", "可以", at=NOON))
    page = supervisor.get(MISSED).text
    assert f"{MISSED}?entry=xiu" in page and "3 句话可能也是在问它" in page
    page = supervisor.get(MISSED, params={"entry": "xiu"}).text
    assert all(text in page for text in EMBROIDERY) and 'value="faq/xiu"' in page
    assert supervisor.get(MISSED, params={"entry": "gone"}).status_code == 404


def test_many_groups_have_pages(serving: Serving, talking: Talking, supervisor: httpx.Client) -> None:
    file = serving.world.settings.shop_dir / "shop.yml"
    file.write_text(file.read_text("utf8").replace("per_page: 20", "per_page: 5"), "utf8")
    serving.world.shop.refresh()
    texts = ["你们几点直播", "送不送衣架", "你们招人吗", "能寄到国外吗", "模特多高", "有没有亲子装", "旧衣服回收吗", "能绣字吗", "怎么加盟", "能开分期吗", "扣子掉了能补吗"]
    for n, text in enumerate(texts):
        talking.asks(f"t{n}", text, "utter_ask_again", "out_of_scope")
    pages = [groups(supervisor.get(f"{MISSED}/{n}").text) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 5, 1] and {text for page in pages for text in page} == set(texts)
    assert groups(supervisor.get(f"{MISSED}/99").text) == pages[2] and "第 3 页，共 3 页" in supervisor.get(f"{MISSED}/99").text
    decided = press(supervisor, "not-for-the-bot", text=keys(supervisor.get(f"{MISSED}/2").text), page="2")
    assert decided.headers["location"].startswith(f"{MISSED}/2?")


@pytest.mark.parametrize("path", ["", "/1", "?entry=xiu"])
def test_only_supervisors_see_it(agent: httpx.Client, path: str) -> None:
    assert agent.get(f"{MISSED}{path}").status_code == 403


@pytest.mark.parametrize("action", ["same", "new", "not-for-the-bot", "undo"])
def test_only_supervisors_decide_and_only_from_our_own_form(agent: httpx.Client, supervisor: httpx.Client, action: str) -> None:
    token = token_in(agent.get("/desk/").text)
    assert agent.post(f"{MISSED}/{action}", data={"token": token}).status_code == 403
    assert supervisor.post(f"{MISSED}/{action}", data={"text": "x"}).status_code == 403


def test_a_shoppers_markup_is_text_wherever_it_comes_to_stand(serving: Serving, book: Book, talking: Talking, supervisor: httpx.Client) -> None:
    book.put(Entry("xiu", f"{EVIL[:-1]}呀", EVIL, at=NOON))
    for shopper in ("e1", "e2"):
        talking.asked_back(shopper, EVIL, "ask_product", 0.4, buttons=((EVIL, EVIL[:60]),))
        talking.asks(shopper, EVIL, "utter_ask_again", EVIL[:60], 1.0)
    talking.wants_person("e1")
    talking.takes("e1")
    talking.replies("e1", EVIL)
    shown = [supervisor.get(MISSED).text, supervisor.get(MISSED, params={"entry": "xiu"}).text]
    press(supervisor, "same", text=keys(shown[0]), to="faq/xiu")
    shown += [supervisor.get(f"{MISSED}?said=<script>alert(1)</script>").text]
    assert shown[0].count("能绣&lt;img") > 1
    assert not any("<img src=x" in page or "<script>alert" in page for page in shown)


# In the talk -------------------------------------------------------------------------------------------------------------------


def bubble(talking: Talking, shopper: str) -> int:
    """The number of the bot's last bubble."""
    return max(row["seq"] for row in talking.transcript.history(f"web:{shopper}") if row["author"] == "bot")


def test_an_agent_marks_an_answer_as_wrong_and_the_question_is_missed(
        serving: Serving, talking: Talking, agent: httpx.Client, supervisor: httpx.Client) -> None:
    talking.asks("w", "你们接受定制刺绣吗", "utter_size", "ask_size", 0.93)
    wrong = bubble(talking, "w")
    talking.asks("w", "投诉你们", "utter_complaint_open", "complain", 0.9, handover=Handover("complaint"))
    ticket = serving.parts.human.queue.current("web:w").id
    page = agent.get(f"/desk/tickets/{ticket}").text
    assert f'name="message" value="{wrong}"' in page and "答错了" in page and groups(supervisor.get(MISSED).text) == []
    assert agent.post("/desk/wrong", data={"token": token_in(page), "message": wrong, "wrong": 1}).headers["location"] == f"/desk/tickets/{ticket}"
    page = agent.get(f"/desk/tickets/{ticket}").text
    assert "已标答错" in page and groups(supervisor.get(MISSED).text) == ["你们接受定制刺绣吗"]
    agent.post("/desk/wrong", data={"token": token_in(page), "message": wrong, "wrong": 0})
    assert "已标答错" not in agent.get(f"/desk/tickets/{ticket}").text and groups(supervisor.get(MISSED).text) == []


def test_only_a_supervisor_marks_where_no_person_was_wanted(talking: Talking, agent: httpx.Client, supervisor: httpx.Client) -> None:
    talking.asks("v", "你们接受定制刺绣吗", "utter_size", "ask_size", 0.93)
    fields = {"message": bubble(talking, "v"), "wrong": 1}
    assert agent.post("/desk/wrong", data={"token": token_in(agent.get("/desk/").text), **fields}).status_code == 404
    assert supervisor.post("/desk/wrong", data={"token": token_in(supervisor.get("/desk/").text), **fields}).status_code == 303
    assert groups(supervisor.get(MISSED).text) == ["你们接受定制刺绣吗"]


@pytest.mark.parametrize("message", ["", "0", "x", "99999999999999999999", "3000000000"])
def test_a_mark_on_nothing_is_a_404(talking: Talking, supervisor: httpx.Client, message: str) -> None:
    assert supervisor.post("/desk/wrong", data={"token": token_in(supervisor.get("/desk/").text), "message": message, "wrong": 1}).status_code == 404
