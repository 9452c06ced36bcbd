"""The one place where the parts are put together: settings, clock, database, stores, shop content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.settings import Settings
from bot.shop import Shop
from bot.stores import Stores, connect


@dataclass(frozen=True)
class World:
    """Everything a process of ours works with; tests build their own."""

    settings: Settings
    clock: Clock
    engine: Engine
    shop: Shop
    stores: Stores


def build(settings: Settings) -> World:
    """Opens the database and reads the shop. Raises ShopError when data/shop cannot serve at all."""
    clock = Clock.from_setting(settings.shop_now)
    engine = connect(settings.database_url)
    return World(settings, clock, engine, Shop(settings.shop_dir, clock.now), Stores(engine, clock))


@lru_cache(maxsize=1)
def world() -> World:
    """This process's world, from the environment."""
    return build(Settings.from_environment())
