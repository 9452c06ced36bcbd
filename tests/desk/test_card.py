"""The card tells an agent what they must know before saying a word, as it stands now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.card import card_of
from bot.handoff import Customer, Ticket
from bot.shop import Content
from bot.stores import Order
from tests.channels.serving import Serving
from tests.stores.fakes import NOON

SHIPPED = "shipped"


def ticket(**more: Any) -> Ticket:
    return Ticket(1, "web:a", "a", "open", "asked", "ask_human", 0.9, NOON, None, None, "waiting", "转人工", "logistics", "物流", **more)


def row(seq: int, author: str, text: str = "", minutes: float = -5, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "author": author, "text": text, "at": NOON + timedelta(minutes=minutes), "intent": None, "confidence": None,
            "answers": None, "image_url": None, **more}


def some_order(serving: Serving) -> tuple[Order, list[Order]]:
    """A demonstration shopper's order that has a parcel."""
    for shopper in serving.world.stores.demo_shoppers():
        orders = serving.world.stores.orders.of(shopper.id)
        for order in orders:
            if order.parcels and order.parcels[-1].last:
                return order, orders
    raise AssertionError("no demonstration order has a parcel")


def content(serving: Serving) -> Content:
    return serving.world.shop.content


def test_it_names_what_was_wanted_the_order_and_the_measures(serving: Serving) -> None:
    order, orders = some_order(serving)
    facts = {"wanted": "到哪了", "order": order.number, "measures": {"height": 175.0}}
    card = card_of(ticket(facts=facts), [], orders, Customer("a", ("老顾客",)), content(serving))
    assert (card.wanted, card.order, card.measures, card.orders, card.tags) == ("到哪了", order, {"height": 175.0}, len(orders), ("老顾客",))
    assert card.about == content(serving).topics.titles["logistics"]


def test_somebody_elses_order_number_shows_nothing(serving: Serving) -> None:
    assert card_of(ticket(facts={"order": "someone-elses"}), [], [], Customer("a"), content(serving)).order is None


def test_what_the_bot_tried_is_told_once_an_answer_and_only_before_the_handover(serving: Serving) -> None:
    said = [
        row(1, "shopper", "会起球吗"), row(2, "bot", "不容易起球。\n精梳棉", intent="ask_pilling", confidence=0.93, answers="m-1"),
        row(3, "bot", "还想知道什么", intent="ask_pilling", confidence=0.93, answers="m-1"), row(4, "bot", "在的", intent="greet", confidence=1.0, answers="m-2"),
        row(5, "bot", "长" * 90, intent="ask_size", confidence=0.5, answers="m-3"), row(6, "bot", "后来", intent="ask_size", confidence=0.9, minutes=5),
    ]  # fmt: skip
    tried = card_of(ticket(), said, [], Customer("a"), content(serving)).tried
    assert [(t.title, t.percent) for t in tried] == [("会不会起球", 93), ("我该穿多大码", 50)]
    assert tried[0].said == "不容易起球。" and len(tried[1].said) == 60


def test_pictures_and_words_that_came_since_are_counted(serving: Serving) -> None:
    said = [row(1, "shopper", image_url="/chat/images/a.png"), row(2, "shopper", "在吗", minutes=2), row(3, "agent", image_url="/chat/images/b.png", minutes=3)]
    card = card_of(ticket(), said, [], Customer("a"), content(serving))
    assert (card.pictures, card.messages_since) == (("/chat/images/a.png",), 1)


def test_the_parcels_news_since_last_night_is_told(serving: Serving) -> None:
    order, orders = some_order(serving)
    last = order.parcels[-1].last
    opened = Ticket(1, "web:a", "a", "open", "asked", None, None, last.at - timedelta(seconds=1), None, None, "bot", "", facts={"order": order.number})
    assert (last.at, last.text) in card_of(opened, [], orders, Customer("a"), content(serving)).parcel_since
    later = Ticket(1, "web:a", "a", "open", "asked", None, None, last.at, None, None, "bot", "", facts={"order": order.number})
    assert card_of(later, [], orders, Customer("a"), content(serving)).parcel_since == ()
