"""What data/calibration/same_answer.yml calls one answer is one: the same bubbles with the same facts, and the same hand-over."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from actions.aftersales import ExchangeGoods, RefundOnly, ReturnGoods
from actions.logistics import TrackParcel
from actions.order import OrderStatus
from actions.return_cases import RefundProgress
from bot.learning.evaluation.same_answer import FILE, Group, read_same_answer
from bot.settings import ROOT

from .asking import INTENTS
from .finding import case_in, find, moving, overdue, paid, unpaid

ACTIONS = {INTENTS[a.action]: a for a in (RefundProgress, RefundOnly, ReturnGoods, ExchangeGoods, OrderStatus, TrackParcel)}
GROUPS = {frozenset(group.intents): group for group in read_same_answer(ROOT / FILE).groups}


def delivering(order: Any) -> bool:
    return order.status == "shipped" and len(order.parcels) == 1 and order.parcels[0].status == "delivering"


# In which states of the record each group claims it. A group without a row here has not been looked at and fails.
STATES: dict[frozenset[str], list[Callable[[Any], bool]]] = {
    frozenset({"refund_progress", "refund_only", "return_goods", "exchange_goods"}): [
        case_in("returning"), case_in("applied", "refund_only")],
    frozenset({"order_status", "track_parcel"}): [unpaid, paid, overdue, moving, delivering],
}


def test_every_group_has_been_looked_at() -> None:
    assert set(GROUPS) == set(STATES)


@pytest.mark.parametrize("group, state", [(GROUPS[names], state) for names in GROUPS for state in STATES.get(names, ())])
def test_what_counts_as_one_answer_is_one(ask: Any, stores: Any, group: Group, state: Callable[[Any], bool]) -> None:
    shopper, _ = find(stores, state)
    heard = {}
    for intent in sorted(group.intents):
        ask.memory = {}
        said = ask(ACTIONS[intent], "", shopper=shopper)
        heard[intent] = (said.names, said.texts, said.handed_over)
    assert all(one == heard[sorted(group.meant)[0]] for one in heard.values()), heard
