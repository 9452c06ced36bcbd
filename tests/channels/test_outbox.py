"""What is owed to a callback arrives, in order and signed, however long the other side is away. The other side is a real server."""

from __future__ import annotations

import asyncio
import json
import time
from types import SimpleNamespace
from typing import Any, AsyncIterator, Callable, Iterator

import pytest
from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.channels import outbox as module
from bot.channels.outbox import Outbox
from bot.channels.signing import verify
from bot.channels.storage import Storage
from bot.handoff import Spoken

SECRET = "s3cret"


class Owing:
    """A transcript's side of the outbox; `away` makes so many of its reads fail."""

    def __init__(self, *texts: str) -> None:
        self.bubbles = [("buyer-1", Spoken(text, "agent", id=str(n))) for n, text in enumerate(texts, 1)]
        self.away = 0

    def owed(self, channel: str, limit: int = 50) -> list[tuple[str, Spoken]]:
        if self.away:
            self.away -= 1
            raise OperationalError("SELECT", {}, Exception("server closed the connection"))
        return list(self.bubbles)

    def delivered(self, spoken_id: str) -> None:
        self.bubbles = [(who, spoken) for who, spoken in self.bubbles if spoken.id != spoken_id]


class OtherSide:
    """A callback that answers with `answers` in turn, then with 200, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.taken: list[str] = []

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        self.calls.append((dict(request.headers), raw))
        answer = self.answers.pop(0) if self.answers else 200
        if answer == "hang up":
            request.transport.close()
            return web.Response()
        if isinstance(answer, str):
            return web.Response(status=302, headers={"Location": answer})
        if 200 <= answer < 300:
            self.taken += [reply["text"] for reply in json.loads(raw)["replies"]]
        return web.Response(status=answer)


@pytest.fixture
async def other_side() -> AsyncIterator[OtherSide]:
    side, app = OtherSide(), web.Application()

    async def sign_in(request: web.Request) -> web.Response:
        return web.Response(text="please sign in")

    app.router.add_post("/callback", side)
    app.router.add_get("/sign-in", sign_in)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    side.url = f"http://127.0.0.1:{runner.addresses[0][1]}/callback"
    yield side
    await runner.cleanup()


@pytest.fixture
def storage() -> Iterator[Storage]:
    made = Storage(threads=1, patience=0)
    yield made
    made.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses the outbox takes; they pass at once."""
    taken: list[float] = []

    async def sleep(seconds: float) -> None:
        taken.append(seconds)
        await asyncio.sleep(0.001)

    monkeypatch.setattr(module, "asyncio", SimpleNamespace(sleep=sleep, TimeoutError=asyncio.TimeoutError))
    return taken


async def until(done: Callable[[], bool], outbox: Outbox) -> None:
    """Runs the outbox until something is so."""
    running = asyncio.ensure_future(outbox.run())
    try:
        for _ in range(2000):
            if done():
                return
            assert not running.done(), f"the outbox stopped: {running.exception()!r}"
            await asyncio.sleep(0.002)
        raise AssertionError("nothing came of it within four seconds")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_what_is_owed_arrives_in_order_and_signed(other_side: OtherSide, storage: Storage, pauses: list[float]) -> None:
    owing = Owing("在的亲", "已经帮您查了", "😀 明天到")
    await until(lambda: not owing.bubbles, Outbox(other_side.url, SECRET, owing, storage))
    assert other_side.taken == ["在的亲", "已经帮您查了", "😀 明天到"]
    for headers, raw in other_side.calls:
        verify(SECRET, headers["X-Timestamp"], headers["X-Signature"], raw, time.time())
        assert headers["Content-Type"] == "application/json"
    first = json.loads(other_side.calls[0][1])
    assert (first["conversation"], first["shopper"], first["merged_into"]) == ("bridge:buyer-1", "buyer-1", None)
    assert first["replies"][0] == Spoken("在的亲", "agent", id="1").public()


@pytest.mark.parametrize("trouble", [500, 503, 400, 404, 429, 302, 304, "hang up", "/sign-in"])
async def test_a_reply_is_owed_until_the_other_side_says_2xx(
    other_side: OtherSide, storage: Storage, pauses: list[float], trouble: Any
) -> None:
    owing = Owing("一", "二")
    other_side.answers = [trouble, trouble, 201, trouble, 204]
    await until(lambda: not owing.bubbles, Outbox(other_side.url, SECRET, owing, storage))
    assert other_side.taken == ["一", "二"] and len(other_side.calls) == 5


async def test_pauses_grow_to_a_minute_and_shrink_again_when_something_is_taken(
    other_side: OtherSide, storage: Storage, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    owing = Owing("一")
    other_side.answers = [503] * 8
    await until(lambda: not owing.bubbles and pauses[-1] == module.IDLE, Outbox(other_side.url, SECRET, owing, storage))
    failed = pauses[:8]
    assert failed == sorted(failed) and failed[0] >= 1 and failed[-1] == module.LONGEST_PAUSE
    assert all(b <= 2 * a for a, b in zip(failed, failed[1:]))
    assert [f"trying again in {p:.0f} s" in line for p, line in zip(failed, caplog.messages)] == [True] * 8


async def test_nobody_listening_is_waited_out(other_side: OtherSide, storage: Storage, pauses: list[float]) -> None:
    owing = Owing("一")
    await until(lambda: len(pauses) >= 2, Outbox("http://127.0.0.1:9/callback", SECRET, owing, storage))
    assert owing.bubbles
    await until(lambda: not owing.bubbles, Outbox(other_side.url, SECRET, owing, storage))
    assert other_side.taken == ["一"]


async def test_a_database_that_is_away_is_waited_out(other_side: OtherSide, storage: Storage, pauses: list[float]) -> None:
    owing = Owing("一")
    owing.away = 3
    await until(lambda: not owing.bubbles, Outbox(other_side.url, SECRET, owing, storage))
    assert other_side.taken == ["一"]


async def test_a_crash_before_the_mark_says_it_again_under_the_same_id(other_side: OtherSide, storage: Storage, pauses: list[float]) -> None:
    owing = Owing("一")
    remembers, owing.delivered = owing.delivered, lambda spoken_id: None
    await until(lambda: len(other_side.calls) >= 2, Outbox(other_side.url, SECRET, owing, storage))
    owing.delivered = remembers
    assert {json.loads(raw)["replies"][0]["id"] for _, raw in other_side.calls} == {"1"}
