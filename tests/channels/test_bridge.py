"""The bridge's later replies: who said them, and the pictures agents show, for their shopper alone."""

from __future__ import annotations

import time
from itertools import count
from typing import Any, Iterator

import httpx
import pytest

from bot.channels.signing import sign
from bot.channels.uploads import Uploads

from .serving import Serving
from .test_uploads import PNG

_shoppers = count(1)


class Marketplace:
    """A client that knows the secret."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.http = httpx.Client(base_url=serving.base, timeout=20, trust_env=False)

    def headers(self, body: bytes = b"") -> dict[str, str]:
        stamp = str(int(time.time()))
        return {"X-Timestamp": stamp, "X-Signature": sign(self.serving.world.settings.bridge_secret, stamp, body)}

    def get(self, path: str, **params: str) -> httpx.Response:
        return self.http.get(path, params=params or None, headers=self.headers())

    def send(self, shopper: str, **fields: Any) -> httpx.Response:
        request = self.http.build_request("POST", "/webhooks/bridge/messages", json={"id": f"b-{time.time_ns()}", "shopper": shopper, **fields})
        request.headers.update(self.headers(request.content))
        return self.http.send(request)


@pytest.fixture
def market(serving: Serving) -> Iterator[Marketplace]:
    made = Marketplace(serving)
    yield made
    made.http.close()


@pytest.fixture
def shopper(market: Marketplace) -> str:
    """A buyer whom an agent is showing a picture; the name needs quoting."""
    name = f"买家 {next(_shoppers)}/&?"
    assert market.send(name, text="转人工").json()["holder"] == "waiting"
    desk, conversation = market.serving.parts.human.desk, f"bridge:{name}"
    desk.take(conversation, "小棉")
    address = Uploads(market.serving.world.settings.var / "uploads", lambda: 9).keep(name, PNG, from_desk=True)
    desk.reply(conversation, "小棉", "看图", image_url=address)
    return name


def last(market: Marketplace, shopper: str) -> dict[str, Any]:
    return market.get("/webhooks/bridge/messages", shopper=shopper).json()["replies"][-1]


def test_a_reply_names_the_agent_and_the_picture_where_the_bridge_fetches_it(market: Marketplace, shopper: str) -> None:
    reply = last(market, shopper)
    assert (reply["author"], reply["agent"], reply["text"]) == ("agent", "小棉", "看图")
    picture = market.get(reply["image_url"])
    assert (picture.status_code, picture.content, picture.headers["content-type"]) == (200, PNG, "image/png")
    assert picture.headers["x-content-type-options"] == "nosniff" and "sandbox" in picture.headers["content-security-policy"]


def test_what_the_bot_says_has_neither(market: Marketplace) -> None:
    reply = market.send("somebody", text="在吗").json()["replies"][0]
    assert (reply["agent"], reply["image_url"]) == (None, None)


def test_without_a_signature_there_is_no_picture(market: Marketplace, shopper: str) -> None:
    address = last(market, shopper)["image_url"]
    assert market.http.get(address).status_code == 401
    assert market.http.get(address, headers={**market.headers(), "X-Signature": "0" * 64}).status_code == 401


@pytest.mark.parametrize("other", ["somebody-else", "demo-01", "", None])
def test_the_picture_is_only_for_the_shopper_it_was_shown_to(market: Marketplace, shopper: str, other: str | None) -> None:
    address = last(market, shopper)["image_url"].partition("?")[0]
    answer = market.get(address, **({} if other is None else {"shopper": other}))
    assert answer.status_code in (400, 404) and list(answer.json()) == ["error"]


@pytest.mark.parametrize("name", ["a" * 32 + ".png", "..%2f..%2fshop.db", "%2fetc%2fpasswd", "desk"])
def test_a_name_that_is_none_finds_nothing(market: Marketplace, shopper: str, name: str) -> None:
    assert market.get(f"/webhooks/bridge/images/{name}", shopper=shopper).status_code == 404


def test_the_callback_hears_the_same_address(market: Marketplace, shopper: str) -> None:
    from bot.channels.bridge import reply_of

    spoken = market.serving.parts.transcript.said_after(f"bridge:{shopper}", None)[-1]
    assert reply_of(spoken, shopper) == last(market, shopper)


def test_a_picture_kept_by_the_web_chat_is_no_address_a_marketplace_can_send(market: Marketplace) -> None:
    answer = market.send("somebody", kind="image", image_url="/chat/images/" + "a" * 32 + ".png")
    assert answer.status_code == 400 and "image_url" in answer.json()["error"]
