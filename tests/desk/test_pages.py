"""The desk over HTTP: who gets in, what an agent sees, what they can and cannot do."""

from __future__ import annotations

import httpx
import pytest

from bot.desk.accounts import add
from tests.channels.serving import Serving
from tests.channels.test_uploads import PNG

from .conftest import press, sign_in, token_in

GUARDED = ["/desk", "/desk/queue", "/desk/live", "/desk/tickets/1", "/desk/tickets/1/talk", "/desk/tickets/1/pictures/a.png", "/desk/phrases",
           "/desk/conversations", "/desk/conversation?id=web:x", "/desk/tickets/1/suggestions", "/desk/tickets/1/phrases?q=x"]


@pytest.mark.parametrize("path", GUARDED)
def test_without_signing_in_there_is_only_the_door(serving: Serving, path: str) -> None:
    response = serving.browser().get(path)
    assert (response.status_code, response.headers["location"]) == (303, "/desk/sign-in")


def test_the_pages_script_is_told_that_the_sign_in_is_over(serving: Serving) -> None:
    assert serving.browser().get("/desk/queue", headers={"X-Desk": "1"}).status_code == 401


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(serving: Serving, passwords: dict[str, str]) -> None:
    answers = [sign_in(serving.browser(), name, "wrong") for name in ("小棉", "没有这个人")]
    assert [a.status_code for a in answers] == [401, 401]
    assert all("名字或密码不对" in a.text for a in answers)


def test_after_five_failures_even_the_right_password_waits(serving: Serving) -> None:
    password, client = add(serving.world.engine, "常忘"), serving.browser()
    for _ in range(5):
        sign_in(client, "常忘", "wrong")
    assert sign_in(client, "常忘", password).status_code == 429


