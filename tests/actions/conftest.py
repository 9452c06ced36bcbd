"""Actions on the real content and a real database with the demonstration shoppers; no Rasa, no trained model."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.clock import SHANGHAI, Clock
from bot.shop import Content, Shop
from bot.stores import Stores, connect, seed_demo, upgrade
from bot.understanding.catalogue import of_content
from bot.understanding.entities import Extractor

from .asking import Asking

SHOP = Path(__file__).resolve().parents[2] / "data" / "shop"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=SHANGHAI)  # a Sunday, an hour before the cut-off


class Standing(Clock):
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="session")
def content() -> Content:
    return Shop(SHOP).content


@pytest.fixture(scope="session")
def seeded(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with stock and the demonstration shoppers, as of NOW."""
    file = tmp_path_factory.mktemp("actions") / "shop.db"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    stores = Stores(engine, Standing())
    stores.stock.sync(content)
    seed_demo(engine, content, Standing(), SHOP / "demo" / "shoppers.yml")
    engine.dispose()
    return file


@pytest.fixture
def stores(seeded: Path, tmp_path: Path) -> Iterator[Stores]:
    """A copy of it for one test."""
    copy = tmp_path / "shop.db"
    copy.write_bytes(seeded.read_bytes())
    engine = connect(f"sqlite:///{copy}")
    yield Stores(engine, Standing())
    engine.dispose()


@pytest.fixture(scope="session")
def extractor(content: Content) -> Extractor:
    words = of_content(content)
    return Extractor(lambda: words)


@pytest.fixture
def ask(content: Content, stores: Stores, extractor: Extractor) -> Any:
    """One conversation: `ask(Action, "text", shopper=…, product=…, order=…)`; see Asking."""
    return Asking(content, stores, extractor, NOW)
