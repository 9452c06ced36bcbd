"""One shopper who writes without end is refused after the limit, and nobody else waits for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from bot.shop import Shop
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import post
from tests.running import ROOT, RunningShop

FLOOD = 150
QUICK = 2.0  # seconds, on a machine that also runs the flood


def test_a_flood_is_refused_after_the_limit_and_others_are_answered_quickly(shop: RunningShop, records: Records, shopper: str) -> None:
    limit = Shop(ROOT / "data" / "shop").content.settings.limits.messages_per_minute
    with ThreadPoolExecutor(10) as pool:
        flood = [pool.submit(post, shop, shopper, f"f-{n}", "这件衣服会起球吗，" * 50) for n in range(FLOOD)]
        others = [post(shop, f"{shopper}-{n}", "m", "在吗") for n in range(10)]
        still = sum(not one.done() for one in flood)
        sent = [one.result() for one in flood]
    assert still or all(o.status == 200 for o in others)
    assert [o.status for o in others] == [200] * 10 and max(o.seconds for o in others) < QUICK
    taken, refused = [s for s in sent if s.status == 200], [s for s in sent if s.status == 429]
    assert len(taken) + len(refused) == FLOOD
    assert limit <= len(taken) <= limit + 5, "a few more, for what a minute brings while it lasts"
    for one in refused:
        assert list(one.json) == ["error"] and 1 <= int(one.response.headers["Retry-After"]) <= 60
    assert_answered_once(records.rows(shopper), [s.id for s in taken])


def test_who_was_refused_is_heard_again_after_the_wait(shop: RunningShop, shopper: str) -> None:
    began = time.monotonic()
    refused = None
    for n in range(40):
        one = post(shop, shopper, f"m-{n}", "在吗")
        if one.status == 429:
            refused = one
            break
    assert refused is not None and time.monotonic() - began < 60
    time.sleep(int(refused.response.headers["Retry-After"]) + 0.5)
    assert post(shop, shopper, refused.id, "在吗").json["replies"]
