"""What the chat shows of the human side: the place in the queue, the agent's name, who is typing, their words and pictures."""

from __future__ import annotations

import time
from typing import Iterator

import httpx
import pytest

from bot.channels.typing import Typing
from bot.channels.uploads import Uploads
from bot.handoff import Spoken

from .people import ask_for_a_person, empty_queue, newest
from .serving import A_MINUTE, Serving
from .test_uploads import PNG

READ_ANEW = 1.1  # seconds after which the queue is read again


@pytest.fixture(autouse=True)
def nobody_waits(serving: Serving) -> Iterator[None]:
    empty_queue(serving)
    yield
    empty_queue(serving)


def standing(client: httpx.Client, path: str = "/chat/messages") -> dict:
    answer = client.get(path).json()
    return {name: answer[name] for name in ("holder", "place", "agent", "typing")}


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/history"])
def test_with_the_bot_nobody_waits_and_nobody_types(browser: httpx.Client, path: str) -> None:
    assert standing(browser, path) == {"holder": "bot", "place": None, "agent": None, "typing": False}


def test_everybody_who_waits_sees_how_many_are_before_them_and_moves_up(serving: Serving) -> None:
    first, second, third = (serving.browser() for _ in range(3))
    for client in (first, second, third):
        client.get("/chat/history")
        ask_for_a_person(client)
    time.sleep(READ_ANEW)
    assert [standing(client)["place"] for client in (first, second, third)] == [0, 1, 2]
    serving.parts.human.desk.take(serving.parts.human.queue.line()[0], "小棉")
    time.sleep(READ_ANEW)
    assert [standing(client)["place"] for client in (first, second, third)] == [None, 0, 1]
    assert standing(third, "/chat/history")["place"] == 1


def test_the_name_of_the_agent_who_holds_it_and_of_who_said_what(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    conversation = newest(serving).conversation
    serving.parts.human.desk.take(conversation, "小棉")
    serving.parts.human.desk.reply(conversation, "小棉", "您好")
    assert standing(browser) == {"holder": "agent", "place": None, "agent": "小棉", "typing": False}
    for path in ("/chat/messages", "/chat/history"):
        said = browser.get(path).json()["messages"]
        assert (said[-1]["author"], said[-1]["agent"]) == ("agent", "小棉")
        assert [message["agent"] for message in said[:-1]] == [None] * (len(said) - 1)


def test_an_agent_who_types_is_seen_and_the_shoppers_own_typing_is_not(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    conversation = newest(serving).conversation
    serving.parts.typing.typed(conversation, Typing.SHOPPER)
    assert not standing(browser)["typing"]
    serving.parts.typing.typed(conversation, "小棉")
    assert standing(browser)["typing"]
    serving.parts.typing.stopped(conversation, "小棉")
    assert not standing(browser)["typing"]


def test_a_shopper_who_types_is_seen_until_they_stop_or_send(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    conversation = newest(serving).conversation
    for stop in (lambda: browser.post("/chat/typing", json={"typing": False}),
                 lambda: browser.post("/chat/messages", json={"id": "sent", "text": "好"})):  # fmt: skip
        assert browser.post("/chat/typing", json={}).status_code == 200
        assert serving.parts.typing.who(conversation) == (Typing.SHOPPER,)
        assert stop().status_code == 200
        assert serving.parts.typing.who(conversation) == ()


def test_typing_costs_no_messages_and_has_a_limit_of_its_own(browser: httpx.Client) -> None:
    statuses = [browser.post("/chat/typing", json={}).status_code for _ in range(A_MINUTE + 20)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert browser.post("/chat/messages", json={"id": "m", "text": "在吗"}).status_code == 200


def test_typing_to_the_bot_or_without_a_conversation_is_nobodys_business(serving: Serving, browser: httpx.Client) -> None:
    before = dict(serving.parts.typing.all())
    assert browser.post("/chat/typing", json={}).status_code == 200
    assert serving.browser().post("/chat/typing", json={}).status_code == 200
    assert serving.parts.typing.all() == before


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"x" * 70_000])
def test_what_is_no_typing_is_refused_in_words(browser: httpx.Client, body: bytes) -> None:
    answer = browser.post("/chat/typing", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413) and list(answer.json()) == ["error"]


def test_a_picture_an_agent_shows_comes_with_the_poll_and_stays(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    ticket = newest(serving)
    address = Uploads(serving.world.settings.var / "uploads", lambda: 9).keep(ticket.shopper, PNG, from_desk=True)
    serving.parts.human.desk.take(ticket.conversation, "小棉")
    serving.parts.human.desk.reply(ticket.conversation, "小棉", "", image_url=address)
    for path in ("/chat/messages", "/chat/history"):
        assert browser.get(path).json()["messages"][-1]["image_url"] == address
    assert browser.get(address).content == PNG
    assert serving.browser().get(address).status_code == 404


def test_a_foreign_pictures_address_never_reaches_the_page(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    conversation = newest(serving).conversation
    serving.parts.human.desk.take(conversation, "小棉")
    serving.parts.human.desk.reply(conversation, "小棉", "看图", image_url="https://evil.example/pixel.gif")
    for path in ("/chat/messages", "/chat/history"):
        assert browser.get(path).json()["messages"][-1]["image_url"] is None


def test_the_question_at_the_end_arrives_with_its_buttons(serving: Serving, browser: httpx.Client) -> None:
    ask_for_a_person(browser)
    conversation = newest(serving).conversation
    serving.parts.human.desk.take(conversation, "小棉")
    buttons = [{"title": title, "payload": title} for title in ("A 满意", "B 一般", "C 不满意")]
    serving.parts.human.desk.end(conversation, "小棉", "solved", Spoken("您满意吗", "notice", buttons))
    for path in ("/chat/messages", "/chat/history"):
        answer = browser.get(path).json()
        assert answer["holder"] == "bot"
        assert (answer["messages"][-1]["author"], answer["messages"][-1]["buttons"]) == ("notice", buttons)
