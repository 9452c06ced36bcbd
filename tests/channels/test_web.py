"""The web chat over HTTP: who somebody is, what they may send, what they see of themselves and of nobody else."""

from __future__ import annotations

import shutil
import socket
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from .serving import A_MINUTE, Serving
from .test_uploads import PNG

_ids = count(1)


def send(client: httpx.Client, text: str = "在吗", **more: Any) -> httpx.Response:
    return client.post("/chat/messages", json={"id": f"t-{next(_ids)}", "text": text, **more})


def said(client: httpx.Client) -> list[str]:
    return [m["text"] for m in client.get("/chat/history").json()["messages"]]


def error(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert list(response.json()) == ["error"]
    return response.json()["error"]


def sign_in(client: httpx.Client, shopper: str) -> None:
    assert client.post("/chat/sign-in", json={"shopper": shopper}).status_code == 200


def test_a_message_is_answered_and_both_sides_are_there_after_a_reload(browser: httpx.Client) -> None:
    answer = send(browser, "会起球吗").json()
    assert answer["holder"] == "bot" and answer["merged_into"] is None
    assert [r["text"] for r in answer["replies"]] == ["听到：会起球吗"]
    assert said(browser) == ["会起球吗", "听到：会起球吗"]


def test_what_the_bot_thought_is_not_shown_to_the_shopper(browser: httpx.Client) -> None:
    reply = send(browser).json()["replies"][0]
    shown = [reply, *browser.get("/chat/history").json()["messages"], *browser.get("/chat/messages").json()["messages"]]
    for message in shown:
        assert not {"intent", "confidence", "reply", "said_by", "tries", "state"} & set(message)
        assert all(set(button) == {"title", "payload"} for button in message["buttons"])


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_forms(serving: Serving) -> None:
    made = serving.browser().get("/chat/history").headers["set-cookie"]
    assert "HttpOnly" in made and "SameSite=Lax" in made and "Path=/chat" in made


def test_every_browser_has_a_conversation_of_its_own(serving: Serving, browser: httpx.Client) -> None:
    send(browser, "我的秘密")
    assert said(serving.browser()) == []


@pytest.mark.parametrize("cookie", ["demo-01", "guest-1", "", "x" * 3000, "%00", "=;=", "\"", "ZGVtby0wMQ"])
def test_a_cookie_that_is_not_ours_makes_a_new_guest(serving: Serving, cookie: str) -> None:
    response = serving.browser(cookie=f"shop_chat={cookie}").get("/chat/demo")
    assert response.status_code == 200 and response.json()["now"] == "" and "set-cookie" in response.headers


def test_a_shopper_named_in_the_body_is_ignored(browser: httpx.Client, serving: Serving) -> None:
    send(browser, "我是谁", shopper="demo-01")
    other = serving.browser()
    sign_in(other, "demo-01")
    assert "我是谁" not in said(other)
    assert said(browser)[0] == "我是谁"


def test_the_same_id_again_brings_the_same_replies_and_says_nothing_twice(browser: httpx.Client) -> None:
    body = {"id": "again-1", "text": "在吗"}
    first, second = browser.post("/chat/messages", json=body), browser.post("/chat/messages", json=body)
    assert first.json()["replies"][0]["id"] == second.json()["replies"][0]["id"]
    assert len(said(browser)) == 2


def test_what_was_said_since_is_found_by_the_last_id(browser: httpx.Client, serving: Serving) -> None:
    last = send(browser).json()["replies"][-1]["id"]
    assert browser.get("/chat/messages", params={"after": last}).json()["messages"] == []
    send(browser, "还在吗")
    later = browser.get("/chat/messages", params={"after": last}).json()["messages"]
    assert [m["text"] for m in later] == ["听到：还在吗"]


@pytest.mark.parametrize("after", [
    "999999999", "no-such-id", "\x00", "a" * 300, "'; DROP TABLE messages;--", "\ud800".encode("utf8", "surrogatepass"),
])  # fmt: skip
def test_an_id_that_is_none_of_theirs_is_an_error_in_words(browser: httpx.Client, after: Any) -> None:
    send(browser)
    assert "after" in error(browser.get("/chat/messages", params={"after": after}), 400)


def test_a_person_who_takes_over_is_seen_by_the_shopper(browser: httpx.Client, serving: Serving) -> None:
    assert send(browser, "转人工").json()["holder"] == "waiting"
    ticket = serving.parts.human.queue.all()[-1]
    serving.parts.human.desk.take(ticket.conversation, "小棉")
    serving.parts.human.desk.reply(ticket.conversation, "小棉", "您好，我来处理")
    seen = browser.get("/chat/messages").json()
    assert seen["holder"] == "agent" and seen["messages"][-1]["text"] == "您好，我来处理"
    assert send(browser, "好的").json() == {"holder": "agent", "merged_into": None, "replies": []}
    serving.parts.human.desk.give_back(ticket.conversation, "小棉", "")


@pytest.mark.parametrize(("body", "status", "named"), [
    (b"{", 400, "JSON"), (b"[]", 400, "JSON"), (b'{"text":"x"}', 400, "id"), (b'{"id":"m"}', 400, "text"),
    (b'{"id":"m","text":"\\u0000"}', 400, "U+0000"), (b'{"id":"m","text":"\\ud800"}', 400, "U+D800"),
    (b'{"id":"m","text":"' + b"x" * 2001 + b'"}', 400, "2001"), (b'{"id":"m","text":"' + b"x" * 70_000 + b'"}', 413, "65536"),
])  # fmt: skip
def test_a_bad_message_is_refused_in_words_and_not_kept(browser: httpx.Client, body: bytes, status: int, named: str) -> None:
    response = browser.post("/chat/messages", content=body, headers={"Content-Type": "application/json"})
    assert named in error(response, status)
    assert said(browser) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
@pytest.mark.parametrize("path", ["/chat/messages", "/chat/sign-in", "/chat/typing"])
def test_a_form_cannot_pose_as_a_message(browser: httpx.Client, path: str, kind: str) -> None:
    response = browser.post(path, content=b'{"id":"m","text":"x","shopper":""}', headers={"Content-Type": kind})
    error(response, 415)


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/images", "/chat/sign-in", "/chat/typing"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://["])
def test_another_sites_page_cannot_write(browser: httpx.Client, path: str, origin: str) -> None:
    error(browser.post(path, json={"id": "m", "text": "x", "shopper": "demo-01"}, headers={"Origin": origin}), 403)
    assert said(browser) == []


