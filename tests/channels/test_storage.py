"""Store calls run off the event loop and outlast a database that is away for a while."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Iterator

import pytest
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.channels import storage as module
from bot.channels.storage import Storage

LOCKED = OperationalError("INSERT", {}, Exception("database is locked"))


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Patient for a third of a second, asking again every few milliseconds."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.005)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.02)
    made = Storage(threads=2, patience=0.3)
    yield made
    made.close()


class Flaky:
    """Work that fails so often before it succeeds."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.failures = failures
        self.error = error
        self.calls = 0

    def __call__(self, *args: object, **named: object) -> tuple:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return args, named


async def test_the_result_comes_back_with_all_arguments_given(storage: Storage) -> None:
    assert await storage.run(Flaky(0, LOCKED), 1, "二", owed=True) == ((1, "二"), {"owed": True})


@pytest.mark.parametrize("error", [LOCKED, InterfaceError("SELECT", {}, Exception("connection closed")), PoolTimeout()])
async def test_an_absent_database_is_tried_again_until_it_is_back(storage: Storage, error: Exception) -> None:
    work = Flaky(5, error)
    assert await storage.run(work, "kept") == (("kept",), {})
    assert work.calls == 6


async def test_patience_ends_with_what_the_database_said(storage: Storage) -> None:
    work, began = Flaky(10**9, LOCKED), time.monotonic()
    with pytest.raises(storage.gone) as refusal:
        await storage.run(work)
    assert refusal.value is LOCKED
    assert time.monotonic() - began < 1.5 and work.calls > 3


@pytest.mark.parametrize("error", [IntegrityError("INSERT", {}, Exception("unique")), ValueError("a mistake of ours"), KeyError("x")])
async def test_every_other_error_comes_at_once(storage: Storage, error: Exception) -> None:
    work = Flaky(1, error)
    with pytest.raises(type(error)):
        await storage.run(work)
    assert work.calls == 1


async def test_slow_work_delays_neither_the_event_loop_nor_other_work(storage: Storage) -> None:
    free = threading.Event()
    slow = asyncio.ensure_future(storage.run(free.wait, 5))
    assert await asyncio.wait_for(storage.run(threading.get_ident), 2) != threading.get_ident()
    assert not slow.done()
    free.set()
    assert await slow is True


async def test_closing_lets_running_work_finish() -> None:
    made, done = Storage(threads=1), []
    running = asyncio.ensure_future(made.run(lambda: (time.sleep(0.05), done.append(True))))
    await asyncio.sleep(0.01)
    made.close()
    await running
    assert done == [True]
