"""Small words: times, durations, money, masks, items and order titles, in the shop's own wording (replies/words.yml)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Iterable, Optional, Union

from bot.clock import SHANGHAI
from bot.shop import Content, plain
from bot.stores import Order, OrderLine

_VARIABLE = re.compile(r"\{(\w+)\}")
_NEAR = {-2: "before_yesterday", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "after_tomorrow"}
_SHORT_NAME = 8  # characters of a product's name on a button
_ROAD = re.compile(r".{4,}?(?:街道|大街|大道|[路街巷弄镇乡村])")


class Words:
    """The small words of one shop, as of now. `content` is what they are read from."""

    def __init__(self, content: Content, now: datetime) -> None:
        self.content = content
        self.now = now

    def __call__(self, word: str, **values: Any) -> str:
        """`utter_word_<word>` filled in; a word the shopkeeper has deleted leaves just its values."""
        variants = self.content.replies.get(f"utter_word_{word}")
        template = variants[0] if variants else " ".join(f"{{{name}}}" for name in values)
        return _VARIABLE.sub(lambda found: str(values.get(found.group(1), "")), template)

    def when(self, at: datetime) -> str:
        """A time: 今天 15:30, 昨天 09:12, 11月20日 15:30."""
        local = at.astimezone(SHANGHAI)
        return self("moment", day=self.day(local), time=f"{local:%H:%M}")

    def day(self, day: Union[date, datetime]) -> str:
        """A day: 今天, 明天, 11月20日; with the year when it is another one."""
        if isinstance(day, datetime):
            day = day.astimezone(SHANGHAI).date()
        today = self.now.astimezone(SHANGHAI).date()
        near = _NEAR.get((day - today).days)
        if near:
            return self(near)
        return self("date" if day.year == today.year else "date_of_year", year=day.year, month=day.month, date=day.day)

    def lasting(self, length: timedelta) -> str:
        """A duration, rounded down: 3 天 4 小时, 6 小时, 20 分钟; never less than one minute."""
        minutes = max(int(abs(length).total_seconds() // 60), 1)
        days, hours = divmod(minutes // 60, 24)
        if days:
            return self("days_hours", n=days, m=hours) if hours else self("days", n=days)
        return self("hours", n=hours) if hours else self("minutes", n=minutes)

    def name(self, line: OrderLine) -> str:
        """What to call a product in few words: what shoppers call it, else the beginning of its title."""
        product = self.content.products.get(line.product)
        short = product.aliases[0] if product and product.aliases else line.title
        return short[:_SHORT_NAME]

    def items(self, lines: Iterable[OrderLine]) -> str:
        """圆领T（白色 M）、阔腿裤（黑色 L）2 件."""
        return self("and").join(self._item(line) for line in lines)

    def brief(self, lines: Iterable[OrderLine]) -> str:
        """圆领T, or 圆领T 等2件 when there are more."""
        lines = list(lines)
        if not lines:
            return ""
        pieces = sum(line.quantity for line in lines)
        first = self.name(lines[0])
        return self("and_more", name=first, n=pieces) if pieces > 1 else first

    def order_titles(self, orders: Iterable[Order]) -> list[str]:
        """A short, distinct title for each order: 11-20 圆领T 等2件."""
        orders = list(orders)
        titles = [self._title(order) for order in orders]
        return [
            title if titles.count(title) == 1 else self("order_title_tail", title=title, tail=order.number[-4:])
            for title, order in zip(titles, orders)
        ]

    def _title(self, order: Order) -> str:
        placed = order.created_at.astimezone(SHANGHAI)
        return self("order_title", day=f"{placed:%m-%d}", name=self.brief(order.lines))

    def _item(self, line: OrderLine) -> str:
        values = {"name": self.name(line), "kind": f"{line.colour} {line.size}".strip()}
        return self("item_several", n=line.quantity, **values) if line.quantity > 1 else self("item", **values)


def money(amount: Decimal) -> str:
    """Yuan without a unit: 59.9, 199."""
    return plain(amount)


def mask_phone(phone: str) -> str:
    """138****5678; nothing but stars when it is too short to show any of it."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def mask_name(name: Optional[str]) -> str:
    """张**: the first character."""
    return f"{name[:1]}**" if name else "**"


def mask_address(address: str) -> str:
    """The address down to its road, without the house: 南京市玄武区珠江路****."""
    road = _ROAD.match(address)
    return f"{road.group() if road else address[:6]}****"
