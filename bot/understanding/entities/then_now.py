"""Bare prices of two days: 昨天269今天289. What else is told of two days, weights and what is left, says so or has its unit."""

from __future__ import annotations

import re

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.money import MOST_APART, NO_MONEY, SIZING
from bot.understanding.entities.reading import Reading
from bot.understanding.entities.sizes import is_number_size

_PRICE = r"(?<![\d.])(\d{2,4}(?:\.\d{1,2})?)(?![\d.:：/*×\-~])"
_BOTH = re.compile(
    rf"(?:昨[天儿日晚]|前[天儿]|上周|双十?[一1]1?|早上|之前|刚才?|原来)[^\d,，。；;]{{0,6}}{_PRICE}[^\d]{{0,8}}"
    rf"(?:今[天儿早晚]|现在|这会儿?|目前)[^\d,，。；;]{{0,6}}{_PRICE}"
)
_SOMETHING_ELSE = re.compile(r"[称量剩存瘦胖排第粉温尾楼腰胸臀肩]|还有|评[分价]|电[量费]|订单|房间")
LEAST = 20
FEWEST_PIECES = 2  # the numbers


def find(reading: Reading) -> list[Entity]:
    """money: both numbers or none."""
    text = reading.text
    if len(reading.pieces) < FEWEST_PIECES or not ("今" in text or "现在" in text or "目前" in text or "这会" in text):
        return []  # nearly always, and much sooner than the pattern sees it
    both = _BOTH.search(text)
    if both is None or SIZING.search(text) or _SOMETHING_ELSE.search(text[:both.end()]) or not _are_prices(reading, both):
        return []
    return [Entity("money", float(both[n]), *both.span(n)) for n in (1, 2) if reading.unused(*both.span(n))]


def _are_prices(reading: Reading, both: re.Match[str]) -> bool:
    """Two that differ, but not by much, are not both sizes (昨天130今天140), and count nothing."""
    low, high = sorted((float(both[1]), float(both[2])))
    apart = LEAST <= low < high <= low * MOST_APART
    sizes = is_number_size(low) and is_number_size(high)
    return apart and not sizes and not any(NO_MONEY.match(reading.text, both.end(n)) for n in (1, 2))
