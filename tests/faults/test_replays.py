"""The same id again is the same message: the same answer, and nothing happens twice."""

from __future__ import annotations

import pytest

from tests.faults.conftest import frozen
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import at_once, post
from tests.running import RunningShop

ASKS = ["在吗", "175 130斤穿多大", "我的快递到哪了", "转人工", "你们是骗子我要投诉", "😀"]


@pytest.mark.parametrize("text", ASKS)
def test_a_repeated_id_gets_the_same_answer_and_does_nothing_twice(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    first = shop.say(shopper, text, id="same")
    assert first["replies"]
    kept = records.rows(shopper)
    for _ in range(3):
        assert shop.say(shopper, text, id="same") == first
    assert records.rows(shopper) == kept
    assert len([t for t in records.desk.queue() if t.shopper == shopper]) == (1 if first["holder"] == "waiting" else 0)


@pytest.mark.parametrize("text", ASKS)
def test_copies_that_come_together_get_one_answer(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    answers = at_once([lambda: shop.say(shopper, text, id="same")] * 6)
    assert answers[0]["replies"] and answers == answers[:1] * 6
    assert_answered_once(records, shopper, ["same"])
    assert len(records.said(shopper)) == len(answers[0]["replies"])


def test_a_copy_that_comes_while_the_first_is_being_answered_waits_for_that_answer(shop: RunningShop, records: Records) -> None:
    shopper = "demo-06"
    with frozen(shop):
        first, second = at_once([lambda: shop.say(shopper, "我的快递到哪了", id="slow")] * 2, apart=1)
    assert first == second and first["replies"]
    assert_answered_once(records, shopper, ["slow"])


def test_the_first_words_under_an_id_are_the_ones_that_count(shop: RunningShop, records: Records, shopper: str) -> None:
    first = shop.say(shopper, "在吗", id="same")
    assert shop.say(shopper, "转人工", id="same") == first
    assert [row["text"] for row in records.heard(shopper)] == ["在吗"] and records.ticket(shopper) is None


def test_two_shoppers_may_use_the_same_id(shop: RunningShop, records: Records, shopper: str) -> None:
    one, two = shop.say(shopper, "在吗", id="same"), shop.say(f"{shopper}-too", "转人工", id="same")
    assert (one["holder"], two["holder"]) == ("bot", "waiting")
    assert {r["id"] for r in one["replies"]}.isdisjoint(r["id"] for r in two["replies"])


def test_a_shopper_who_hangs_up_finds_the_answer_under_the_id(shop: RunningShop, records: Records, shopper: str) -> None:
    shop.http.get("/health")
    impatient = at_once([lambda: post_and_leave(shop, shopper)])[0]
    assert impatient.response is None
    answer = shop.say(shopper, "在吗", id="left")
    assert answer["replies"] and len(records.said(shopper)) == len(answer["replies"])


def post_and_leave(shop: RunningShop, shopper: str):
    import httpx

    shop_of_the_impatient = RunningShop.__new__(RunningShop)
    shop_of_the_impatient.http = httpx.Client(base_url=shop.base, timeout=0.005, trust_env=False)
    return post(shop_of_the_impatient, shopper, "left", "在吗")
