"""A running shop's own records, read from outside: what it really kept, whatever it answered."""

from __future__ import annotations

from typing import Any, Optional

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.clock import Clock
from bot.handoff import HumanSide, Ticket, Transcript
from bot.shop.settings import Desk as DeskSettings
from bot.handoff.tables import conversations, messages
from bot.stores import connect
from bot.stores.database import reading
from tests.running import RunningShop


class Records:
    """The database of one running shop. Shoppers are the bridge's unless `channel` says otherwise."""

    def __init__(self, shop: RunningShop, url: str = "") -> None:
        self.engine: Engine = connect(url or shop.environment.get("DATABASE_URL") or f"sqlite:///{shop.var / 'shop.db'}")
        clock = Clock.from_setting(shop.environment["SHOP_NOW"])
        channels = frozenset({"bridge"} if shop.environment.get("BRIDGE_CALLBACK_URL") else ())
        self.human = HumanSide.over(self.engine, clock, Transcript(self.engine, clock, channels), DeskSettings)

    def rows(self, shopper: str, channel: str = "bridge") -> list[dict[str, Any]]:
        """Everything both sides said, oldest first."""
        with reading(self.engine) as db:
            found = db.execute(select(messages).where(messages.c.conversation == f"{channel}:{shopper}").order_by(messages.c.seq))
            return [dict(row) for row in found.mappings()]

    def heard(self, shopper: str) -> list[dict[str, Any]]:
        """The shopper's messages."""
        return [row for row in self.rows(shopper) if row["author"] == "shopper"]

    def said(self, shopper: str) -> list[dict[str, Any]]:
        """What was said to the shopper."""
        return [row for row in self.rows(shopper) if row["author"] != "shopper"]

    def count(self) -> int:
        """How many messages there are in all."""
        with reading(self.engine) as db:
            return db.execute(select(func.count()).select_from(messages)).scalar_one()

    def pending(self) -> list[str]:
        """Ids of messages that were recorded and not answered."""
        with reading(self.engine) as db:
            return list(db.execute(select(messages.c.external_id).where(messages.c.state == "pending")).scalars())

    def memory(self, shopper: str) -> dict[str, Any]:
        """What the dialogue remembers."""
        with reading(self.engine) as db:
            return db.execute(select(conversations.c.memory).where(conversations.c.id == f"bridge:{shopper}")).scalar_one()

    def ticket(self, shopper: str) -> Optional[Ticket]:
        """The shopper's one place in the queue."""
        found = [t for t in self.human.queue.all() if t.shopper == shopper]
        assert len(found) <= 1, f"{shopper} is queued {len(found)} times"
        return found[0] if found else None

    def close(self) -> None:
        self.engine.dispose()


def assert_answered_once(rows: list[dict[str, Any]], ids: list[str]) -> None:
    """One shopper's rows: every id is recorded once and done, answered itself or merged into a later one that was."""
    heard = {row["external_id"]: row for row in rows if row["author"] == "shopper"}
    assert sorted(row["external_id"] for row in rows if row["author"] == "shopper") == sorted(ids)
    assert {row["state"] for row in heard.values()} == {"done"}
    answers = [row["answers"] for row in rows if row["author"] != "shopper"]
    for id, row in heard.items():
        carrier = row["merged_into"] or id
        assert heard[carrier]["merged_into"] is None and carrier in answers, f"{id} was never answered"
        if row["merged_into"]:
            assert id not in answers, f"{id} was answered by itself and again with {carrier}"
            assert heard[carrier]["seq"] > row["seq"]
