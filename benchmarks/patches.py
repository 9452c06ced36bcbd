"""What each patch of bot/rasa_patches.py saves, CPU milliseconds an action call, in one process:

    python -m benchmarks.patches
"""

from __future__ import annotations

import asyncio
import time
from statistics import median
from typing import Any, Awaitable, Callable

from bot import no_tensorflow

no_tensorflow.install()

from aiohttp import web  # noqa: E402
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from bot import rasa_patches  # noqa: E402

CALLS, ROUNDS = 30, 5
#: What an action typically answers.
ANSWER = {
    "events": [{"event": "slot", "name": name, "value": None, "timestamp": None} for name in ("awaiting", "order", "product")],
    "responses": [{"text": "", "buttons": [], "elements": [], "custom": {}, "template": None, "response": "utter_order_state",
                   "image": None, "attachment": None, "status": "x" * 40, "goods": "y" * 60}],
}  # fmt: skip


async def cost(call: Callable[[], Awaitable[Any]]) -> float:
    """CPU ms of one call, median of some rounds; the first call is not counted."""
    await call()
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            await call()
        found.append((time.process_time() - began) * 1000 / CALLS)
    return median(found)


async def checking(check: Callable[[RemoteAction, Any], bool]) -> float:
    """One check of an action's answer."""
    action = RemoteAction("action_orders", None)

    async def call() -> None:
        check(action, ANSWER)

    return await cost(call)


async def calling() -> tuple[float, float]:
    """One HTTP call of an action: as Rasa does it, and over a kept connection. Both count the answering side too."""

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
        return await cost(lambda: fresh.request(json=body, method="post")), await cost(lambda: kept.request(json=body))
    finally:
        await kept.close()
        await runner.cleanup()


async def main() -> None:
    """Prints both as a table."""
    schema, shape = await checking(RemoteAction._validate_action_result), await checking(rasa_patches._check_shape)
    fresh, kept = await calling()
    print("| | Rasa | patched |\n|---|---:|---:|")
    print(f"| checking an action's answer | {schema:.1f} ms | {shape:.3f} ms |")
    print(f"| calling an action over HTTP | {fresh:.1f} ms | {kept:.1f} ms |")


if __name__ == "__main__":
    asyncio.run(main())
