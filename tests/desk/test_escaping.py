"""Whatever a shopper or a colleague writes is text on every page that shows it, in every place of the page."""

from __future__ import annotations

import json

import httpx
import pytest
from sqlalchemy import update

from bot.handoff import Incoming
from bot.handoff.tables import conversations, tickets
from bot.stores.database import writing
from tests.channels.serving import Serving

from .conftest import press

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"
FIELDS = [{"text": EVIL}, {"kind": "product", "product": EVIL[:60]}, {"kind": "order", "order": EVIL[:60]},
          {"kind": "image", "image_url": "https://evil.example/" + EVIL.replace(" ", "")}]


@pytest.fixture(scope="module")
def attack(serving: Serving) -> int:
    """A ticket whose every field somebody filled with markup, the shopper's name included."""
    transcript, human = serving.parts.transcript, serving.parts.human
    id = f"bridge:{EVIL[:60]}"
    for n, fields in enumerate(FIELDS):
        transcript.record("bridge", Incoming(f"{EVIL[:20]}{n}", EVIL[:60], **fields))
    human.desk.take_over(id, "主管", cause=EVIL)
    human.desk.note(id, "小棉", EVIL)
    human.desk.reply(id, "主管", EVIL)
    human.customers.describe(EVIL[:60], EVIL, [EVIL[:12]], EVIL)
    ticket = human.queue.current(id).id
    because = [{"code": EVIL, "points": 5, "words": EVIL}]
    values = {"reason": EVIL[:40], "team": EVIL[:40], "topic": EVIL[:40], "intent": EVIL, "contact": EVIL, "because": because,
              "facts": {"wanted": EVIL, "order": EVIL, "product": EVIL, "measures": {EVIL: 175}}, "satisfaction_why": EVIL}
    with writing(serving.world.engine) as db:
        db.execute(update(tickets).where(tickets.c.id == ticket).values(**values))
        db.execute(update(conversations).where(conversations.c.id == id).values(memory={"x": EVIL}))
    return ticket


@pytest.mark.parametrize("path", ["", "/talk", "/phrases?q=" + EVIL.replace("#", ""), "/suggestions", "/transfer"])
def test_markup_is_shown_as_text_around_the_conversation(supervisor: httpx.Client, attack: int, path: str) -> None:
    response = supervisor.get(f"/desk/tickets/{attack}{path}")
    assert response.status_code == 200
    assert "<img src=x" not in response.text and "<script>alert" not in response.text


@pytest.mark.parametrize("path", ["/desk", "/desk/queue", "/desk/conversations", "/desk/phrases?edit=" + EVIL, "/desk?said=" + EVIL])
def test_markup_is_shown_as_text_in_every_list(supervisor: httpx.Client, attack: int, path: str) -> None:
    text = supervisor.get(path).text
    assert "<img src=x" not in text and "<script>alert" not in text


def test_a_closed_one_is_no_different(serving: Serving, supervisor: httpx.Client, attack: int) -> None:
    press(supervisor, attack, "end", result="solved")
    text = supervisor.get(f"/desk/tickets/{attack}").text
    assert "<img src=x" not in text and "<script>alert" not in text


def test_a_shoppers_link_tells_the_other_side_nothing(supervisor: httpx.Client, attack: int) -> None:
    link = supervisor.get(f"/desk/tickets/{attack}").text.split('href="https://evil.example/')[1].split("</a>")[0]
    assert 'target="_blank" rel="noopener noreferrer"' in link


def test_what_the_script_is_told_is_json_and_never_a_page(supervisor: httpx.Client, attack: int) -> None:
    response = supervisor.post(f"/desk/tickets/{attack}/reply", data={"text": EVIL}, headers={"X-Desk": "1"})
    assert response.headers["content-type"].startswith("application/json") and "problem" in json.loads(response.text)
