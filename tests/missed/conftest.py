"""Conversations through the real transcript, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from tests.stores.conftest import engine, migrated_file, migrated_postgres, postgres  # noqa: F401

from .talking import Talking


@pytest.fixture
def talking(engine: Engine) -> Talking:  # noqa: F811
    return Talking(engine)
