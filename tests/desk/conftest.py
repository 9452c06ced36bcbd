"""The desk on a real port, with one agent, and shoppers who come over the web chat."""

from __future__ import annotations

import re
from typing import Iterator

import httpx
import pytest

from bot.desk.accounts import add
from tests.channels.serving import Serving


@pytest.fixture(scope="package")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(scope="package")
def passwords(serving: Serving) -> dict[str, str]:
    """Two agents and a supervisor, with room for many conversations."""
    agents = {name: add(serving.world.engine, name, parallel=100) for name in ("小棉", "阿布")}
    return {**agents, "主管": add(serving.world.engine, "主管", role="supervisor", parallel=100)}


@pytest.fixture
def agent(serving: Serving, passwords: dict[str, str]) -> Iterator[httpx.Client]:
    """小棉, signed in."""
    with serving.browser() as client:
        assert sign_in(client, "小棉", passwords["小棉"]).status_code == 303
        yield client


@pytest.fixture
def colleague(serving: Serving, passwords: dict[str, str]) -> Iterator[httpx.Client]:
    """阿布, signed in."""
    with serving.browser() as client:
        sign_in(client, "阿布", passwords["阿布"])
        yield client


@pytest.fixture
def supervisor(serving: Serving, passwords: dict[str, str]) -> Iterator[httpx.Client]:
    """主管, signed in."""
    with serving.browser() as client:
        sign_in(client, "主管", passwords["主管"])
        yield client


@pytest.fixture
def ticket(serving: Serving) -> Iterator[int]:
    """A shopper who asked for a person; the ticket's id."""
    with serving.browser() as shopper:
        shopper.get("/chat/history")
        shopper.post("/chat/messages", json={"id": "m-1", "text": "转人工 <b>快点</b>"})
        shopper.post("/chat/messages", json={"id": "m-2", "text": "转人工"})
        yield newest(serving)


def newest(serving: Serving) -> int:
    """The ticket that was opened last."""
    return max(ticket.id for ticket in serving.parts.human.queue.all())


def come(serving: Serving, *said: str, shopper: str = "") -> httpx.Client:
    """Another shopper, who says this and then asks for a person."""
    client = serving.browser()
    client.get("/chat/history")
    if shopper:
        client.post("/chat/sign-in", json={"shopper": shopper})
    for n, text in enumerate((*said, "转人工")):
        assert client.post("/chat/messages", json={"id": f"come-{n}-{id(client)}", "text": text}).status_code == 200
    return client


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found, page
    return found.group(1)


def sign_in(client: httpx.Client, name: str, password: str) -> httpx.Response:
    token = token_in(client.get("/desk/sign-in").text)
    return client.post("/desk/sign-in", data={"name": name, "password": password, "token": token})


def press(client: httpx.Client, ticket: int, action: str, **fields: str) -> httpx.Response:
    """A button of the ticket's page, with the page's own token."""
    token = token_in(client.get(f"/desk/tickets/{ticket}").text)
    return client.post(f"/desk/tickets/{ticket}/{action}", data={"token": token, **fields})
