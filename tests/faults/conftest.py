"""One shopper a test, the shops' own records, and a shop of its own for merging, callbacks and live edits."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Callable, Iterator

import httpx
import pytest

from tests.faults.receiver import Receiver
from tests.faults.records import Records
from tests.running import ROOT, RunningShop

MERGE_SECONDS = 1.5
_numbers = count(1)


@pytest.fixture
def shopper() -> str:
    """Somebody who has never written before."""
    return f"shopper-{next(_numbers)}"


@pytest.fixture(scope="session")
def records(shop: RunningShop) -> Iterator[Records]:
    kept = Records(shop)
    yield kept
    kept.close()


@pytest.fixture(params=["bridge", "web"])
def send(request: pytest.FixtureRequest, shop: RunningShop) -> Iterator[Callable[[bytes], httpx.Response]]:
    """Posts a body as it is, over the signed bridge or as a browser that has its cookie."""
    if request.param == "bridge":
        yield shop.raw
        return
    with httpx.Client(base_url=shop.base, timeout=60, trust_env=False) as browser:
        browser.get("/chat/history")
        yield lambda body: browser.post("/chat/messages", content=body, headers={"Content-Type": "application/json"})


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Where the merging shop posts what is said later."""
    listening = Receiver()
    yield listening
    listening.close()


@pytest.fixture(scope="session")
def merging_shop(models: Path, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A shop that waits for the next fragment, has a callback, and whose folder (`SHOP_DIR`) may be edited."""
    folder = tmp_path_factory.mktemp("edited") / "shop"
    shutil.copytree(ROOT / "data" / "shop", folder)
    running = RunningShop(tmp_path_factory.mktemp("merging"), models, MERGE_SECONDS=str(MERGE_SECONDS), SHOP_DIR=str(folder),
                          BRIDGE_CALLBACK_URL=receiver.url).start()
    yield running
    running.stop()


@contextmanager
def frozen(shop: RunningShop, wait: bool = True) -> Iterator[None]:
    """The action server is there and does not answer. Afterwards waits until everything is ready, or not."""
    pid, = shop.children("bot.action_server")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # killed meanwhile
            os.kill(pid, signal.SIGCONT)
        if wait:
            wait_until_ready(shop)


def wait_until_ready(shop: RunningShop, seconds: float = 60) -> None:
    """Until model, database and action server are all there again."""
    wait_for(lambda: shop.http.get("/ready").status_code == 200, seconds)


def wait_for(true: Callable[[], bool], seconds: float) -> None:
    """Asks again and again; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.1)
