"""The same id again is the same message: the same answer, and nothing happens twice."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.faults.conftest import frozen
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import at_once
from tests.running import RunningShop, signed

ASKS = ["在吗", "175 130斤穿多大", "我的快递到哪了", "转人工", "你们是骗子我要投诉", "😀"]


@pytest.mark.parametrize("text", ASKS)
def test_a_repeated_id_gets_the_same_answer_and_does_nothing_twice(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    first = shop.say(shopper, text, id="same")
    assert first["replies"]
    kept = records.rows(shopper)
    for _ in range(3):
        assert shop.say(shopper, text, id="same") == first
    assert records.rows(shopper) == kept
    assert len([t for t in records.human.queue.all() if t.shopper == shopper]) == (1 if first["holder"] == "waiting" else 0)


@pytest.mark.parametrize("text", ASKS)
def test_copies_that_come_together_get_one_answer(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    answers = at_once([lambda: shop.say(shopper, text, id="same")] * 6)
    assert answers[0]["replies"] and answers == answers[:1] * 6
    assert_answered_once(records.rows(shopper), ["same"])
    assert len(records.said(shopper)) == len(answers[0]["replies"])


def test_a_copy_that_comes_during_the_answer_waits_for_that_answer(shop: RunningShop, records: Records, shopper: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        with frozen(shop):
            first, second = (pool.submit(begin, shop, shopper, wait) for wait in (0, 1))
            time.sleep(2)
            assert records.pending() == ["slow"] and not first.done()
    assert first.result() == second.result() and first.result()["replies"]
    assert_answered_once(records.rows(shopper), ["slow"])


def begin(shop: RunningShop, shopper: str, wait: float) -> dict:
    time.sleep(wait)
    return shop.say(shopper, "我的快递到哪了", id="slow")


def test_the_first_words_under_an_id_are_the_ones_that_count(shop: RunningShop, records: Records, shopper: str) -> None:
    first = shop.say(shopper, "在吗", id="same")
    assert shop.say(shopper, "转人工", id="same") == first
    assert [row["text"] for row in records.heard(shopper)] == ["在吗"] and records.ticket(shopper) is None


def test_two_shoppers_may_use_the_same_id(shop: RunningShop, records: Records, shopper: str) -> None:
    one, two = shop.say(shopper, "在吗", id="same"), shop.say(f"{shopper}-too", "转人工", id="same")
    assert (one["holder"], two["holder"]) == ("bot", "waiting")
    assert {r["id"] for r in one["replies"]}.isdisjoint(r["id"] for r in two["replies"])


def test_a_client_that_hangs_up_finds_the_answer_under_the_id(shop: RunningShop, records: Records, shopper: str) -> None:
    body = json.dumps({"id": "left", "shopper": shopper, "text": "我的快递到哪了"}).encode()
    with frozen(shop), pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{shop.base}/webhooks/bridge/messages", content=body, headers=signed(body), timeout=0.5, trust_env=False)
    answer = shop.say(shopper, "我的快递到哪了", id="left")
    assert answer["replies"] and len(records.said(shopper)) == len(answer["replies"])
    assert_answered_once(records.rows(shopper), ["left"])
