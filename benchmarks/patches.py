"""What each patch of bot/rasa_patches.py saves, CPU milliseconds each time, in one process:

    python -m benchmarks.patches [MODELS_FOLDER]      (default: models/)
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, Awaitable, Callable

from bot import no_tensorflow

no_tensorflow.install()

from aiohttp import web  # noqa: E402
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.engine.runner.dask import DaskGraphRunner  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from bot import rasa_patches  # noqa: E402
from bot.dialogue.memory import lent  # noqa: E402
from bot.learning.models import serving_model  # noqa: E402
from bot.settings import Settings  # noqa: E402

CALLS, ROUNDS = 30, 7
EVERY_RULE = RulePolicy._get_possible_keys  # before it is patched
#: What an action typically answers.
ANSWER = {
    "events": [{"event": "slot", "name": name, "value": None, "timestamp": None} for name in ("awaiting", "order", "product")],
    "responses": [{"text": "", "buttons": [], "elements": [], "custom": {}, "template": None, "response": "utter_order_state",
                   "image": None, "attachment": None, "status": "x" * 40, "goods": "y" * 60}],
}  # fmt: skip
Call = Callable[[], Awaitable[Any]]


async def costs(*calls: Call) -> list[float]:
    """CPU ms of each call, medians of interleaved rounds; the first round is not counted."""
    found: list[list[float]] = [[] for _ in calls]
    for number in range(ROUNDS + 1):
        for kept, call in zip(found, calls):
            began = time.process_time()
            for _ in range(CALLS):
                await call()
            if number:
                kept.append((time.process_time() - began) * 1000 / CALLS)
    return [median(each) for each in found]


async def checking() -> list[float]:
    """Checking an action's answer: by the schema, by its shape."""
    action = RemoteAction("action_orders", None)
    schema = RemoteAction._validate_action_result

    async def by_schema() -> None:
        schema(action, ANSWER)

    async def by_shape() -> None:
        rasa_patches._check_shape(action, ANSWER)

    return await costs(by_schema, by_shape)


async def calling() -> list[float]:
    """One HTTP call of an action: over a new session, over the kept one. Both count the answering side too."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(ANSWER)

    app = web.Application()
    app.router.add_post("/webhook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = "http://127.0.0.1:%d/webhook" % site._server.sockets[0].getsockname()[1]
    kept, fresh = rasa_patches.ActionServer(url), EndpointConfig(url)
    body = {"next_action": "action_orders", "tracker": {"slots": {}, "events": []}}
    try:
        return await costs(lambda: fresh.request(json=body, method="post"), lambda: kept.request(json=body))
    finally:
        await kept.close()
        await runner.cleanup()


async def deciding(models: Path) -> list[float]:
    """A message already understood, through rules and reply: with neither patch, with remembered rules, with the plain runner too."""
    from bot.replies import Wording
    from bot.server import load_agent
    from bot.wiring import world

    inside = world()
    agent = load_agent(inside, Wording(inside.shop, random.Random()), serving_model(models))
    ours = agent.processor.graph_runner
    dask = DaskGraphRunner.__new__(DaskGraphRunner)
    dask.__dict__.update(ours.__dict__)

    def with_(runner: DaskGraphRunner, keys: Any) -> Call:
        async def call() -> None:
            agent.processor.graph_runner, RulePolicy._get_possible_keys = runner, keys
            await answer(agent)
        return call

    remembered = rasa_patches._remembered_keys
    return await costs(with_(dask, EVERY_RULE), with_(dask, remembered), with_(ours, remembered))


async def answer(agent: Agent) -> None:
    """One thank-you."""
    thanks = {"name": "thank", "confidence": 1.0}
    parse = {"text": "thanks", "intent": thanks, "intent_ranking": [thanks], "entities": []}
    with lent({}):
        await agent.handle_message(UserMessage("thanks", CollectingOutputChannel(), "someone", parse_data=parse))


async def main() -> None:
    """Prints all of it as a table."""
    schema, shape = await checking()
    fresh, kept = await calling()
    models = Path(sys.argv[1]) if sys.argv[1:] else Settings.from_environment().models
    plain, rules, runner = await deciding(models)
    print("| | Rasa | patched |\n|---|---:|---:|")
    print(f"| checking an action's answer against a constant JSON schema | {schema:.1f} ms | {shape:.3f} ms |")
    print(f"| calling an action over HTTP, both ends: a new session each time, one kept | {fresh:.1f} ms | {kept:.1f} ms |")
    print(f"| rules and reply for one understood message: every rule compared, remembered | {plain:.1f} ms | {rules:.1f} ms |")
    print(f"| the same, then also: dask, nodes in order | {rules:.1f} ms | {runner:.1f} ms |")


if __name__ == "__main__":
    asyncio.run(main())
