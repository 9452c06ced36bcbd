"""Who a browser is: a guest with a random name, or signed in as a demonstration shopper. Only a sealed cookie says so."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.browser import cookie, keep_cookie
from bot.sealed import Seal
from bot.stores import DemoShopper, Stores

COOKIE, HALF_A_YEAR = "shop_chat", 182 * 24 * 3600
GUEST = "guest-"


@dataclass(frozen=True)
class Visitor:
    """`guest` is the browser's own name, `demo` the demonstration shopper it is signed in as ("" for none)."""

    guest: str
    demo: str = ""
    new: bool = False

    @property
    def shopper(self) -> str:
        """The identity every read and write is made with."""
        return self.demo or self.guest


class Visitors:
    """Reads and writes the cookie. The guest's name stays underneath a sign-in, so signing out brings the old talk back."""

    def __init__(self, seal: Seal, make_name: Callable[[], str] = lambda: secrets.token_urlsafe(12)) -> None:
        self._seal = seal
        self._make_name = make_name

    def of(self, request: Request) -> Visitor:
        """The visitor the cookie names, else a new guest."""
        kept = self._seal.open(cookie(request, COOKIE))
        if kept is None:
            return Visitor(GUEST + self._make_name(), new=True)
        guest, _, demo = kept.partition("|")
        return Visitor(guest, demo)

    def keep(self, request: Request, response: HTTPResponse, visitor: Visitor) -> None:
        """Writes the cookie."""
        sealed = self._seal.close(f"{visitor.guest}|{visitor.demo}", HALF_A_YEAR)
        keep_cookie(request, response, COOKIE, sealed, path="/chat", seconds=HALF_A_YEAR)


class Demonstration:
    """The shoppers anybody may sign in as. A shop that deletes data/shop/demo has none, whatever its database remembers."""

    def __init__(self, stores: Stores, shop_dir: Path) -> None:
        self._stores = stores
        self._file = shop_dir / "demo" / "shoppers.yml"

    @property
    def on(self) -> bool:
        """Whether this shop demonstrates anything."""
        return self._file.exists()

    def shoppers(self) -> list[DemoShopper]:
        """In the order of the file."""
        return self._stores.demo_shoppers() if self.on else []

    def find(self, shopper: str) -> Optional[DemoShopper]:
        """The one with this id, or None."""
        return next((one for one in self.shoppers() if one.id == shopper), None)
