"""What is promised on the nights before a make-up workday and a year nobody knows, by the real clock of a running shop; and it is kept."""

from __future__ import annotations

import shutil
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.conftest import wait_for
from tests.faults.records import Records
from tests.running import ROOT, RunningShop


class Nights:
    """One shop whose clock is set by starting it again; its records stay."""

    def __init__(self, models: Path, folder: Path) -> None:
        self.models, self.folder = models, folder
        shutil.copytree(ROOT / "data" / "shop", folder / "shop")
        self.shop: RunningShop | None = None

    def at(self, now: str) -> RunningShop:
        self.stop()
        self.shop = RunningShop(self.folder, self.models, SHOP_NOW=f"{now}+08:00", SHOP_DIR=str(self.folder / "shop")).start()
        return self.shop

    def stop(self) -> None:
        if self.shop:
            self.shop.stop()


@pytest.fixture(scope="module")
def nights(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    kept = Nights(models, tmp_path_factory.mktemp("nights"))
    yield kept
    kept.stop()


def promised(shop: RunningShop, shopper: str) -> tuple[str, datetime]:
    """What a shopper who asks for a person is told, and what the ticket says."""
    answer, records = shop.say(shopper, "转人工"), Records(shop)
    try:
        assert answer["holder"] == "bot"
        return answer["replies"][0]["text"], records.ticket(shopper).promised
    finally:
        records.close()


def test_the_saturday_that_makes_up_for_national_day_opens_as_a_workday_and_the_promise_is_kept(nights: Nights) -> None:
    shop = nights.at("2026-10-09T22:30:00")
    words, opens = promised(shop, "a")
    assert "明天 09:00" in words and opens == datetime.fromisoformat("2026-10-10T09:00:00+08:00"), "not 10:00, as on other Saturdays"
    assert "明天 09:00" in shop.words("a", "明天几点有人")
    shop = nights.at("2026-10-10T09:00:00")
    records = Records(shop)
    assert [t.shopper for t in records.human.queue.waiting()] == ["a"], "the ticket of the night is there in the morning"
    answer = shop.say("a", "转人工")
    assert (answer["holder"], answer["replies"][0]["reply"]) == ("waiting", "utter_handover_open_next")
    ticket = records.ticket("a")
    assert ticket.promised is None and ticket.live
    records.close()


def test_new_year_of_a_year_nobody_knows_is_a_weekday_until_the_file_is_there(nights: Nights) -> None:
    shop = nights.at("2026-12-31T23:30:00")
    words, opens = promised(shop, "b")
    assert "明天 09:00" in words and opens == datetime.fromisoformat("2027-01-01T09:00:00+08:00")
    assert shop.log().count("没有 2027 年的放假安排") >= 2, "told at the start, and when it was first needed"
    holidays = nights.folder / "shop" / "holidays"
    shutil.copy(holidays / "2027.json.example", holidays / "2027.json")
    guests = (f"c{n}" for n in count())
    wait_for(lambda: "明天 10:00" in promised(shop, next(guests))[0], 15)
    words, opens = promised(shop, "c")
    assert "明天 10:00" in words and opens == datetime.fromisoformat("2027-01-01T10:00:00+08:00"), "a holiday keeps a holiday's hours"
    assert "明天 09:00" in shop.words("b", "转人工"), "what was promised stays what was promised"