def test_a_sign_in_form_from_elsewhere_is_not_taken(serving: Serving, passwords: dict[str, str]) -> None:
    client = serving.browser()
    client.get("/desk/sign-in")
    fields = {"name": "小棉", "password": passwords["小棉"]}
    assert client.post("/desk/sign-in", data=fields).status_code == 403
    assert client.post("/desk/sign-in", data={**fields, "token": "0" * 64}).status_code == 403
    token = token_in(client.get("/desk/sign-in").text)
    assert client.post("/desk/sign-in", data={**fields, "token": token}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/desk/sign-in", data={**fields, "token": token}).status_code == 303


def test_the_session_is_out_of_reach_of_scripts_and_new_after_signing_in(serving: Serving, passwords: dict[str, str]) -> None:
    client = serving.browser()
    before = client.get("/desk/sign-in").headers["set-cookie"]
    after = sign_in(client, "小棉", passwords["小棉"]).headers["set-cookie"]
    assert before != after
    assert "HttpOnly" in after and "SameSite=Lax" in after and "Path=/desk" in after


def test_a_new_password_ends_what_is_signed_in(serving: Serving) -> None:
    client, password = serving.browser(), add(serving.world.engine, "换密码的")
    sign_in(client, "换密码的", password)
    assert client.get("/desk").status_code == 200
    add(serving.world.engine, "换密码的", reset=True)
    assert client.get("/desk").status_code == 303


def test_signing_out_signs_out(agent: httpx.Client) -> None:
    agent.post("/desk/sign-out", data={"token": token_in(agent.get("/desk").text)})
    assert agent.get("/desk").status_code == 303


def test_the_queue_says_who_waits_and_why(agent: httpx.Client, ticket: int) -> None:
    page = agent.get("/desk").text
    assert "等待接入" in page and "要求人工" in page and f"/desk/tickets/{ticket}" in page


def test_what_a_shopper_typed_is_shown_as_text(agent: httpx.Client, ticket: int) -> None:
    page = agent.get(f"/desk/tickets/{ticket}").text
    assert "转人工 &lt;b&gt;快点&lt;/b&gt;" in page and "<b>快点</b>" not in page


def test_the_talk_shows_what_the_bot_made_of_it_and_where_it_was_handed_over(agent: httpx.Client, ticket: int) -> None:
    talk = agent.get(f"/desk/tickets/{ticket}/talk").text
    assert "转人工：要求人工" in talk and "· 90%" in talk and "给了选项：好的" in talk


def test_nothing_new_is_nothing_sent(agent: httpx.Client, ticket: int) -> None:
    talk = agent.get(f"/desk/tickets/{ticket}/talk").text
    state = talk.split('data-state="')[1].split('"')[0]
    assert agent.get(f"/desk/tickets/{ticket}/talk", params={"state": state}).status_code == 204


def test_an_agent_takes_replies_and_gives_back(agent: httpx.Client, ticket: int, serving: Serving) -> None:
    assert press(agent, ticket, "take").status_code == 303
    assert press(agent, ticket, "reply", text="您好，\r\n我来处理").status_code == 303
    page = agent.get(f"/desk/tickets/{ticket}").text
    assert "小棉 接待中" in page and "您好，\n我来处理" in page
    assert press(agent, ticket, "give-back").status_code == 303
    found = serving.parts.human.queue.one(ticket)
    assert found and (found.state, found.holder) == ("closed", "bot")
    notice = serving.parts.transcript.history(found.conversation)[-1]
    assert notice["author"] == "notice" and notice["text"]


def test_what_a_colleague_holds_cannot_be_answered(
    serving: Serving, agent: httpx.Client, ticket: int, passwords: dict[str, str]
) -> None:
    colleague = serving.browser()
    sign_in(colleague, "阿布", passwords["阿布"])
    press(agent, ticket, "take")
    refused = [press(colleague, ticket, action, text="抢一下", result="solved", to="team:售后") for action in ("reply", "give-back", "end", "transfer")]
    assert [r.status_code for r in refused] == [409] * 4
    assert "小棉 正在接待" in colleague.get(f"/desk/tickets/{ticket}").text
    found = serving.parts.human.queue.one(ticket)
    assert found and found.agent == "小棉"


def test_a_reply_that_could_not_be_sent_is_not_lost(agent: httpx.Client, ticket: int, serving: Serving) -> None:
    press(agent, ticket, "take")
    page = press(agent, ticket, "reply", text="字" * 2001)
    assert page.status_code == 400 and "2001" in page.text and "字" * 2001 in page.text
    assert press(agent, ticket, "reply", text=" \r\n ").status_code == 400


@pytest.mark.parametrize("action", ["take", "reply", "give-back", "note", "transfer", "end", "describe", "typing", "pictures"])
def test_a_button_pressed_by_another_site_does_nothing(agent: httpx.Client, ticket: int, serving: Serving, action: str) -> None:
    path = f"/desk/tickets/{ticket}/{action}"
    token = token_in(agent.get(f"/desk/tickets/{ticket}").text)
    assert agent.post(path, data={"text": "x"}).status_code == 403
    assert agent.post(path, data={"text": "x", "token": "0" * 64}).status_code == 403
    assert agent.post(path, data={"text": "x", "token": token}, headers={"Origin": "https://evil.example"}).status_code == 403
    found = serving.parts.human.queue.one(ticket)
    assert found and found.state == "open"


@pytest.mark.parametrize("id", [999_999, 2**31, 2**70])
def test_a_ticket_there_is_not_is_404(agent: httpx.Client, id: int) -> None:
    assert agent.get(f"/desk/tickets/{id}").status_code == 404


@pytest.mark.parametrize("path", ["/desk/tickets/abc", "/desk/tickets/1/nothing", "/desk/nothing/at/all", "/desk/tickets"])
def test_an_address_there_is_not_is_a_page_in_words(agent: httpx.Client, path: str) -> None:
    page = agent.get(path)
    assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")
    assert "没有这个网页" in page.text and "回到工作台" in page.text
    assert agent.get(path, headers={"X-Desk": "1"}).json() == {"problem": "没有这个网页，可能网址不对。"}


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/phrases", "/desk/phrases/", "/desk/?said=nobody"])
def test_a_slash_at_the_end_changes_nothing(agent: httpx.Client, path: str) -> None:
    assert agent.get(path).status_code == 200


def test_the_desk_sees_the_pictures_of_its_shopper_only(serving: Serving, agent: httpx.Client) -> None:
    with serving.browser() as shopper, serving.browser() as other:
        mine = shopper.post("/chat/images", content=PNG).json()["url"]
        shopper.post("/chat/messages", json={"id": "p-1", "kind": "image", "image_url": mine})
        shopper.post("/chat/messages", json={"id": "p-2", "text": "转人工"})
        foreign = other.post("/chat/images", content=PNG).json()["url"]
    id = serving.parts.human.queue.all()[-1].id
    name, strange = mine.rpartition("/")[2], foreign.rpartition("/")[2]
    assert f"/desk/tickets/{id}/pictures/{name}" in agent.get(f"/desk/tickets/{id}").text
    assert agent.get(f"/desk/tickets/{id}/pictures/{name}").content == PNG
    assert agent.get(f"/desk/tickets/{id}/pictures/{strange}").status_code == 404


def test_the_shoppers_orders_are_shown_short_and_without_address_or_phone(serving: Serving, agent: httpx.Client) -> None:
    with serving.browser() as shopper:
        shopper.post("/chat/sign-in", json={"shopper": "demo-03"})
        shopper.post("/chat/messages", json={"id": "o-1", "text": "转人工"})
    order = serving.world.stores.orders.of("demo-03")[0]
    page = agent.get(f"/desk/tickets/{serving.parts.human.queue.all()[-1].id}").text
    assert order.number in page and "待发货" in page
    assert order.phone not in page and order.address not in page


def test_pages_of_the_desk_run_only_our_files(agent: httpx.Client) -> None:
    response = agent.get("/desk")
    assert "script-src 'self';" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
