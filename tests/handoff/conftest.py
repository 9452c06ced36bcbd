"""A transcript and a desk on an empty database; as in tests/stores, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from bot.desk import tables  # noqa: F401 (its rows go away after each test too)
from bot.handoff import Desk, Transcript
from tests.stores.conftest import clock, engine, migrated_file, migrated_postgres, postgres  # noqa: F401
from tests.stores.fakes import FixedClock

from .talking import Talk


@pytest.fixture
def transcript(engine: Engine, clock: FixedClock) -> Transcript:  # noqa: F811
    """Channel "bridge" has a callback, channel "web" has none."""
    return Transcript(engine, clock, frozenset({"bridge"}))


@pytest.fixture
def desk(engine: Engine, clock: FixedClock, transcript: Transcript) -> Desk:  # noqa: F811
    return Desk(engine, clock, transcript)


@pytest.fixture
def talk(transcript: Transcript) -> Talk:
    """Shopper xiaolu on the bridge."""
    return Talk(transcript, "bridge", "xiaolu")
