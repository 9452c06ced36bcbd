"""The two shops in which the dialogues are held, by day and by night; each dialogue has a shopper of its own there."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, NamedTuple

import pytest

from bot.clock import Clock
from bot.learning.dialogues.facts import Facts
from bot.learning.dialogues.script import dialogues
from bot.learning.dialogues.shoppers import shop_folder
from bot.shop import Shop
from bot.stores import connect
from tests.faults.records import Records
from tests.running import CLOSED, OPEN, RunningShop


class Place(NamedTuple):
    """A running shop, what is true in it, and what it has recorded."""

    shop: RunningShop
    facts: Facts
    records: Records


@pytest.fixture(scope="session")
def by_day(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from _place(models, tmp_path_factory.mktemp("by_day"), OPEN)


@pytest.fixture(scope="session")
def by_night(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from _place(models, tmp_path_factory.mktemp("by_night"), CLOSED)


def _place(models: Path, var: Path, now: str) -> Iterator[Place]:
    folder = shop_folder(var, dialogues())
    shop = RunningShop(var, models, SHOP_NOW=now, SHOP_DIR=str(folder)).start()
    database, clock = f"sqlite:///{shop.var / 'shop.db'}", Clock.from_setting(now)
    facts, records = Facts(connect(database), clock, Shop(folder, clock.now).content), Records(shop, database)
    yield Place(shop, facts, records)
    records.close()
    facts.engine.dispose()
    shop.stop()
