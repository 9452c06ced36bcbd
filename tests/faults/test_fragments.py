"""Fragments sent in a row are one question: answered once, under the last one's id."""

from __future__ import annotations

import time
from typing import Iterator

import pytest

from tests.faults.conftest import MERGE_SECONDS
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import at_once
from tests.running import RunningShop

QUESTION = ("在吗", "175 130斤", "穿多大码")


@pytest.fixture(scope="module")
def kept(merging_shop: RunningShop) -> Iterator[Records]:
    records = Records(merging_shop)
    yield records
    records.close()


@pytest.mark.parametrize("apart", [0.0, 0.4])
def test_three_fragments_are_answered_once_together(merging_shop: RunningShop, kept: Records, shopper: str, apart: float) -> None:
    shop = merging_shop
    said = [lambda n=n, t=t: shop.say(shopper, t, id=f"m-{n}", product="P1001") for n, t in enumerate(QUESTION)]
    answers = at_once(said, apart)
    last = kept.heard(shopper)[-1]["external_id"]
    assert apart == 0 or last == "m-2"
    for n, answer in enumerate(answers):
        if f"m-{n}" == last:
            assert answer["merged_into"] is None and "utter_size_advice" in [r["reply"] for r in answer["replies"]]
        else:
            assert (answer["merged_into"], answer["replies"]) == (last, [])
    assert_answered_once(kept.rows(shopper), ["m-0", "m-1", "m-2"])
    assert at_once(said) == answers, "and the same again"


def test_a_repeated_fragment_is_one_fragment(merging_shop: RunningShop, kept: Records, shopper: str) -> None:
    answers = at_once([lambda id=id: merging_shop.say(shopper, "在吗", id=id) for id in ("a", "a", "b", "b", "a")], apart=0.1)
    assert answers[0] == answers[1] == answers[4] and answers[2] == answers[3]
    assert (answers[0]["merged_into"], answers[0]["replies"]) == ("b", []) and answers[2]["replies"]
    assert_answered_once(kept.rows(shopper), ["a", "b"])


def test_what_comes_after_the_pause_is_answered_by_itself(merging_shop: RunningShop, shopper: str) -> None:
    began = time.monotonic()
    first = merging_shop.say(shopper, "在吗")
    assert MERGE_SECONDS <= time.monotonic() - began < MERGE_SECONDS + 3
    second = merging_shop.say(shopper, "转人工")
    assert first["merged_into"] is second["merged_into"] is None and first["replies"] and second["replies"]


def test_a_shopper_who_never_stops_is_answered_and_delays_nobody(merging_shop: RunningShop, kept: Records, shopper: str) -> None:
    """Eighteen messages of two thousand characters would be thirty-six thousand characters in one turn."""
    long = ("这件衣服会起球吗，" * 250)[:2000]

    def other() -> float:
        time.sleep(5)
        worst = 0.0
        for _ in range(20):
            began = time.monotonic()
            merging_shop.http.get("/health")
            worst = max(worst, time.monotonic() - began)
            time.sleep(0.2)
        return worst

    calls = [lambda n=n: merging_shop.say(shopper, long, id=f"m-{n:02}") for n in range(18)]
    worst, *answers = at_once([other, *calls], apart=0.3)
    assert worst < 2
    assert sum(bool(a["replies"]) for a in answers) in (1, 2)
    assert_answered_once(kept.rows(shopper), [f"m-{n:02}" for n in range(18)])
