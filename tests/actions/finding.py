"""Finds demonstration shoppers by what their orders are like, so that tests do not depend on their numbering."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

from bot.stores import Order, Stores


class Found(NamedTuple):
    """A shopper and the order asked for."""

    shopper: str
    order: Order


def find(stores: Stores, fits: Callable[[Order], Any], *, alone: bool = True) -> Found:
    """The first demonstration shopper with such an order; `alone`: and with no other."""
    for shopper in stores.demo_shoppers():
        orders = stores.orders.of(shopper.id)
        for order in orders:
            if fits(order) and (len(orders) == 1 or not alone):
                return Found(shopper.id, order)
    raise AssertionError("no demonstration shopper has such an order")


def unpaid(order: Order) -> bool:
    return order.status == "unpaid"


def paid(order: Order) -> bool:
    """Paid just now: not overdue, no pre-sale, no refund asked for."""
    return order.status == "paid" and not order.cases and order.presale_date is None and order.paid_at.day == order.ship_by.day - 2


def overdue(order: Order) -> bool:
    return order.status == "paid" and order.ship_by is not None and order.ship_by.day < 22


def moving(order: Order) -> bool:
    return order.status == "shipped" and len(order.parcels) == 1 and order.parcels[0].status == "moving" and len(order.parcels[0].events) == 3


def signed_days_ago(days: int, now: Any) -> Callable[[Order], bool]:
    return lambda order: order.status == "signed" and not order.cases and (now.date() - order.signed_at.date()).days == days


def case_in(status: str, kind: str = "return_goods") -> Callable[[Order], bool]:
    return lambda order: any(case.status == status and case.kind == kind for case in order.cases)