def test_our_own_page_may(browser: httpx.Client, serving: Serving) -> None:
    assert browser.post("/chat/messages", json={"id": "m", "text": "x"}, headers={"Origin": serving.base}).status_code == 200


def test_a_flood_is_refused_and_nobody_else_notices(serving: Serving, browser: httpx.Client) -> None:
    answers = [send(browser, f"第{n}句") for n in range(A_MINUTE + 5)]
    refused = [a for a in answers if a.status_code == 429]
    assert refused and int(refused[0].headers["retry-after"]) >= 1
    error(refused[0], 429)
    other = serving.browser()
    other.get("/chat/history")
    assert send(other).status_code == 200


def test_throwing_the_cookie_away_does_not_get_round_the_limit(serving: Serving) -> None:
    client, statuses = serving.browser(), []
    for _ in range(A_MINUTE + 5):
        client.cookies.clear()
        statuses.append(send(client).status_code)
    assert 429 in statuses


def test_a_picture_is_seen_by_its_sender_and_by_nobody_else(serving: Serving, browser: httpx.Client) -> None:
    address = browser.post("/chat/images", content=PNG, headers={"Content-Type": "image/png"}).json()["url"]
    shown = browser.get(address)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff" and "sandbox" in shown.headers["content-security-policy"]
    error(serving.browser().get(address), 404)


def test_a_sent_picture_is_there_after_a_reload(browser: httpx.Client) -> None:
    address = browser.post("/chat/images", content=PNG).json()["url"]
    assert send(browser, "", kind="image", image_url=address).status_code == 200
    assert browser.get("/chat/history").json()["messages"][0]["image_url"] == address


