"""Our channels and pages on a real port in this process, around a dialogue that only echoes: no model, no action server."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

from bot import no_tensorflow

no_tensorflow.install()

import httpx  # noqa: E402
import rasa.core.channels.channel  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot.channels.base import Parts  # noqa: E402
from bot.channels.bridge import Bridge  # noqa: E402
from bot.channels.limits import RateLimit  # noqa: E402
from bot.channels.pages import pages  # noqa: E402
from bot.channels.storage import Storage  # noqa: E402
from bot.channels.web import WebChat  # noqa: E402
from bot.desk.pages import desk_pages  # noqa: E402
from bot.handoff import Handover, HumanSide, Incoming, OpeningNow, Outcome, Spoken, Timers, Transcript, TurnResult  # noqa: E402
from bot.replies import Wording  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.stores import seed_demo, upgrade  # noqa: E402
from bot.wiring import build  # noqa: E402

Sanic.test_mode = True  # else Sanic rewrites its own methods at the first start and cannot start a second time
A_MINUTE = 40  # messages one shopper may send
_names = count(1)


class Echo:
    """Says what it heard, with a button; 转人工 fetches a person; silent while one holds the conversation."""

    def __init__(self, transcript: Transcript, storage: Storage) -> None:
        self._transcript = transcript
        self._storage = storage

    async def answer(self, conversation: str, messages: list[Incoming], *, owed: bool = False) -> Outcome:
        before = await self._storage.run(self._transcript.conversation, conversation)
        last = messages[-1]
        person = last.text == "转人工" and before.holder == "bot"
        text = "已经帮您排上" if person else f"听到：{last.text or last.kind}"
        button = {"title": "好的", "payload": "好的", "means": {"confirmed": True}}
        said = [Spoken(text, buttons=[button], intent="ask_human" if person else "greet", confidence=0.9)] if before.holder == "bot" else []
        turn = TurnResult(said, before.memory, Handover("asked", "ask_human", 0.9) if person else None)
        return await self._storage.run(self._transcript.commit, before, messages, turn, owed=owed)


class Serving:
    """A server from `with` to its end; `parts` are its insides, `browser()` is somebody new. `changes` are environment variables."""

    def __init__(self, var: Path, shop_dir: Path | None = None, **changes: str) -> None:
        given = {"BOT_VAR": str(var), "SHOP_NOW": "2026-11-24T10:30:00+08:00", "SECRET_KEY": "k" * 32}
        self.world = build(Settings.from_environment({**given, **({"SHOP_DIR": str(shop_dir)} if shop_dir else {}), **changes}))
        upgrade(self.world.engine)
        seed_demo(self.world.engine, self.world.shop.content, self.world.clock)
        transcript, storage = Transcript(self.world.engine, self.world.clock), Storage(patience=1)
        limit = RateLimit(lambda: A_MINUTE, time.monotonic)
        rules = lambda: self.world.shop.content.settings.desk  # noqa: E731
        human, wording = HumanSide.over(self.world.engine, self.world.clock, transcript, rules), Wording(self.world.shop, random.Random(1))
        timers = Timers(self.world.engine, self.world.clock, transcript, human.queue, rules, lambda: OpeningNow(True), wording.say)
        self.parts = Parts(transcript, Echo(transcript, storage), storage, limit, 0.0, self.world, human, wording, timers)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Serving":
        self._thread.start()
        port = self._do(self._start())
        self.base = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: Any) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self.parts.storage.close()
        self.world.engine.dispose()

    def browser(self, **headers: str) -> httpx.Client:
        """A new visitor, keeping cookies."""
        return httpx.Client(base_url=self.base, headers=headers, timeout=20, trust_env=False)

    async def _start(self) -> int:
        self.app = app = Sanic(f"test-{next(_names)}", configure_logging=False)
        app.config.update(ACCESS_LOG=False, FALLBACK_ERROR_FORMAT="json")
        channels = [WebChat(), Bridge()]
        rasa.core.channels.channel.register(channels, app, route="/webhooks/")
        app.blueprint(pages(self.world))
        app.blueprint(desk_pages(self.world))
        app.ctx.parts = self.parts
        for channel in channels:
            channel.attach(self.parts)
        bound = socket.create_server(("127.0.0.1", 0))
        self._server = await app.create_server(sock=bound, return_asyncio_server=True, access_log=False)
        await self._server.startup()
        await self._server.before_start()
        await self._server.start_serving()
        return bound.getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)
