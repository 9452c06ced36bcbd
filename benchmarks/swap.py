"""How long replies take while a newly promoted model is taken over: `python -m benchmarks.swap MODELS_FOLDER`.

A real server under steady traffic over the bridge; two models of the folder (a copy of it) are promoted in turn. Prints the latencies
of quiet seconds and of those in which a model was taken over.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from bot.learning import models
from tests.running import RunningShop, signed

PER_SECOND, SECONDS, SWAP_EVERY = 10, 40, 8
TEXTS = ("什么时候发货", "175 130斤穿多大", "会起球吗", "在吗", "发什么快递", "能便宜点吗", "怎么退货，运费谁出", "有没有黑色")


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        copies, var = Path(place) / "models", Path(place) / "var"
        two = sorted(path.name for path in models.all_models(folder)[:1])
        copies.mkdir()
        var.mkdir()
        for name in ("a.tar.gz", "b.tar.gz"):
            shutil.copy(folder / two[0], copies / name)
        models.promote(copies, "a.tar.gz")
        shop = RunningShop(var, copies).start()
        try:
            print_latencies(*traffic(shop, copies))
        finally:
            shop.stop()


def traffic(shop: RunningShop, copies: Path) -> tuple[list[tuple[float, float]], list[float]]:
    """(began, seconds) of each message, and when a model was promoted."""
    sent: list[tuple[float, float]] = []
    swaps: list[float] = []
    local = threading.local()

    def say(n: int) -> None:
        if not hasattr(local, "http"):
            local.http = httpx.Client(base_url=shop.base, timeout=60, trust_env=False)
        body = f'{{"id": "m-{n}", "shopper": "s-{n % 40}", "kind": "text", "text": "{TEXTS[n % len(TEXTS)]}"}}'.encode()
        began = time.monotonic()
        assert local.http.post("/webhooks/bridge/messages", content=body, headers=signed(body)).status_code == 200
        sent.append((began, time.monotonic() - began))

    with ThreadPoolExecutor(24) as pool:
        start = time.monotonic()
        for n in range(PER_SECOND * SECONDS):
            time.sleep(max(0.0, start + n / PER_SECOND - time.monotonic()))
            if n % (SWAP_EVERY * PER_SECOND) == SWAP_EVERY * PER_SECOND // 2:
                swaps.append(time.monotonic())
                models.promote(copies, "b.tar.gz" if len(swaps) % 2 else "a.tar.gz")
            pool.submit(say, n)
    return sent, swaps


def print_latencies(sent: list[tuple[float, float]], swaps: list[float]) -> None:
    during = sorted(took for began, took in sent if any(swap - 0.2 <= began <= swap + 3 for swap in swaps))
    quiet = sorted(took for began, took in sent if not any(swap - 0.2 <= began <= swap + 3 for swap in swaps))
    for name, found in (("quiet", quiet), ("swapping", during)):
        at = lambda share: 1000 * found[min(len(found) - 1, int(share * len(found)))]  # noqa: E731
        print(f"{name}: {len(found)} messages, median {at(0.5):.0f} ms, 95 % {at(0.95):.0f} ms, slowest {1000 * found[-1]:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
