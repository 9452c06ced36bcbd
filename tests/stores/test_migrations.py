"""Migrations: any database becomes the one the code expects."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, inspect
from sqlalchemy.engine import Engine

from bot.stores import alive, connect, metadata, reading, tables, upgrade

from .postgres import PostgresServer

OURS = {table.name for table in vars(tables).values() if isinstance(table, Table)}


def _ours(item: Any, name: str, kind: str, *_: Any) -> bool:
    return (name if kind == "table" else item.table.name) in OURS


def test_the_migrations_build_exactly_the_tables_the_code_uses(engine: Engine) -> None:
    options = {"compare_type": True, "include_object": _ours}
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    before = inspect(engine).get_table_names()
    upgrade(engine)
    assert inspect(engine).get_table_names() == before


def test_processes_that_start_together_do_not_trip_over_each_other(postgres: PostgresServer, tmp_path: Path) -> None:
    for url in (postgres.url("together"), f"sqlite:///{tmp_path / 'together.db'}"):
        engines = [connect(url) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(upgrade, engines))
        assert OURS <= set(inspect(engines[0]).get_table_names())
        [engine.dispose() for engine in engines]


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    create = op.create_table

    def fails_late(name: str, *columns: object) -> object:
        if name == "photos":
            raise RuntimeError("the power went out")
        return create(name, *columns)

    monkeypatch.setattr(op, "create_table", fails_late)
    for url in (postgres.url("failed"), f"sqlite:///{tmp_path / 'failed.db'}"):
        engine = connect(url)
        with pytest.raises(RuntimeError):
            upgrade(engine)
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def test_a_database_that_is_not_there_is_not_alive(engine: Engine, tmp_path: Path) -> None:
    assert alive(engine)
    assert not alive(connect("postgresql://nobody@/nothing?host=/nowhere"))
    (tmp_path / "folder.db").mkdir()
    assert not alive(connect(f"sqlite:///{tmp_path / 'folder.db'}"))
