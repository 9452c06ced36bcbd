"""What the shop's people remember about a shopper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.handoff import Customer, Customers
from tests.stores.fakes import FixedClock


def test_nobody_described_is_an_empty_description(customers: Customers) -> None:
    assert customers.of("xiaolu") == Customer("xiaolu")


def test_a_description_is_kept_with_who_wrote_it_and_when_and_replaced_whole(customers: Customers, clock: FixedClock) -> None:
    customers.describe("xiaolu", "小棉", ["老顾客", "爱比价"], "要发顺丰")
    clock.advance(days=1)
    kept = customers.describe("xiaolu", "阿布", ["老顾客"], "  改发中通\n ")
    assert kept == customers.of("xiaolu") == Customer("xiaolu", ("老顾客",), "改发中通", "阿布", clock.now())
    assert customers.of("azhe") == Customer("azhe")


def test_a_description_can_be_emptied(customers: Customers) -> None:
    customers.describe("xiaolu", "小棉", ["老顾客"], "要发顺丰")
    kept = customers.describe("xiaolu", "小棉", [], "")
    assert (kept.tags, kept.note) == ((), "")


def test_tags_are_trimmed_and_each_is_there_once_in_their_order(customers: Customers) -> None:
    assert customers.describe("xiaolu", "小棉", [" 老顾客 ", "", "爱比价", "老顾客", "  "], "").tags == ("老顾客", "爱比价")


def test_as_much_as_fits_is_kept(customers: Customers) -> None:
    tags = [f"{n:0>12}" for n in range(12)]
    kept = customers.describe("xiaolu", "小棉", tags, "备" * 500 + "  ")
    assert (kept.tags, kept.note) == (tuple(tags), "备" * 500)


@pytest.mark.parametrize(("tags", "note", "says"), [
    (["一二三四五六七八九十一二三"], "", "标签“一二三四五六七八九十一二三”有 13 个字，最多 12 个字"),
    ([str(n) for n in range(13)], "", "标签 13 个"), ([], "备" * 501, "备注 501 字"),
])  # fmt: skip
def test_too_much_is_refused_in_words_and_nothing_changes(customers: Customers, tags: list[str], note: str, says: str) -> None:
    before = customers.describe("xiaolu", "小棉", ["老顾客"], "要发顺丰")
    with pytest.raises(ValueError, match=says):
        customers.describe("xiaolu", "阿布", tags, note)
    assert customers.of("xiaolu") == before


def test_what_databases_dislike_is_left_out(customers: Customers) -> None:
    kept = customers.describe("xiaolu", "小棉", ["老\x00顾客", "\x00"], "要\x00发\ud800顺丰")
    assert (kept.tags, kept.note) == (("老顾客",), "要发顺丰")


def test_two_first_descriptions_at_once_are_one(customers: Customers) -> None:
    for attempt in range(5):
        gate = Barrier(2)

        def describe(name: str) -> None:
            gate.wait()
            customers.describe(f"s{attempt}", name, [name], "")

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(describe, ("小棉", "阿布")))
        kept = customers.of(f"s{attempt}")
        assert kept.by in ("小棉", "阿布") and kept.tags == (kept.by,)
