"""The shop's server: one Sanic app with our channels and pages around Rasa's agent, and nothing of Rasa's own HTTP API."""

from __future__ import annotations

from bot import no_tensorflow
from bot.quiet import quiet_rasa

no_tensorflow.install()
quiet_rasa()

import asyncio
import logging
from datetime import timedelta
from functools import partial
from typing import Any

import rasa.core.channels.channel
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from bot.assembly import assemble, load_agent, wording_of
from bot.channels.base import Parts, ShopChannel
from bot.channels.bridge import Bridge
from bot.channels.errors import refused
from bot.channels.outbox import Outbox
from bot.channels.pages import pages
from bot.channels.web import WebChat
from bot.desk.pages import desk_pages
from bot.serving_model import Following, first_usable
from bot.stores.database import alive
from bot.wiring import World, world

log = logging.getLogger("bot")
LARGEST_REQUEST = 9 * 1024 * 1024  # an uploaded picture; messages have their own, smaller limit
SWEEP_EVERY, IN_WORK = 10.0, 40.0  # seconds
TICK_EVERY = 1.0


def create_app(inside: World) -> Sanic:
    """The app, listening to nothing yet; parts are assembled when it starts."""
    app = Sanic("shop", configure_logging=False)
    app.config.update(REQUEST_MAX_SIZE=LARGEST_REQUEST, ACCESS_LOG=False, KEEP_ALIVE_TIMEOUT=75, FALLBACK_ERROR_FORMAT="json")
    channels: list[ShopChannel] = [WebChat(), Bridge()]
    rasa.core.channels.channel.register(channels, app, route="/webhooks/")
    app.blueprint(pages(inside))
    app.blueprint(desk_pages(inside))
    app.add_route(_health, "/health", name="health")
    app.add_route(_ready, "/ready", name="ready")
    app.error_handler.add(SanicException, _refuse)

    async def start(app: Sanic, loop: Any) -> None:
        parts, app.ctx.following = await loop.run_in_executor(None, _assembled, inside)
        app.ctx.parts = parts
        for channel in channels:
            channel.attach(parts)
        app.ctx.working = [asyncio.ensure_future(work) for work in (_sweep(channels, parts), app.ctx.following.run(), _tick(parts))]
        if inside.settings.bridge_callback_url:
            outbox = Outbox(inside.settings.bridge_callback_url, inside.settings.bridge_secret, parts.transcript, parts.storage)
            app.ctx.working.append(asyncio.ensure_future(outbox.run()))

    async def stop(app: Sanic, loop: Any) -> None:
        if hasattr(app.ctx, "parts"):
            for task in app.ctx.working:
                task.cancel()
            await app.ctx.parts.dialogue.agent.action_endpoint.close()
            app.ctx.parts.storage.close()

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")
    return app


def _assembled(inside: World) -> tuple[Parts, Following]:
    """The parts around the promoted model, and what follows promotions from now on. Raises ModelMissing when nothing is trained yet."""
    folder, wording = inside.settings.models, wording_of(inside)
    started = first_usable(folder, partial(load_agent, inside, wording))
    parts = assemble(inside, started.agent, wording)
    load = partial(load_agent, inside, wording, actions=started.agent.action_endpoint)
    return parts, Following(parts.dialogue, folder, load, started)


async def _sweep(channels: list[ShopChannel], parts: Parts) -> None:
    """Answers what was acknowledged and not answered: at start everything, later only what nobody has in work."""
    before = None
    while True:
        try:
            unanswered = await parts.storage.run(parts.transcript.unanswered, before)
            for channel in channels:
                await channel.recover(unanswered)
        except Exception:
            log.exception("could not answer what was left over; trying again in %.0f s", SWEEP_EVERY)
        await asyncio.sleep(SWEEP_EVERY)
        before = parts.world.clock.now() - timedelta(seconds=IN_WORK)


async def _tick(parts: Parts) -> None:
    """Runs the timers of the human side."""
    while True:
        await asyncio.sleep(TICK_EVERY)
        try:
            await parts.storage.run(parts.timers.tick)
        except Exception:
            log.exception("the timers of the queue failed; trying again in %.0f s", TICK_EVERY)


async def _health(request: Request) -> HTTPResponse:
    return text("ok")


async def _ready(request: Request) -> HTTPResponse:
    parts: Parts = request.app.ctx.parts
    state = {
        "model": parts.dialogue.agent.model_id if parts.dialogue.agent.is_ready() else None,
        "model_file": request.app.ctx.following.serving,
        "model_problem": request.app.ctx.following.problem or None,
        "database": await parts.storage.run(alive, parts.world.engine),
        "action_server": await parts.dialogue.agent.action_endpoint.alive(),
        "queue": None,
    }
    if state["database"]:
        state["queue"] = await parts.storage.run(parts.transcript.queue_length)
    good = state["model"] and state["database"] and state["action_server"]
    return json(state, status=200 if good else 503)


def _refuse(request: Request, error: SanicException) -> HTTPResponse:
    words = {404: "没有这个地址。", 405: "这个地址不支持这种请求方法。", 413: "请求太大了。", 408: "请求没有在时限内传完。"}
    status = error.status_code or 500
    return refused(status, words.get(status, "请求无法处理。"))


def main() -> None:
    """`python -m bot.server`: serves until SIGINT or SIGTERM."""
    inside = world()
    create_app(inside).run(host=inside.settings.host, port=inside.settings.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
