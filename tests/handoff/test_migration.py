"""The conversation side's tables are built by the shared migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from bot.handoff import HumanSide, Transcript, tables
from bot.shop.settings import Desk as DeskSettings
from bot.stores import connect, metadata, migrate, reading, upgrade, writing
from tests.stores.fakes import FixedClock
from tests.stores.postgres import PostgresServer

OURS = {
    tables.conversations, tables.messages, tables.tickets, tables.changes, tables.notes, tables.customers, tables.phrases, tables.agents,
}  # fmt: skip


def test_the_migrations_build_exactly_the_tables_the_code_uses(engine: Engine) -> None:
    names = {table.name for table in OURS}

    def ours(item, name, kind, *_) -> bool:
        return (name if kind == "table" else item.table.name) in names

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, metadata) == []


def _move(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).with_name("migrations")).replace("%", "%%"))
    now = _revision(engine)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        (command.downgrade if now and now > revision else command.upgrade)(config, revision)


def _revision(engine: Engine) -> Optional[str]:
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


ROWS = (
    "INSERT INTO conversations (id, channel, shopper, holder, version, agent, memory, created_at)"
    " VALUES ('web:a', 'web', 'a', 'agent', 3, '小棉', '{\"product\": \"P1001\"}', '2026-11-22 04:00:00')",
    "INSERT INTO messages (conversation, author, external_id, text, state, at)"
    " VALUES ('web:a', 'shopper', 'm-1', '在吗', 'done', '2026-11-22 04:00:00')",
    "INSERT INTO tickets (conversation, state, reason, opened_at, agent) VALUES ('web:a', 'taken', 'asked', '2026-11-22 04:00:00', '小棉')",
    "INSERT INTO agents (name, password, role, created_at) VALUES ('小棉', 'argon', 'agent', '2026-11-22 04:00:00')",
)
NEW_ROWS = (
    "UPDATE tickets SET team = '售后', priority = 30, because = '[]', satisfaction = 'A'",
    "UPDATE messages SET suggested = '您好'",
    "UPDATE agents SET status = 'online', teams = '[]'",
    "INSERT INTO notes (conversation, \"by\", text, at) VALUES ('web:a', '小棉', '备注', '2026-11-22 04:00:00')",
    "INSERT INTO customers (shopper, tags, \"by\", at) VALUES ('a', '[]', '小棉', '2026-11-22 04:00:00')",
    "INSERT INTO changes (at, kind, \"by\", conversation, ticket) VALUES ('2026-11-22 04:00:00', 'taken', '小棉', 'web:a', 1)",
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_shop_with_conversations_moves_to_the_desks_tables_and_back(kind: str, postgres: PostgresServer, tmp_path: Path, clock: FixedClock) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'steps.db'}" if kind == "sqlite" else postgres.url("steps"))

    def kept() -> list:
        with reading(engine) as db:
            return [tuple(map(str, row)) for table in ("conversations", "messages", "tickets", "agents")
                    for row in db.execute(text(f"SELECT * FROM {table}"))]

    _move(engine, "0002")
    before, shape = kept(), _shape(engine)
    assert before == []
    with writing(engine) as db:
        for row in ROWS:
            db.execute(text(row))
    before = kept()
    for _ in range(2):
        _move(engine, "0003")
        with writing(engine) as db:
            assert db.execute(text("SELECT priority, team, because, told_at FROM tickets")).all() == [(0, None, None, None)]
            assert db.execute(text("SELECT status, teams, parallel FROM agents")).all() == [("away", None, None)]
            for row in NEW_ROWS:
                db.execute(text(row))
        _move(engine, "0002")
        assert kept() == before and _shape(engine) == shape
    upgrade(engine)
    human = HumanSide.over(engine, clock, Transcript(engine, clock), DeskSettings)
    assert [(t.shopper, t.state, t.agent, t.priority, t.team, t.because) for t in human.queue.all()] == [("a", "taken", "小棉", 0, None, ())]
    assert [(c.name, c.status, c.teams, c.holding) for c in human.presence.colleagues()] == [("小棉", "away", (), 1)]
    human.desk.reply("web:a", "小棉", "您好")
    human.desk.end("web:a", "小棉", "done")
    assert human.queue.all() == []
    engine.dispose()


def _shape(engine: Engine) -> dict:
    looks = inspect(engine)
    return {name: ({c["name"] for c in looks.get_columns(name)}, {i["name"] for i in looks.get_indexes(name)}) for name in looks.get_table_names()}
