"""Brings any database to the newest tables, at every start; several processes may start at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine

from bot.stores.database import alone, writing

_UPGRADE = 7_310_002  # any number no other lock uses


def upgrade(engine: Engine) -> None:
    """Runs what is missing of migrations/versions, all of it or, on an error, none of it."""
    # Here and not above: only the process that migrates needs Alembic in its memory.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with writing(engine) as connection:
        alone(connection, _UPGRADE)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
