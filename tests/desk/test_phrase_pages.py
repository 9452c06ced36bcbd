"""The phrase book at the desk: found by what is typed, filled for this shopper, kept by whom it belongs to."""

from __future__ import annotations

import httpx
import pytest

from tests.channels.serving import Serving

from .conftest import come, token_in

BOOK = "/desk/phrases"


def save(client: httpx.Client, **fields: str) -> httpx.Response:
    return client.post(f"{BOOK}/save", data={"token": token_in(client.get(BOOK).text), "topic": "试", "title": "试一条", "text": "好", **fields})


@pytest.mark.parametrize("typed", ["退", "tuihuo", "th"])
def test_a_word_its_pinyin_and_its_initials_find_the_phrase(agent: httpx.Client, ticket: int, typed: str) -> None:
    assert "退货" in agent.get(f"/desk/tickets/{ticket}/phrases", params={"q": typed}).text


def test_a_phrase_is_filled_from_the_shoppers_order(serving: Serving, agent: httpx.Client) -> None:
    come(serving, shopper="demo-03")
    order = serving.world.stores.orders.of("demo-03")[0]
    save(agent, title="特有的催发", text="订单 {order} 现在 {order_status}，{agent} 来催；{没有的}", personal="1")
    id = next(ticket.id for ticket in serving.parts.human.queue.all() if ticket.shopper == "demo-03")
    found = agent.get(f"/desk/tickets/{id}/phrases", params={"q": "特有的催发"}).text
    assert f"订单 {order.number} 现在 待发货，小棉 来催；【没有的】" in found


def test_what_is_not_known_stays_a_blank(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    save(agent, title="空着的单号", text="订单 {order} 发出", personal="1")
    assert "订单 【订单号】 发出" in agent.get(f"/desk/tickets/{ticket}/phrases", params={"q": "空着的单号"}).text


def test_an_agents_phrase_is_their_own(agent: httpx.Client, colleague: httpx.Client) -> None:
    save(agent, title="只有小棉有的", personal="1")
    assert "只有小棉有的" in agent.get(BOOK).text and "只有小棉有的" not in colleague.get(BOOK).text


def test_only_a_supervisor_changes_what_everybody_uses(agent: httpx.Client, supervisor: httpx.Client, colleague: httpx.Client) -> None:
    refused = save(agent, title="大家的", personal="0")
    assert refused.status_code == 400 and "只有主管能保存" in refused.text
    save(supervisor, title="大家的", personal="0")
    assert "大家的" in colleague.get(BOOK).text


def test_a_removed_phrase_of_the_shop_can_be_brought_back(supervisor: httpx.Client, agent: httpx.Client) -> None:
    fields = {"token": token_in(supervisor.get(BOOK).text), "id": "file:one_moment"}
    title = "稍等，我查一下"
    assert title in agent.get(BOOK).text
    assert supervisor.post(f"{BOOK}/remove", data=fields).status_code == 303
    assert title not in agent.get(BOOK).text and title in supervisor.get(BOOK).text
    assert supervisor.post(f"{BOOK}/restore", data=fields).status_code == 303
    assert title in agent.get(BOOK).text


def test_a_phrase_cannot_be_changed_from_another_site(agent: httpx.Client) -> None:
    assert agent.post(f"{BOOK}/save", data={"topic": "x", "title": "x", "text": "x", "personal": "1"}).status_code == 403


def test_a_phrase_is_shown_as_text(agent: httpx.Client, ticket: int) -> None:
    save(agent, title="<b>粗</b>", text="<script>alert(1)</script>", personal="1")
    for page in (agent.get(BOOK).text, agent.get(f"/desk/tickets/{ticket}/phrases", params={"q": "粗"}).text):
        assert "<script>alert" not in page and "&lt;b&gt;粗" in page
