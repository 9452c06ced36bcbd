"""Wherever an agent or a report names what was asked, a question of the shop's own reads as it asks, not as a code."""

from __future__ import annotations

import shutil
from typing import Iterator

import pytest

from bot.desk.accounts import add
from bot.faq import Entry
from bot.faq.titles import titles_of
from bot.handoff import Handover, Incoming, Spoken, Triage, TurnResult
from bot.reporting import read_words
from tests.channels.serving import Serving
from tests.stores.fakes import SHOP

from .conftest import newest, sign_in

PAY = Entry("hua_bei", "可以用花呗吗", "可以")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A shop with one question of its own."""
    place = tmp_path_factory.mktemp("own")
    shutil.copytree(SHOP, place / "shop")
    with Serving(place / "var", place / "shop") as running:
        running.world.faq.put(PAY)
        yield running


def asked(shop: Serving, shopper: str, intent: str) -> int:
    """A shopper got this question answered and a person is to look at it; the ticket's id."""
    transcript, message = shop.parts.transcript, Incoming("m-1", shopper, text="花呗行不行")
    transcript.record("bridge", message)
    spoken = Spoken("可以的", intent=intent, confidence=0.91, reply=f"utter_{intent}")
    handover = Handover("asked", intent, 0.91, triage=Triage(shop.world.shop.content.topics.of(intent), "售前"))
    transcript.commit(transcript.conversation(f"bridge:{shopper}"), [message], TurnResult([spoken], {}, handover))
    return newest(shop)


def test_queue_talk_and_card_show_the_question_itself(shop: Serving) -> None:
    id = asked(shop, "a", PAY.intent)
    with shop.browser() as agent:
        sign_in(agent, "小棉", add(shop.world.engine, "小棉"))
        queue, page = agent.get("/desk").text, agent.get(f"/desk/tickets/{id}").text
    assert PAY.question in queue and page.count(PAY.question) >= 2, "beside its bubble and among what the bot tried"
    assert "faq/" not in queue + page
    assert "店里自己的问答" in page, "the ticket's topic"


def test_one_that_was_deleted_reads_as_its_topic(shop: Serving) -> None:
    id = asked(shop, "b", "faq/gone")
    with shop.browser() as agent:
        sign_in(agent, "阿布", add(shop.world.engine, "阿布"))
        assert "faq/" not in agent.get("/desk").text + agent.get(f"/desk/tickets/{id}").text


def test_the_report_names_it_by_its_question(shop: Serving) -> None:
    words = read_words(shop.world.shop.content, titles_of(shop.world.shop.content, shop.world.faq))
    assert (words.intent(PAY.intent), words.intent("ask_size")) == (PAY.question, "我该穿多大码")
    assert words.topic(shop.world.shop.content.topics.of(PAY.intent)) == "店里自己的问答"
