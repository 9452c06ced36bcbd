"""The shop's server: one Sanic app with our channels and pages around Rasa's agent, and nothing of Rasa's own HTTP API."""

from __future__ import annotations

from bot import no_tensorflow
from bot.quiet import quiet_rasa

no_tensorflow.install()
quiet_rasa()

import asyncio
import logging
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import rasa.core.channels.channel
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from bot import rasa_patches
from bot.channels.base import Parts, ShopChannel
from bot.channels.bridge import Bridge
from bot.channels.errors import refused
from bot.channels.limits import RateLimit
from bot.channels.outbox import Outbox
from bot.channels.pages import pages
from bot.channels.storage import Storage
from bot.channels.web import WebChat
from bot.desk.pages import desk_pages
from bot.dialogue.memory import TurnTrackerStore
from bot.dialogue.people import People
from bot.dialogue.rehearsal import Rehearsal
from bot.dialogue.turn import Dialogue
from bot.dialogue.triaging import Triaging
from bot.handoff import HumanSide, Timers, Transcript
from bot.learning.models import serving_model
from bot.replies import ShopReplies, Wording
from bot.stores.database import alive
from bot.wiring import World, world

log = logging.getLogger("bot")
LARGEST_REQUEST = 9 * 1024 * 1024  # an uploaded picture; messages have their own, smaller limit
SWEEP_EVERY, IN_WORK = 10.0, 40.0  # seconds
PROMOTION_EVERY, GRACE = 2.0, 30.0
TICK_EVERY = 1.0


def load_agent(inside: World, wording: Wording, model: Path) -> Agent:
    """Rasa's agent around our memory, wording and action server, with a trained model."""
    rasa_patches.apply()
    agent = Agent(
        generator=ShopReplies(wording), tracker_store=TurnTrackerStore(), lock_store=InMemoryLockStore(),
        action_endpoint=rasa_patches.ActionServer(f"http://127.0.0.1:{inside.settings.action_port}/webhook"),
    )
    agent.load_model(str(model))
    rasa_patches.apply_to(agent)
    return agent


def assemble(inside: World) -> Parts:
    """Everything the channels need. Raises ModelMissing when nothing is trained yet."""
    settings = inside.settings
    wording = Wording(inside.shop, random.Random())
    storage = Storage()
    transcript = Transcript(inside.engine, inside.clock, frozenset({"bridge"} if settings.bridge_callback_url else ()))
    rules = lambda: inside.shop.content.settings.desk  # noqa: E731
    human = HumanSide.over(inside.engine, inside.clock, transcript, rules)
    triaging = Triaging(inside.shop, inside.clock, transcript, storage, inside.stores, human)
    people = People(inside.shop, inside.clock, wording, storage, triaging, human)
    agent = load_agent(inside, wording, serving_model(settings.models))
    dialogue = Dialogue(agent, inside.shop, people, wording, transcript, storage, inside.stores)
    limit = RateLimit(lambda: inside.shop.content.settings.limits.messages_per_minute, time.monotonic)
    timers = Timers(inside.engine, inside.clock, transcript, human.queue, rules, people.hours_now, wording.say)
    return Parts(transcript, dialogue, storage, limit, settings.merge_seconds, inside, human, wording, timers,
                 rehearsal=Rehearsal(dialogue, inside.shop))


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
        parts = await loop.run_in_executor(None, assemble, inside)
        app.ctx.parts = parts
        for channel in channels:
            channel.attach(parts)
        await parts.dialogue.agent.parse_message("在吗")  # first use loads dictionaries; better now than for a shopper
        serving = serving_model(inside.settings.models)
        app.ctx.working = [asyncio.ensure_future(work) for work in (_sweep(channels, parts), _follow_promotions(parts, serving), _tick(parts))]
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


async def _follow_promotions(parts: Parts, serving: Path) -> None:
    """Takes over a newly promoted model while serving; one that does not load changes nothing."""
    while True:
        await asyncio.sleep(PROMOTION_EVERY)
        try:
            promoted = serving_model(parts.world.settings.models)
            if promoted == serving:
                continue
            serving = promoted
            agent = await asyncio.get_running_loop().run_in_executor(None, load_agent, parts.world, parts.wording, promoted)
            parts.dialogue.agent, old = agent, parts.dialogue.agent
            await asyncio.sleep(GRACE)  # turns under way still use the old one's connections
            await old.action_endpoint.close()
        except Exception:
            log.exception("the promoted model could not be taken over; the old one goes on serving")


async def _health(request: Request) -> HTTPResponse:
    return text("ok")


async def _ready(request: Request) -> HTTPResponse:
    parts: Parts = request.app.ctx.parts
    state = {
        "model": parts.dialogue.agent.model_id if parts.dialogue.agent.is_ready() else None,
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
