"""A transcript and a human side on an empty database; as in tests/stores, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from functools import partial
from typing import Callable

import pytest
from sqlalchemy.engine import Engine

from bot.handoff import Changes, Customers, Desk, HumanSide, Presence, Queue, Transcript
from bot.shop.settings import Desk as DeskSettings
from tests.stores.conftest import clock, engine, migrated_file, migrated_postgres, postgres  # noqa: F401
from tests.stores.fakes import FixedClock

from . import hands
from .talking import Talk


def desk_settings() -> DeskSettings:
    """The defaults, in a shop with a few teams."""
    return DeskSettings(teams={name: () for name in ("售前", "售后", "物流", "投诉")})


@pytest.fixture
def transcript(engine: Engine, clock: FixedClock) -> Transcript:  # noqa: F811
    """Channel "bridge" has a callback, channel "web" has none."""
    return Transcript(engine, clock, frozenset({"bridge"}))


@pytest.fixture
def human(engine: Engine, clock: FixedClock, transcript: Transcript) -> HumanSide:  # noqa: F811
    """With the settings every shop begins with."""
    return HumanSide.over(engine, clock, transcript, desk_settings)


@pytest.fixture
def desk(human: HumanSide) -> Desk:
    return human.desk


@pytest.fixture
def queue(human: HumanSide) -> Queue:
    return human.queue


@pytest.fixture
def presence(human: HumanSide) -> Presence:
    return human.presence


@pytest.fixture
def log(human: HumanSide) -> Changes:
    return human.changes


@pytest.fixture
def customers(human: HumanSide) -> Customers:
    return human.customers


@pytest.fixture
def shift(engine: Engine, clock: FixedClock, transcript: Transcript, queue: Queue) -> hands.Shift:  # noqa: F811
    return hands.Shift(engine, clock, transcript, queue, desk_settings)


@pytest.fixture
def hire(engine: Engine) -> Callable[..., None]:  # noqa: F811
    """`hire("小棉", ["售前"], parallel=2)`."""
    return partial(hands.hire, engine)


@pytest.fixture
def shopper(transcript: Transcript) -> Callable[[str], Talk]:
    """`shopper("azhe")` on the bridge."""
    return partial(Talk, transcript, "bridge")


@pytest.fixture
def talk(shopper: Callable[[str], Talk]) -> Talk:
    """Shopper xiaolu on the bridge."""
    return shopper("xiaolu")
