"""The desk hears of every change by itself, and after a break of everything it missed."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from types import SimpleNamespace
from typing import Any, Iterator

import httpx
import pytest

from bot.channels.storage import AtOnce
from bot.channels.typing import Typing
from bot.desk.live import Live, Stream
from bot.handoff import Mark
from tests.channels.serving import Serving

from .conftest import come, newest, press

SOON = 5.0  # seconds


class Ear:
    """Listens to /desk/live in a thread."""

    def __init__(self, client: httpx.Client, **headers: str) -> None:
        self.events: "queue.Queue[tuple[str, dict[str, Any]]]" = queue.Queue()
        self._client = httpx.Client(base_url=client.base_url, cookies=client.cookies, timeout=30, trust_env=False)
        self._headers = headers
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", "/desk/live", headers=self._headers) as response:
                self.type, id = response.headers["content-type"], ""
                for line in response.iter_lines():
                    if line.startswith("id: "):
                        id = line[4:].strip()
                    elif line.startswith("data: "):
                        self.events.put((id, json.loads(line[6:])))
        except httpx.HTTPError:
            pass

    def until(self, found: Any) -> str:
        """Waits for an event `found` is true of; the last mark told."""
        while True:
            id, data = self.events.get(timeout=SOON)
            if found(data):
                return id

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def ear(agent: httpx.Client) -> Iterator[Ear]:
    listening = Ear(agent)
    listening.until(lambda data: "changed" in data)
    yield listening
    listening.close()


def test_a_new_shopper_is_told(serving: Serving, ear: Ear) -> None:
    come(serving)
    conversation = serving.parts.human.queue.one(newest(serving)).conversation
    ear.until(lambda data: conversation in data.get("changed", ()))
    assert ear.type.startswith("text/event-stream")


def test_a_note_and_a_status_are_told_too(serving: Serving, agent: httpx.Client, ear: Ear, ticket: int) -> None:
    conversation = serving.parts.human.queue.one(ticket).conversation
    press(agent, ticket, "note", text="看一下")
    ear.until(lambda data: conversation in data.get("changed", ()))
    serving.parts.human.presence.set_status("阿布", "busy")
    ear.until(lambda data: data.get("changed") == [])


def test_a_shopper_who_types_is_told(serving: Serving, ear: Ear, ticket: int) -> None:
    conversation = serving.parts.human.queue.one(ticket).conversation
    serving.parts.typing.typed(conversation, serving.parts.typing.SHOPPER)
    ear.until(lambda data: data.get("typing", {}).get(conversation) == [""])


def test_who_was_cut_off_hears_what_they_missed(serving: Serving, agent: httpx.Client, ear: Ear) -> None:
    known = str(serving.parts.human.changes.latest())
    ear.close()
    come(serving)
    missed = serving.parts.human.queue.one(newest(serving)).conversation
    again = Ear(agent, **{"Last-Event-ID": known})
    mark = again.until(lambda data: missed in data.get("changed", ()))
    assert mark == str(serving.parts.human.changes.latest())
    again.close()


@pytest.mark.parametrize("mark", ["nonsense", "1", "-1-2", "9" * 60, "99999999-99999999"])
def test_a_strange_mark_is_no_obstacle(serving: Serving, agent: httpx.Client, mark: str) -> None:
    ear = Ear(agent, **{"Last-Event-ID": mark})
    ear.until(lambda data: "changed" in data)
    ear.close()


def test_an_open_desk_counts_as_an_agent_who_is_there(serving: Serving, ear: Ear) -> None:
    assert serving.parts.human.presence.one("小棉").here


async def test_a_server_that_stops_ends_every_stream_at_once_and_opens_no_more() -> None:
    parts = SimpleNamespace(storage=AtOnce(), typing=Typing(), human=SimpleNamespace(changes=SimpleNamespace(
        latest=lambda: Mark(1, 1), conversations_since=lambda mark: set())))  # fmt: skip
    live = Live()

    async def listen() -> None:
        async with live.listen(parts, None) as stream:
            while not stream.over:
                await stream.next(60)

    listening = [asyncio.ensure_future(listen()) for _ in range(3)]
    await asyncio.sleep(0.05)
    await asyncio.wait_for(live.close(), 2)
    await asyncio.wait_for(asyncio.gather(*listening, listen()), 2)


async def test_a_slow_desk_is_told_everything_at_once_and_nothing_twice() -> None:
    stream = Stream()
    stream.tell(Mark(1, 0), frozenset({"web:a"}))
    stream.tell(Mark(2, 0), frozenset({"web:b"}))
    news = await stream.next(1)
    assert news and (news.mark, news.changed) == (Mark(2, 0), {"web:a", "web:b"})
    assert await stream.next(0.01) is None


async def test_a_database_that_was_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.live.AFTER_FAILURE", 0.01)
    monkeypatch.setattr("bot.desk.live.EVERY", 0.01)
    answers = iter([Mark(1, 1), Mark(1, 1), RuntimeError("away"), Mark(2, 1)])

    def latest() -> Mark:
        answer = next(answers, Mark(2, 1))
        if isinstance(answer, Exception):
            raise answer
        return answer

    parts = SimpleNamespace(storage=AtOnce(), typing=Typing(), human=SimpleNamespace(changes=SimpleNamespace(
        latest=latest, conversations_since=lambda mark: {"web:a"})))  # fmt: skip
    live, heard = Live(), []
    async with live.listen(parts, None) as stream:
        while not heard or not heard[-1].changed:
            news = await stream.next(2)
            assert news
            heard.append(news)
    assert heard[-1].mark == Mark(2, 1)