@pytest.mark.parametrize("address", ["https://evil.example/a.png", "/chat/images/" + "a" * 32 + ".png", "/chat/images/../../etc/passwd"])
def test_only_pictures_they_sent_themselves_can_be_shown(browser: httpx.Client, address: str) -> None:
    assert "image_url" in error(send(browser, "", kind="image", image_url=address), 400)


def test_what_is_no_picture_or_too_large_is_refused(browser: httpx.Client, serving: Serving) -> None:
    for disguised in (b"<svg/>", b"GIF89a/*<script>alert(1)</script>*/", b"\xff\xd8\xff<?php phpinfo();"):
        error(browser.post("/chat/images", content=disguised, headers={"Content-Type": "image/png"}), 415)
    megabytes = serving.world.shop.content.settings.limits.image_megabytes
    error(browser.post("/chat/images", content=PNG + b"\0" * (megabytes * 1024 * 1024)), 413)


def test_a_body_without_end_is_cut_off(serving: Serving, browser: httpx.Client) -> None:
    """A chunked body says no length; it is read no further than allowed."""
    host, port = serving.base[7:].split(":")
    headers = f"Host: {host}\r\nCookie: shop_chat={browser.cookies['shop_chat']}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(f"POST /chat/messages HTTP/1.1\r\n{headers}Transfer-Encoding: chunked\r\n\r\n".encode())
        try:
            for _ in range(50):
                raw.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        except OSError:
            pass  # it hung up on us, as it may
        raw.settimeout(10)
        assert raw.recv(2000).startswith(b"HTTP/1.1 413")


def test_a_demonstration_shopper_sees_their_own_orders_only(serving: Serving) -> None:
    client = serving.browser()
    assert client.get("/chat/orders").json() == {"orders": []}
    shoppers = client.get("/chat/demo").json()["shoppers"]
    assert len(shoppers) >= 15 and set(shoppers[0]) == {"id", "name", "about"}
    sign_in(client, "demo-01")
    orders = client.get("/chat/orders").json()["orders"]
    mine = serving.world.stores.orders.of("demo-01")
    assert [o["number"] for o in orders] == [o.number for o in mine]
    assert set(orders[0]) == {"type", "number", "status", "title", "pieces", "total", "placed_at"}


def test_signing_out_brings_the_guests_own_talk_back(browser: httpx.Client) -> None:
    send(browser, "游客说的")
    sign_in(browser, "demo-02")
    assert "游客说的" not in said(browser)
    send(browser, "阿哲说的")
    sign_in(browser, "")
    assert said(browser) == ["游客说的", "听到：游客说的"]


@pytest.mark.parametrize("shopper", ["nobody", "guest-1", 1, None, ["demo-01"], "demo-01 ", "\x00", {"id": "demo-01"}])
def test_nobody_signs_in_as_somebody_who_is_no_demonstration(browser: httpx.Client, shopper: Any) -> None:
    assert "shopper" in error(browser.post("/chat/sign-in", json={"shopper": shopper}), 400)


def test_sent_cards_are_shown_again_after_a_reload(serving: Serving) -> None:
    client = serving.browser()
    sign_in(client, "demo-03")
    number = client.get("/chat/orders").json()["orders"][0]["number"]
    send(client, "", kind="order", order=number)
    send(client, "", kind="product", product="P1001")
    send(client, "", kind="order", order="330271846590124301")
    cards = [m["card"] for m in client.get("/chat/history").json()["messages"] if m["author"] == "shopper"]
    assert cards[0]["number"] == number and cards[0]["title"]
    assert (cards[1]["id"], cards[1]["url"]) == ("P1001", "/goods/P1001")
    assert cards[2] == {"type": "order", "number": "330271846590124301"}, "another shopper's order shows nothing but the number sent"


def test_without_the_demonstration_nobody_is_a_demonstration_shopper(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(Path(__file__).resolve().parents[2] / "data" / "shop", shop)
    with Serving(tmp_path / "var", shop) as running:
        client = running.browser()
        sign_in(client, "demo-01")
        assert client.get("/chat/orders").json()["orders"]
        shutil.rmtree(shop / "demo")
        assert client.get("/chat/demo").json() == {"now": "", "shoppers": []}
        assert client.get("/chat/orders").json() == {"orders": []}
        error(client.post("/chat/sign-in", json={"shopper": "demo-01"}), 400)
