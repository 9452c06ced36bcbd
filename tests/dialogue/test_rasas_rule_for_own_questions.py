"""Rasa's own rules, really trained: with questions of the shop's own in the training data or without, one rule answers them all."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.model_training import train
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.faq import OwnQuestion
from bot.dialogue.draft import Draft
from bot.dialogue.memory import TurnTrackerStore
from bot.dialogue.rasa_call import decide
from bot.dialogue.understood import Understood
from bot.faq import Book, Entry
from bot.handoff import Incoming, Spoken
from bot.replies import ShopReplies, Wording
from tests.actions.conftest import SHOP
from tests.running import ROOT
from tests.stores.fakes import NOON, FixedClock

from .fakes import talk

HARD = "第一行 {shop} ${HOME} **粗** [链](http://x)\n第二行 {answer} {}"
ENTRIES = [Entry("hua_bei", "可以用花呗吗", HARD, ("支持花呗不",)), Entry("shi_ti_dian", "有实体店吗", "在杭州", ("线下有店吗",))]


class InProcess(EndpointConfig):
    """The action server's answer without its HTTP."""

    def __init__(self, inside: Any) -> None:
        super().__init__(url="http://here/webhook")
        self._executor = ActionExecutor()
        self._executor.register_function("action_faq", OwnQuestion(inside).run)

    async def request(self, json: Any = None, **_: Any) -> Any:
        return await self._executor.run(json)


@pytest.fixture(scope="module", params=["own questions trained", "none"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The project's rules and domain, with a simple stand-in for our pipeline."""
    folder = tmp_path_factory.mktemp("rules")
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf8"))
    (folder / "config.yml").write_text(yaml.safe_dump({**config, "pipeline": [{"name": "KeywordIntentClassifier"}]}), "utf8")
    (folder / "nlu.yml").write_text('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 在吗\n', "utf8")
    if request.param != "none":
        Book(folder / "faq").change(lambda _: {entry.name: entry for entry in ENTRIES})
    files = [str(folder / "nlu.yml"), str(ROOT / "data" / "stories"), *map(str, (folder / "faq").glob("*.yml"))]
    made = train(str(ROOT / "domain.yml"), str(folder / "config.yml"), files, output=str(folder), fixed_model_name="rules", force_training=True)
    assert made.code == 0
    return made.model


@pytest.fixture
def say(model: str, tmp_path: Path, content: Any) -> Any:
    """What Rasa answers to a question that was understood so."""
    book = Book(tmp_path / "faq")
    book.change(lambda _: {entry.name: entry for entry in ENTRIES})
    shop = SimpleNamespace(content=content)
    inside = SimpleNamespace(shop=shop, faq=book, clock=FixedClock(NOON), stores=None)
    agent = Agent(generator=ShopReplies(Wording(shop, random.Random(0))), tracker_store=TurnTrackerStore(), lock_store=InMemoryLockStore(),
                  action_endpoint=InProcess(inside))  # fmt: skip
    agent.load_model(model)

    def said(intent: str) -> list[Spoken]:
        return asyncio.run(decide(agent, Draft(talk(), Incoming("m-1", "buyer"), {}, []), Understood(intent, 0.9, "问", True)))

    said.book = book
    return said


@pytest.fixture(scope="module")
def content() -> Any:
    from bot.shop import Shop

    return Shop(SHOP).content


def test_each_is_answered_by_its_own_name_and_every_sign_stays_text(say: Any) -> None:
    (first,), (second,) = say("faq/hua_bei"), say("faq/shi_ti_dian")
    assert (first.text, first.intent, first.reply) == (HARD, "faq/hua_bei", "utter_faq/hua_bei")
    assert (second.text, second.reply) == ("在杭州", "utter_faq/shi_ti_dian")


def test_another_wording_is_said_at_the_next_message_by_the_same_model(say: Any) -> None:
    say("faq/shi_ti_dian")
    say.book.answer("shi_ti_dian", "搬到宁波了", "小王", NOON)
    assert [spoken.text for spoken in say("faq/shi_ti_dian")] == ["搬到宁波了"]


def test_one_that_is_not_in_the_book_is_not_answered(say: Any) -> None:
    assert say("faq/gone") == []


def test_the_other_rules_go_on(say: Any) -> None:
    assert [spoken.reply for spoken in say("greet")] == ["utter_greet"]
