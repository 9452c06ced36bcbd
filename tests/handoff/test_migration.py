"""The conversation side's tables are built by the shared migrations."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from bot.desk import tables as desk_tables
from bot.handoff import tables as handoff_tables
from bot.stores import metadata, reading

OURS = {handoff_tables.conversations, handoff_tables.messages, handoff_tables.tickets, desk_tables.agents}


def test_the_migrations_build_exactly_the_tables_the_code_uses(engine: Engine) -> None:
    names = {table.name for table in OURS}

    def ours(item, name, kind, *_) -> bool:
        return (name if kind == "table" else item.table.name) in names

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, metadata) == []
