"""Models are exchanged while shoppers write: nobody's message is lost or answered twice, and a model that is no good changes nothing."""

from __future__ import annotations

import shutil
import threading
import time
from copy import copy
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from bot.learning import models as promotions
from tests.faults.conftest import wait_for
from tests.faults.records import Records, assert_answered_once
from tests.running import RunningShop

TEXTS = ("什么时候发货", "175 130斤穿多大", "在吗", "发什么快递", "怎么退货，运费谁出")
SHOPPERS = 200  # a writer is as many, or the limit on what one may send would answer instead


@pytest.fixture(scope="module")
def folder(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models, a.tar.gz and b.tar.gz; a serves."""
    found = tmp_path_factory.mktemp("exchanged")
    for name in ("a.tar.gz", "b.tar.gz"):
        shutil.copy(promotions.serving_model(models), found / name)
    promotions.promote(found, "a.tar.gz")
    return found


@pytest.fixture(scope="module")
def exchanging(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    running = RunningShop(tmp_path_factory.mktemp("exchanging"), folder).start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def from_a(folder: Path) -> None:
    promotions.promote(folder, "a.tar.gz")


def serves(shop: RunningShop, model: str) -> None:
    """Waits until this server has taken the model over."""
    wait_for(lambda: shop.http.get("/ready").json()["model_file"] == model, 30)


class Writing(threading.Thread):
    """Shoppers who write without a pause until they are told to stop; everything they sent is in `ids`, by shopper."""

    def __init__(self, shop: RunningShop, name: str) -> None:
        super().__init__()
        self._shop, self._over = copy(shop), threading.Event()
        self._name, self.ids, self.wrong = name, {}, []

    def run(self) -> None:
        with httpx.Client(base_url=self._shop.base, timeout=60, trust_env=False) as self._shop.http:
            for n in range(100_000):
                if self._over.is_set():
                    return
                shopper, id = f"{self._name}-{n % SHOPPERS}", f"{self._name}-m-{n}"
                self.ids.setdefault(shopper, []).append(id)
                answer = self._shop.post(shopper, TEXTS[n % len(TEXTS)], id=id)
                if answer.status_code != 200 or not answer.json()["replies"]:
                    self.wrong.append((id, answer.status_code, answer.text))

    def stop(self) -> None:
        self._over.set()
        self.join(60)


def test_promotion_and_stepping_back_under_traffic_lose_nothing_and_answer_nothing_twice(exchanging: RunningShop, folder: Path) -> None:
    writing = [Writing(exchanging, f"w{n}") for n in range(3)]
    for one in writing:
        one.start()
    serves(exchanging, "a.tar.gz")
    for _ in range(2):
        promotions.promote(folder, "b.tar.gz", by="测试")
        serves(exchanging, "b.tar.gz")
        promotions.rollback(folder, by="测试")
        serves(exchanging, "a.tar.gz")
    for one in writing:
        one.stop()
    records = Records(exchanging)
    assert [one.wrong for one in writing] == [[], [], []]
    for one in writing:
        for shopper, ids in one.ids.items():
            assert_answered_once(records.rows(shopper), ids)
    records.close()


@pytest.mark.parametrize("content", [b"", b"no archive at all", None], ids=["empty", "garbage", "cut off"])
def test_a_model_that_cannot_be_loaded_is_told_and_the_old_one_goes_on(exchanging: RunningShop, folder: Path, content: bytes | None) -> None:
    serves(exchanging, "a.tar.gz")
    whole = (folder / "a.tar.gz").read_bytes()
    (folder / "bad.tar.gz").write_bytes(whole[: len(whole) // 2] if content is None else content)
    promotions.promote(folder, "bad.tar.gz")
    wait_for(lambda: exchanging.http.get("/ready").json()["model_problem"], 30)
    ready = exchanging.http.get("/ready")
    assert ready.status_code == 200 and ready.json()["model_file"] == "a.tar.gz" and "bad.tar.gz" in ready.json()["model_problem"]
    assert exchanging.say("patient", "什么时候发货")["replies"][0]["intent"] == "ask_ship_time"
    tried = exchanging.log().count("could not be loaded")
    time.sleep(2)
    assert exchanging.log().count("could not be loaded") == tried  # not tried again and again
    promotions.promote(folder, "b.tar.gz")
    serves(exchanging, "b.tar.gz")
    assert exchanging.http.get("/ready").json()["model_problem"] is None


def test_every_server_on_the_folder_follows_and_one_that_starts_with_a_broken_model_answers_with_the_one_before(
        exchanging: RunningShop, folder: Path, tmp_path: Path) -> None:
    (folder / "bad.tar.gz").write_bytes(b"no archive")
    promotions.promote(folder, "bad.tar.gz")
    second = RunningShop(tmp_path, folder).start()
    try:
        assert second.http.get("/ready").json()["model_file"] == "a.tar.gz" and second.http.get("/ready").json()["model_problem"]
        assert second.say("early", "什么时候发货")["replies"][0]["intent"] == "ask_ship_time"
        promotions.promote(folder, "b.tar.gz")
        for shop in (exchanging, second):
            serves(shop, "b.tar.gz")
            assert shop.say("late", "什么时候发货")["replies"][0]["intent"] == "ask_ship_time"
    finally:
        second.stop()


def test_killed_while_it_takes_a_model_over_a_server_starts_again_with_what_was_promoted(folder: Path, tmp_path: Path) -> None:
    shop = RunningShop(tmp_path, folder).start()
    promotions.promote(folder, "b.tar.gz")
    time.sleep(0.8)  # somewhere between looking and having loaded
    shop.kill()
    shop.start()
    try:
        serves(shop, "b.tar.gz")
        assert shop.say("again", "什么时候发货")["replies"][0]["intent"] == "ask_ship_time"
    finally:
        shop.stop()
