"""Another visitor tries to get at a shopper's talk, pictures and typing, by everything a request can carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

import httpx
import pytest

from bot.channels.typing import Typing
from bot.sealed import Seal

from .people import ask_for_a_person, newest
from .serving import Serving
from .test_uploads import PNG

SECRET = "我的地址是湖州织里"
READS = ["/chat/history", "/chat/messages", "/chat/orders", "/chat/demo"]


@dataclass
class Victim:
    """Somebody with something to hide."""

    client: httpx.Client
    shopper: str
    conversation: str
    picture: str
    said: str


@pytest.fixture(scope="module")
def victim(serving: Serving) -> Iterator[Victim]:
    with serving.browser() as client:
        client.get("/chat/history")
        said = client.post("/chat/messages", json={"id": "victims-1", "text": SECRET}).json()["replies"][-1]["id"]
        picture = client.post("/chat/images", content=PNG).json()["url"]
        ask_for_a_person(client)
        ticket = newest(serving)
        yield Victim(client, ticket.shopper, ticket.conversation, picture, said)


def guesses(victim: Victim) -> list[tuple[str, Any]]:
    """Names under which a careless server might look for whose talk is wanted, and whose."""
    fields = ("shopper", "conversation", "conversation_id", "visitor", "guest", "id", "user", "sender", "sender_id", "session")
    return [(field, value) for field in fields for value in (victim.shopper, victim.conversation)]


def test_no_parameter_opens_somebody_elses_talk(victim: Victim, browser: httpx.Client) -> None:
    for path in READS:
        for field, value in guesses(victim):
            answer = browser.get(path, params={field: value})
            assert SECRET not in answer.text and victim.picture not in answer.text, (path, field)


def test_no_header_opens_somebody_elses_talk(victim: Victim, browser: httpx.Client) -> None:
    for field, value in guesses(victim):
        for header in (f"X-{field}".replace("_", "-"), "Authorization", "X-User", "X-Forwarded-User"):
            assert SECRET not in browser.get("/chat/history", headers={header: value}).text, (header, value)


def test_no_cookie_that_we_did_not_seal_opens_it(victim: Victim, serving: Serving) -> None:
    sealed = victim.client.cookies["shop_chat"]
    other_key = Seal("another key, thirty-two letters.", "chat visitor").close(f"{victim.shopper}|", 1000)
    other_use = Seal("k" * 32, "desk session").close(f"{victim.shopper}|", 1000)
    late = Seal("k" * 32, "chat visitor").close(f"{victim.shopper}|", -1)
    forged = [victim.shopper, f"{victim.shopper}|", other_key, other_use, late, sealed[:-1], sealed + "A", sealed.swapcase(),
              *(sealed[:n] + ("A" if sealed[n] != "A" else "B") + sealed[n + 1:] for n in range(0, len(sealed) - 1, 7))]
    for cookie in forged:
        with serving.browser(cookie=f"shop_chat={cookie}") as client:
            assert SECRET not in client.get("/chat/history").text, cookie


def test_a_message_of_another_cannot_be_pointed_at(victim: Victim, browser: httpx.Client) -> None:
    for after in (victim.said, "victims-1"):
        answer = browser.get("/chat/messages", params={"after": after})
        assert answer.status_code == 400 and SECRET not in answer.text


def test_a_message_id_somebody_else_used_brings_nothing_of_theirs(victim: Victim, browser: httpx.Client) -> None:
    answer = browser.post("/chat/messages", json={"id": "victims-1", "text": "在吗", "shopper": victim.shopper, "conversation": victim.conversation})
    assert SECRET not in answer.text and answer.json()["holder"] == "bot"


@pytest.mark.parametrize("address", [
    "{name}", "./{name}", "{name}?shopper={shopper}", "{name}?conversation=web:{shopper}", "../images/{name}", "..%2f{shopper}%2f{name}",
    "{shopper}/{name}",
])  # fmt: skip
def test_another_cannot_fetch_a_picture_even_knowing_its_name(victim: Victim, browser: httpx.Client, address: str) -> None:
    path = "/chat/images/" + address.format(name=victim.picture.rpartition("/")[2], shopper=victim.shopper)
    answer = browser.get(path)
    assert answer.status_code == 404 and answer.content != PNG
    assert victim.client.get(victim.picture).content == PNG


def test_another_cannot_send_the_picture_on(victim: Victim, browser: httpx.Client) -> None:
    answer = browser.post("/chat/messages", json={"id": "stolen", "kind": "image", "image_url": victim.picture})
    assert answer.status_code == 400


def test_another_can_neither_type_for_them_nor_see_who_types(victim: Victim, serving: Serving, browser: httpx.Client) -> None:
    for field, value in guesses(victim)[:6]:
        browser.post("/chat/typing", params={field: value}, json={field: value})
    assert serving.parts.typing.who(victim.conversation) == ()
    serving.parts.typing.typed(victim.conversation, "小棉")
    try:
        assert browser.get("/chat/messages").json()["typing"] is False
        assert victim.client.get("/chat/messages").json()["typing"] is True
    finally:
        serving.parts.typing.stopped(victim.conversation, "小棉")


def test_somebody_elses_place_and_agent_are_not_told(victim: Victim, browser: httpx.Client) -> None:
    for field, value in guesses(victim):
        answer = browser.get("/chat/messages", params={field: value}).json()
        assert (answer["holder"], answer["place"], answer["agent"]) == ("bot", None, None)


def test_the_bridge_opens_nothing_without_its_signature(victim: Victim, browser: httpx.Client) -> None:
    name = victim.picture.rpartition("/")[2]
    for path in ("messages", f"images/{name}"):
        answer = browser.get(f"/webhooks/bridge/{path}", params={"shopper": victim.shopper})
        assert answer.status_code == 401 and SECRET not in answer.text


def test_signing_out_leaves_nothing_of_the_demonstration_shopper(serving: Serving) -> None:
    with serving.browser() as client:
        client.post("/chat/sign-in", json={"shopper": "demo-09"})
        client.post("/chat/messages", json={"id": "d-1", "text": SECRET})
        picture = client.post("/chat/images", content=PNG).json()["url"]
        client.post("/chat/sign-in", json={"shopper": ""})
        assert SECRET not in client.get("/chat/history").text and client.get(picture).status_code == 404
        assert Typing.SHOPPER not in serving.parts.typing.who("web:demo-09")
