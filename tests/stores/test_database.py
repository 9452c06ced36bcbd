"""The database itself: what is promised about SQLite, times, money and text, on both kinds."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError

from bot.stores import Rehearsed, Stores, connect, reading, rehearsal, upgrade, writing
from bot.stores.columns import clean, key

from .fakes import NOON, FixedClock, put_order
from .postgres import PostgresServer


def test_an_sqlite_file_is_set_up_for_many_readers_and_one_patient_writer(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path / 'made' / 'on the way.db'}").connect() as connection:
        names = ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        settings = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}
    assert settings == {"journal_mode": "wal", "busy_timeout": 6000, "foreign_keys": 1, "synchronous": 1}


def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL.*mysql.*sqlite:///"):
        connect("mysql://shop@localhost/shop")


def test_the_short_postgres_address_of_hosting_services_is_understood() -> None:
    assert connect("postgres://shop@localhost/shop").url.drivername == "postgresql"


def test_a_database_in_memory_is_one_database(clock: FixedClock) -> None:
    engine = connect("sqlite://")
    upgrade(engine)
    assert Stores(engine, clock).orders.of("xiaolu") == []


def test_a_writer_waits_for_another_instead_of_failing(engine: Engine) -> None:
    put_order(engine, "1001")
    started, done = threading.Event(), []

    def slow() -> None:
        with writing(engine) as connection:
            connection.execute(text("UPDATE orders SET note = 'slow'"))
            started.set()
            time.sleep(0.3)
            done.append("slow")

    other = threading.Thread(target=slow)
    other.start()
    assert started.wait(5)
    with writing(engine) as connection:
        connection.execute(text("UPDATE orders SET note = 'second'"))
        done.append("second")
    other.join()
    assert done == ["slow", "second"]


def test_an_error_takes_everything_back(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        connection.execute(text("UPDATE orders SET note = 'half'"))
        1 / 0
    assert stores.orders.of("xiaolu", "1001").note is None


def test_several_reads_see_one_moment(engine: Engine) -> None:
    put_order(engine, "1001")
    count = text("SELECT count(*) FROM orders")
    with reading(engine) as connection:
        before = connection.execute(count).scalar()
        put_order(engine, "1002")
        assert connection.execute(count).scalar() == before == 1


def test_times_come_back_as_shanghai_times_wherever_they_were_from(engine: Engine, stores: Stores) -> None:
    there = datetime(2026, 11, 22, 1, 30, tzinfo=timezone(timedelta(hours=-3)))
    put_order(engine, "1001", paid_at=there)
    paid_at = stores.orders.of("xiaolu", "1001").paid_at
    assert paid_at == there
    assert paid_at.isoformat() == "2026-11-22T12:30:00+08:00"


def test_a_time_without_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        put_order(engine, "1001", paid_at=NOON.replace(tzinfo=None))


def test_money_is_exact_to_the_fen(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", skus=["P1-黑色-M"] * 3)
    total = stores.orders.of("xiaolu", "1001").total
    assert total == Decimal("179.70")
    assert str(total) == "179.70"


@pytest.mark.parametrize("text_", ["", "   ", "\x00", "1\x002", "\ud800", "x" * 129, None, 7, ["1"], "行\n行"])
def test_what_no_record_can_be_called_is_no_key(text_: Any) -> None:
    assert key(text_) is None


def test_text_loses_only_what_a_database_cannot_take() -> None:
    assert clean(" 浙江\x00省\ud800\n👕 ok\x1b ") == "浙江省\n👕 ok"


def test_a_connection_the_server_dropped_is_replaced_unnoticed(postgres: PostgresServer, clock: FixedClock) -> None:
    engine = connect(postgres.url("dropped"))
    upgrade(engine)
    stores = Stores(engine, clock)
    assert stores.orders.of("xiaolu") == []
    killer = connect(str(engine.url))
    with killer.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'dropped'"
        assert connection.execute(text(others)).all() == [(True,)]
    assert stores.orders.of("xiaolu") == []
    for one in (engine, killer):
        one.dispose()


def test_in_a_rehearsal_nothing_is_written_and_everything_can_be_read(engine: Engine) -> None:
    with rehearsal():
        with reading(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        with pytest.raises(Rehearsed):
            with writing(engine):
                raise AssertionError("a transaction began")
    with writing(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_one_threads_rehearsal_is_nobody_elses(engine: Engine) -> None:
    wrote = []

    def write() -> None:
        with writing(engine) as connection:
            wrote.append(connection.execute(text("SELECT 1")).scalar())

    with rehearsal():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert wrote == [1]
