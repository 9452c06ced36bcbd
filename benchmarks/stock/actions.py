"""The stock bot's one custom action: reads the sender's orders through the same stores as ours, and words the newest."""

from __future__ import annotations

import os
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock
from bot.stores import Stores, connect

STORES = Stores(connect(os.environ["DATABASE_URL"]), Clock.from_setting(os.environ.get("SHOP_NOW")))


class Orders(Action):
    """Status, lines and last trace event of the newest order; the sender id is taken for the shopper, as stock bots do."""

    def name(self) -> str:
        return "action_orders"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        found = STORES.orders.of(tracker.sender_id)
        dispatcher.utter_message(text=self._words(found[0]) if found else "no order")
        return []

    @staticmethod
    def _words(order: Any) -> str:
        goods = ", ".join(f"{line.title} {line.colour} {line.size} x{line.quantity}" for line in order.lines)
        events = [event for parcel in order.parcels for event in parcel.events]
        last = max(events, key=lambda event: event.at) if events else None
        return f"{order.number} {order.status}: {goods}" + (f"; {last.at:%m-%d %H:%M} {last.place} {last.text}" if last else "")
