"""The shopkeeper's folder is read at the next message; an edit that breaks something changes nothing."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from tests.running import RunningShop

LOOKS_AGAIN = 0.6  # seconds: files are looked at twice a second at most


@contextmanager
def edited(shop: RunningShop, name: str, old: str, new: str) -> Iterator[None]:
    """A file of the shop's folder with a pattern replaced, while it serves."""
    file = Path(shop.environment["SHOP_DIR"]) / name
    before = file.read_text("utf8")
    after, found = re.subn(old, new, before, flags=re.MULTILINE)
    assert found, f"{old} is not in {name}"
    file.write_text(after, "utf8")
    time.sleep(LOOKS_AGAIN)
    try:
        yield
    finally:
        file.write_text(before, "utf8")
        time.sleep(LOOKS_AGAIN)


def test_a_changed_wording_is_said_at_the_next_message(merging_shop: RunningShop, shopper: str) -> None:
    assert "换了新话" not in merging_shop.words(shopper, "在吗")
    with edited(merging_shop, "replies/talk.yml", r"^utter_greet:\n(  - .*\n)+", "utter_greet:\n  - 换了新话，{shop}在的\n"):
        assert merging_shop.words(shopper, "在吗") == "换了新话，棉小铺在的"
    assert "换了新话" not in merging_shop.words(shopper, "在吗")


def test_a_changed_price_is_told_at_the_next_message(merging_shop: RunningShop, shopper: str) -> None:
    with edited(merging_shop, "skus.csv", r"^(P1001,P1001-白色-M,.*?)49\.9", r"\g<1>47.3"):
        assert "47.3" in merging_shop.words(shopper, "多少钱", product="P1001-白色-M")


def test_changed_hours_count_at_the_next_message(merging_shop: RunningShop, shopper: str) -> None:
    with edited(merging_shop, "shop.yml", r"^( *workdays:).*\n(    - .*\n)+", '\\1\n    - "06:00-08:00"\n'):
        asked = merging_shop.say(shopper, "转人工")
        assert asked["holder"] == "bot" and "明天 06:00" in asked["replies"][0]["text"]


def test_a_changed_policy_is_told_at_the_next_message(merging_shop: RunningShop, shopper: str) -> None:
    with edited(merging_shop, "policies/shipping.yml", r"^dispatch_hours: .*$", "dispatch_hours: 31"):
        assert "31" in merging_shop.words(shopper, "拍下多久发货", product="P1001-白色-M")


BREAKS = {"replies/talk.yml": (r"^utter_greet:", "utter_greet: ["), "skus.csv": (r"^P1001,P1001-白色-M,.*$", "P1001,P1001-白色-M"),
          "shop.yml": (r"^name: .*$", "name: [")}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_edit_keeps_the_last_good_content_serving(merging_shop: RunningShop, shopper: str, name: str) -> None:
    with edited(merging_shop, name, *BREAKS[name]):
        words = merging_shop.words(shopper, "在吗，这件多少钱", product="P1001-白色-M")
    assert "49.9" in words and "棉小铺" in merging_shop.words(shopper, "在吗")


def test_a_file_that_is_gone_keeps_the_last_good_content_serving(merging_shop: RunningShop, shopper: str) -> None:
    file = Path(merging_shop.environment["SHOP_DIR"]) / "products.csv"
    away = file.rename(file.with_suffix(".away"))
    try:
        time.sleep(LOOKS_AGAIN)
        assert merging_shop.say(shopper, "175 130斤穿多大", product="P1001")["replies"][0]["reply"] == "utter_size_advice"
    finally:
        away.rename(file)
