"""Several requests at once, each on a connection of its own."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable, Optional, Sequence

import httpx

from tests.running import RunningShop


@dataclass(frozen=True)
class Sent:
    """One message, its answer (None when the connection broke) and how long that took, in seconds."""

    shopper: str
    id: str
    response: Optional[httpx.Response]
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        assert self.response is not None
        return self.response.json()

    @property
    def status(self) -> int:
        return self.response.status_code if self.response is not None else 0


def post(shop: RunningShop, shopper: str, id: str, text: str, **more: Any) -> Sent:
    """One message; a broken connection is an answer too."""
    began = time.monotonic()
    try:
        response = shop.post(shopper, text, id=id, **more)
    except httpx.TransportError:
        response = None
    return Sent(shopper, id, response, time.monotonic() - began)


def at_once(calls: Sequence[Callable[[], Any]], apart: float = 0.0) -> list[Any]:
    """All of them at the same time, or each begun `apart` seconds after the one before; results in their order."""
    with ThreadPoolExecutor(len(calls)) as pool:
        begun = []
        for call in calls:
            begun.append(pool.submit(call))
            time.sleep(apart)
        return [one.result() for one in begun]
