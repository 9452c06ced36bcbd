"""The tables of decisions are built by the shared migrations, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from bot.missed import tables
from bot.stores import metadata, reading


def test_the_migrations_build_exactly_the_tables_the_code_uses(engine: Engine) -> None:
    names = {tables.missed_decisions.name, tables.missed_texts.name}

    def ours(item, name, kind, *_) -> bool:
        return (name if kind == "table" else item.table.name) in names

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, metadata) == []
