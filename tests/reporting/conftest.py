"""A day written through the real transcript and desk, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from tests.stores.conftest import engine, migrated_file, migrated_postgres, postgres  # noqa: F401

from .counter import Counter


@pytest.fixture
def shop(engine: Engine) -> Counter:  # noqa: F811
    """The shop's counter on Tuesday 24 November 2026: open 09:00-12:30 and 13:30-22:00."""
    return Counter(engine)
