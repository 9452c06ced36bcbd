"""The supervisors' pages over a copy of the shop, so that its questions can be written; training is a process that does nothing."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import httpx
import pytest

from bot.desk.accounts import add
from bot.faq import Book, Plan, plan_import, take
from bot.learning.rounds import Round, Rounds
from tests.channels.serving import Serving
from tests.faq.sheets_for_tests import csv_of
from tests.running import ROOT

from ..conftest import sign_in, token_in

IMPORT, FAQ = "/desk/faq/import", "/desk/faq"


class Agent:
    """Takes what is written in `hears` for an intent, with a confidence; everything else for nothing."""

    def __init__(self) -> None:
        self.hears: dict[str, tuple[str, float]] = {}
        self.asked: list[str] = []

    async def parse_message(self, text: str) -> dict[str, Any]:
        self.asked.append(text)
        name, confidence = self.hears.get(text, ("out_of_scope", 0.3))
        return {"intent_ranking": [{"name": name, "confidence": confidence}]}


class Process:
    """The rounds' process, for tests: `end` is what it would write last."""

    def __init__(self) -> None:
        self.started: list[Round] = []
        self._locks: list[int] = []
        self._rounds: Optional[Rounds] = None

    def spawn(self, rounds: Rounds, round: Round, lock: int) -> None:
        self._rounds = rounds
        self.started.append(round)
        self._locks.append(os.dup(lock))  # held, as by the process

    def step(self, **fields: Any) -> Round:
        """The running round goes on."""
        self.started[-1] = replace(self.started[-1], **fields)
        self._rounds.write(self.started[-1])
        return self.started[-1]

    def end(self, **fields: Any) -> Round:
        """The running round ends."""
        done = self.step(**fields)
        self.die()
        return done

    def die(self) -> None:
        while self._locks:
            os.close(self._locks.pop())


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    made = Process()
    monkeypatch.setattr(Rounds, "_spawn", lambda rounds, round, lock: made.spawn(rounds, round, lock))
    yield made
    made.die()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    shop, models = tmp_path / "shop", tmp_path / "models"
    shutil.copytree(ROOT / "data" / "shop", shop, ignore=shutil.ignore_patterns("faq"))
    models.mkdir()
    with Serving(tmp_path / "var", shop, MODELS_DIR=str(models)) as running:
        running.parts.dialogue.agent = Agent()
        yield running


@pytest.fixture
def hears(serving: Serving) -> dict[str, tuple[str, float]]:
    """What the serving model takes texts for."""
    return serving.parts.dialogue.agent.hears


@pytest.fixture
def book(serving: Serving) -> Book:
    return serving.world.faq


@pytest.fixture
def supervisor(serving: Serving) -> Iterator[httpx.Client]:
    """老板, signed in."""
    with serving.browser() as client:
        assert sign_in(client, "老板", add(serving.world.engine, "老板", role="supervisor")).status_code == 303
        yield client


@pytest.fixture
def agent(serving: Serving) -> Iterator[httpx.Client]:
    """小棉, signed in, no supervisor."""
    with serving.browser() as client:
        assert sign_in(client, "小棉", add(serving.world.engine, "小棉")).status_code == 303
        yield client


def given(book: Book, *rows: tuple[str, ...], header: tuple[str, ...] = ("问题", "答案", "相似问法", "话题", "商品", "生效时间", "失效时间")) -> Plan:
    """The book has these entries."""
    from tests.faq.conftest import NOW

    plan = plan_import(csv_of(header, *rows), "有.csv", book)
    take(plan, book, "小王", NOW)
    return plan


def post(client: httpx.Client, address: str, page: str = FAQ, follow: bool = False, **fields: Any) -> httpx.Response:
    """A form of the desk, with its token."""
    return client.post(address, data={"token": token_in(client.get(page).text), **fields}, follow_redirects=follow)


def upload(client: httpx.Client, raw: bytes, name: str = "问答.csv", **headers: str) -> httpx.Response:
    """A spreadsheet as the page's script sends it."""
    known: Mapping[str, str] = {"X-Desk": "1", "X-Token": token_in(client.get(IMPORT).text), "Content-Type": "application/octet-stream"}
    return client.post(f"{IMPORT}/file", params={"name": name}, content=raw, headers={**known, **headers})


def preview(client: httpx.Client, *rows: tuple[str, ...], header: tuple[str, ...] = ("问题", "答案", "相似问法")) -> str:
    """Uploads these rows and waits until they are read; the address of the preview."""
    response = upload(client, csv_of(header, *rows))
    assert response.status_code == 200, response.text
    return read(client, response.json()["go"])


def read(client: httpx.Client, address: str) -> str:
    """Waits until an upload is read; the same address."""
    for _ in range(300):
        if client.get(f"{address}/progress").json()["state"] != "reading":
            return address
        time.sleep(0.1)
    raise AssertionError("the upload was never read")
