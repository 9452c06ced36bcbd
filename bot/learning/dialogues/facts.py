"""What a dialogue may expect: facts of the content and of the shopper's own records, never what the bot said once.

Expressions are Python's format strings: {order.number}, {orders[1].lines[0].title}, {order.total:.0f}, {products[P1001].price},
{policy[shipping_dispatch_hours]}, {fits[P1006/165/55].size} (height and weight), {fits[P1035/foot_length=24].size},
{theirs[demo-06].number} (the newest order of somebody else), {reopens:%H:%M} (when a person is there again).
"""

from __future__ import annotations

from typing import Any, Optional

from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.shop import Content
from bot.shop.advice import SizeAdvice
from bot.stores import Order, Stores


class Facts:
    """The facts of one shop."""

    def __init__(self, engine: Engine, clock: Clock, content: Content) -> None:
        self.engine, self.clock, self.content = engine, clock, content
        self.stores = Stores(engine, clock)

    def fill(self, words: Any, shopper: str) -> str:
        """The words with what they refer to, read now."""
        text = str(words)
        if "{" not in text:
            return text
        orders = self.stores.orders.of(shopper)
        return text.format(
            orders=orders, order=orders[0] if orders else None, products=self.content.products, policy=self.content.variables,
            fits=_Fits(self.content), theirs=_Theirs(self.stores), reopens=self.content.hours.next_opening(self.clock.now()))


class _Theirs:
    """The newest order of a demonstration shopper whom no dialogue is."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def __getitem__(self, shopper: str) -> Order:
        return self._stores.orders.of(shopper)[0]


class _Fits:
    """The chart's advice for "product/height/weight" or "product/measure=value"."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def __getitem__(self, body: str) -> Optional[SizeAdvice]:
        product, *measures = body.split("/")
        named = dict(m.split("=") if "=" in m else (name, m) for name, m in zip(("height", "weight"), measures))
        return self._content.charts.advise(self._content.products[product], **{n: float(v) for n, v in named.items()})
