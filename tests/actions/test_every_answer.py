"""Every action about orders, for every order of every demonstration shopper, now and later: worded, masked, honest about handing over."""

import json
from datetime import timedelta

import pytest

from actions.aftersales import ExchangeGoods, RefundOnly, ReturnGoods
from actions.cards import Image, OrderCard
from actions.change_order import ChangeOrder
from actions.change_address import ChangeAddress
from actions.changing import CancelOrder
from actions.compensation import Compensation
from actions.faults import MissingItem, NotAsDescribed, QualityProblem, WrongItem
from actions.arranging import ArrangeDelivery
from actions.logistics import ParcelNotReceived, ParcelStalled, RefuseParcel, TrackParcel
from actions.order import Invoice, OrderStatus, PlaceOrder
from actions.return_cases import ChangeReturn, RefundProgress, ReturnAddress
from actions.return_rules import ReturnPolicy
from actions.urging import UrgeShipping

ACTIONS = [
    UrgeShipping, OrderStatus, ChangeOrder, ChangeAddress, CancelOrder, PlaceOrder, Invoice, TrackParcel, ParcelStalled, ParcelNotReceived,
    ArrangeDelivery, RefuseParcel, ReturnGoods, RefundOnly, ExchangeGoods, ReturnAddress, RefundProgress, ReturnPolicy, ChangeReturn,
    QualityProblem, WrongItem, MissingItem, NotAsDescribed, Compensation, OrderCard, Image,
]  # fmt: skip
PROMISES = ("已记录", "已经记录", "正在转接", "已转接", "已反馈", "已经反馈", "已催", "已经催")


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=4), timedelta(days=40)], ids=["now", "in 4 days", "in 40 days"])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.action)
def test_every_order_gets_an_answer_that_keeps_its_secrets(ask, stores, action, later):
    ask.now += later
    for shopper in stores.demo_shoppers():
        for order in stores.orders.of(shopper.id):
            ask.memory.clear()
            said = ask(action, "怎么弄", shopper=shopper.id, order=order.number, means={"order": order.number})
            json.dumps([vars(reply) for reply in said.answer.replies] + [said.answer.slots])  # it travels over HTTP
            shown = said.text + str(said.cards) + str([b["title"] for b in said.buttons])
            assert not any(secret in shown for secret in (order.phone, order.receiver, order.address)), shown
            assert not any(promise in shown for promise in PROMISES), shown


@pytest.mark.parametrize("action", [a for a in ACTIONS if a not in (OrderCard, Image)], ids=lambda action: action.action)
def test_every_shopper_gets_an_answer_without_naming_an_order(ask, stores, action):
    for shopper in stores.demo_shoppers():
        ask.memory.clear()
        said = ask(action, "怎么弄", shopper=shopper.id)
        assert said.texts and len(said.buttons) <= 12
        if said.awaiting:
            assert said.awaiting["what"] in ("product", "order", "confirm", "address", "size", "image", "reason")
