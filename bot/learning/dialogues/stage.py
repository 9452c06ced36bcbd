"""The demonstration shop inside this process: the same parts as the server's, without HTTP, for holding dialogues with any model.

The dialogues speak of the demonstration shop's goods and orders, so they are held there whatever SHOP_DIR says; only the shop's own
questions come along, because the model knows them.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Callable, Iterator, Optional, Sequence

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.assembly import assemble, load_agent, wording_of
from bot.channels.base import Parts
from bot.channels.bridge import reply_of
from bot.channels.checking import checked
from bot.channels.storage import AtOnce
from bot.learning.dialogues.facts import Facts
from bot.learning.dialogues.script import Dialogue
from bot.learning.dialogues.shoppers import shop_folder
from bot.learning.dialogues.talk import Talk
from bot.stores import metadata, seed_demo
from bot.wiring import World, world

OPEN, CLOSED = "2026-11-24T10:30:00+08:00", "2026-11-24T23:30:00+08:00"  # a Tuesday, as in tests/running.py
CHANNEL = "bridge"


def hold_all(dialogues: Sequence[Dialogue], model: Path, faq: Path, heard: Callable[[int], None] = lambda done: None) -> dict[str, list[str]]:
    """What went wrong in each dialogue, by its id; nothing in those that went as they must. `faq`: the folder of the shop's own
    questions; `heard` is told how many are done. Moves this process's `world()` into the demonstration shop meanwhile."""
    wrong: dict[str, list[str]] = {}
    for now in (OPEN, CLOSED):
        these = [one for one in dialogues if one.closed == (now == CLOSED)]
        if these:
            with _shop(dialogues, faq, now) as inside:
                asyncio.run(_hold(these, inside, model, wrong, heard))
    return wrong


async def _hold(dialogues: Sequence[Dialogue], inside: World, model: Path, wrong: dict[str, list[str]], heard: Callable[[int], None]) -> None:
    wording = wording_of(inside)
    parts = assemble(inside, load_agent(inside, wording, model, InProcess()), wording, AtOnce())
    facts, ids = Facts(inside.engine, inside.clock, inside.shop.content), count(1)

    async def say(shopper: str, text: str = "", **more: Any) -> dict[str, Any]:
        return await _answer(parts, {"id": f"m-{next(ids)}", "shopper": shopper, "kind": "text", "text": text, **more})

    def queued(shopper: str) -> bool:
        return any(ticket.shopper == shopper for ticket in parts.human.queue.all())

    for one in dialogues:
        try:
            wrong[one.id] = await Talk(one, facts, queued).hold(say)
        except Exception as error:  # it speaks of goods or orders that the shop has no more
            wrong[one.id] = [f"{type(error).__name__}: {error}"]
        heard(len(wrong))


async def _answer(parts: Parts, body: dict[str, Any]) -> dict[str, Any]:
    """What the bridge answers to this body."""
    message = checked(json.dumps(body).encode())
    parts.transcript.record(CHANNEL, message)
    outcome = await parts.dialogue.answer(f"{CHANNEL}:{message.shopper}", [message])
    return {**outcome.public(), "replies": [reply_of(r, message.shopper) for r in outcome.replies]}


@contextmanager
def _shop(dialogues: Sequence[Dialogue], faq: Path, now: str) -> Iterator[World]:
    """The process's world, fresh, with a shopper for each dialogue; afterwards the old one is there again."""
    with tempfile.TemporaryDirectory(prefix="dialogues-") as place:
        folder = shop_folder(Path(place), list(dialogues))
        shutil.rmtree(folder / "faq", ignore_errors=True)
        if faq.is_dir():
            shutil.copytree(faq, folder / "faq")
        with _environment(BOT_VAR=place, DATABASE_URL=f"sqlite:///{place}/shop.db", REDIS_URL="", SHOP_DIR=str(folder), SHOP_NOW=now):
            inside = world()
            metadata.create_all(inside.engine)
            content = inside.shop.content
            seed_demo(inside.engine, content, inside.clock, folder / "demo" / "shoppers.yml")
            inside.stores.stock.sync(content)
            try:
                yield inside
            finally:
                inside.engine.dispose()


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    world.cache_clear()
    try:
        yield
    finally:
        world.cache_clear()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class InProcess(EndpointConfig):
    """The action server's code without the server. What it answers goes through JSON, as it would on the way."""

    def __init__(self) -> None:
        super().__init__(url="http://in-process/webhook", enable_selective_domain=True)

    async def request(self, method: str = "post", subpath: Optional[str] = None, content_type: Optional[str] = None,
                      compress: bool = False, json: Any = None, timeout: Any = None, **kwargs: Any) -> Any:
        return _through_json(await _actions().run(_through_json(json)))


def _through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@lru_cache(maxsize=1)
def _actions() -> ActionExecutor:
    found = ActionExecutor()
    found.register_package("actions")
    return found


