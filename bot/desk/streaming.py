"""/desk/live: what changed, as server-sent events. An open stream is also the sign that its agent is at the desk."""

from __future__ import annotations

import json
import time
from typing import Any, Optional

from sanic.request import Request

from bot.desk.accounts import Agent
from bot.desk.live import Live, News
from bot.desk.signing_in import SignIn
from bot.handoff import Mark

HEARTBEAT = 15.0  # seconds; shorter than any proxy's patience and than Presence's
RETRY_MS = 1500
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


class Streaming:
    """The handler."""

    def __init__(self, live: Live, sign_in: SignIn) -> None:
        self._live = live
        self._sign_in = sign_in
        self._seen: dict[str, float] = {}

    async def stream(self, request: Request, agent: Agent) -> None:
        """Runs until the browser goes, the sign-in ends or the server stops."""
        parts = request.app.ctx.parts
        since = Mark.read(request.headers.get("last-event-id")) or Mark.read(request.args.get("since"))
        response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=HEADERS)
        await response.send(f"retry: {RETRY_MS}\n\n")
        async with self._live.listen(parts, since) as stream:
            while not stream.over:
                if await self._sign_in.agent(request) is None:
                    break
                await self._here(parts, agent)
                beat = time.monotonic() + HEARTBEAT
                while (left := beat - time.monotonic()) > 0 and not stream.over:
                    news = await stream.next(left)
                    if news:
                        await response.send(event(news))
                if not stream.over:
                    await response.send(": here\n\n")
        await response.eof()

    async def _here(self, parts: Any, agent: Agent) -> None:
        """A sign of life, once a heartbeat however many windows are open."""
        now = time.monotonic()
        if now - self._seen.get(agent.name, -HEARTBEAT) > HEARTBEAT / 2:
            self._seen[agent.name] = now
            await parts.storage.run(parts.human.presence.seen, agent.name)


def event(news: News) -> str:
    """An event as the browser reads it; its id is what the browser says again when it was cut off."""
    data: dict[str, Any] = {}
    if news.mark:
        data["changed"] = sorted(news.changed)
    if news.typing is not None:
        data["typing"] = news.typing
    id: Optional[str] = f"id: {news.mark}\n" if news.mark else ""
    return f"{id}data: {json.dumps(data, ensure_ascii=False)}\n\n"
