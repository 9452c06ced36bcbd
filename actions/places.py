"""Where something is to go: the province, what postage it costs, how many days the way takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping, Optional

import bot.understanding
from actions.question import Question
from actions.tracking import region_of
from bot.shop import Content
from bot.stores import Order

# The list understanding reads its places from. Read here by itself: its module would bring spaCy into the action server.
_LIST = Path(bot.understanding.__file__).parent / "entities" / "places.txt"
_ABROAD = re.compile(r"国外|海外|境外|美国|日本|韩国|英国|加拿大|澳洲|澳大利亚|新加坡|马来西亚|欧洲|泰国|越南|德国|法国|俄罗斯")
_ABROAD_IN_POLICY = "海外"
_ADDRESS_BEGINS = 12  # province and city stand in the first characters of an address


@dataclass(frozen=True)
class Destination:
    """A place as the shopper named it. `fee` is yuan on top, `days` the days of the way as (from, to) once it has left."""

    name: str
    delivered: bool = True
    fee: float = 0
    days: Optional[tuple[int, int]] = None

    @property
    def span(self) -> Optional[str]:
        """2-3, or 2 when both are the same."""
        if self.days is None:
            return None
        return f"{self.days[0]}-{self.days[1]}" if self.days[0] != self.days[1] else str(self.days[0])


def destination_said(question: Question) -> Optional[Destination]:
    """The place this message names."""
    said = question.entities.get("place")
    if said:
        return destination(question.content, str(said))
    abroad = _ABROAD.search(question.text)
    return Destination(abroad.group(), delivered=False) if abroad and _never(question.content, _ABROAD_IN_POLICY) else None


def destination_of(order: Order, content: Content) -> Optional[Destination]:
    """Where an order goes, as far as its province: nothing more of an address may be shown."""
    province = province_in(order.address[:_ADDRESS_BEGINS])
    return destination(content, province) if province else None


def last_destination(question: Question) -> Optional[Destination]:
    """Where this shopper's newest order went."""
    return destination_of(question.orders[0], question.content) if question.orders else None


def destination(content: Content, name: str) -> Destination:
    """What the policies say about a place."""
    province = province_in(name) or name
    if _never(content, province) or _never(content, name):
        return Destination(name, delivered=False)
    region = region_of(province, content)
    days = (int(region["days_from"]), int(region["days_to"])) if region else None
    remote = any(area in province for area in content.policies["freight"]["remote_areas"])
    return Destination(name, fee=content.policies["freight"]["remote_fee"] if remote else 0, days=days)


def province_in(text: str) -> Optional[str]:
    """The province of the first place in the text: 广东 for 深圳市南山区, None when there is none."""
    found = [(text.index(place), -len(place), province) for place, province in _provinces().items() if place in text]
    return min(found)[2] if found else None


def _never(content: Content, place: str) -> bool:
    return any(area in place for area in content.policies["freight"]["undelivered"])


@lru_cache(maxsize=1)
def _provinces() -> Mapping[str, str]:
    rows = [line.split() for line in _LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {name.lstrip("?"): row[0].lstrip("?") for row in rows for name in row}
