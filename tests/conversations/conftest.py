"""The two shops in which the dialogues are held, by day and by night; each dialogue has a shopper of its own there."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, NamedTuple

import pytest

from tests.conversations.facts import Facts
from tests.conversations.script import dialogues
from tests.conversations.shoppers import shop_folder
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
    facts, records = Facts(shop, folder), Records(shop, f"sqlite:///{shop.var / 'shop.db'}")
    yield Place(shop, facts, records)
    records.close()
    facts.engine.dispose()
    shop.stop()
