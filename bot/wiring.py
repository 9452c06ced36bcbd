"""The one place where the parts are put together: settings, clock, database, stores, shop content, own questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError

from bot.clock import Clock
from bot.faq import Book
from bot.settings import Settings, SettingsError
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
    faq: Book


def build(settings: Settings) -> World:
    """Opens the database and reads the shop. Raises ShopError when data/shop cannot serve at all, SettingsError for an
    unusable SHOP_NOW, DATABASE_URL or SHOP_DIR."""
    if not settings.shop_dir.is_dir():
        raise SettingsError(f"SHOP_DIR={settings.shop_dir} 不是一个文件夹；请改成店铺资料所在的文件夹，或删掉它用默认的 data/shop。")
    try:
        clock = Clock.from_setting(settings.shop_now)
        engine = connect(settings.database_url)
    except ArgumentError:  # not repeated here: an address may hold a password
        raise SettingsError("DATABASE_URL 读不懂；请写成 sqlite:///文件路径 或 postgresql://用户:密码@主机/库名。") from None
    except OSError as error:
        raise SettingsError(f"DATABASE_URL 里的文件夹 {error.filename} 建不了（{error.strerror}）；请改成能写的地方。") from None
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return World(settings, clock, engine, Shop(settings.shop_dir, clock.now), Stores(engine, clock), Book(settings.shop_dir / "faq"))


@lru_cache(maxsize=1)
def world() -> World:
    """This process's world, from the environment."""
    return build(Settings.from_environment())
