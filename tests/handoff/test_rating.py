"""What the shopper thought of it: asked once, kept once, and never of somebody else's conversation."""

from __future__ import annotations

from typing import Callable

import pytest

from bot.handoff import Changes, Desk, Queue, Rating, Spoken
from tests.stores.fakes import NOON

from .talking import Talk


@pytest.fixture
def over(talk: Talk, desk: Desk) -> Talk:
    """A conversation with a person that has just ended with the question."""
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.end(talk.id, "小棉", "done", Spoken("满意吗", "notice", [{"title": "A 满意", "payload": "A 满意"}]))
    return talk


def rates(talk: Talk, id: str, rating: Rating) -> None:
    talk.hears(id)
    talk.answers(id, says=("谢谢",), rating=rating)


def test_the_question_is_asked_at_the_end_and_the_bot_knows_of_which_ticket(over: Talk, queue: Queue) -> None:
    assert over.said()[-1] == "满意吗"
    assert over.now().memory["rating"] == queue.earlier(over.id)[0].id


def test_a_grade_and_then_a_reason_are_kept_with_the_ticket(over: Talk, queue: Queue, log: Changes) -> None:
    id = over.now().memory["rating"]
    rates(over, "m-2", Rating(id, "C"))
    rates(over, "m-3", Rating(id, why="等太久"))
    found = queue.one(id)
    assert found and (found.satisfaction, found.satisfaction_why) == ("C", "等太久")
    rated = [c for c in log.of(over.id) if c.kind == "rated"]
    assert [(c.ticket, c.by, c.detail["grade"], c.detail["why"]) for c in rated] == [(id, "shopper", "C", None), (id, "shopper", None, "等太久")]


def test_the_first_grade_and_the_first_reason_stand(over: Talk, queue: Queue, log: Changes) -> None:
    id = over.now().memory["rating"]
    for n, rating in enumerate((Rating(id, "C"), Rating(id, "A"), Rating(id, why="等太久"), Rating(id, why="其实还好"))):
        rates(over, f"m-{n}", rating)
    found = queue.one(id)
    assert found and (found.satisfaction, found.satisfaction_why) == ("C", "等太久")
    assert len([c for c in log.of(over.id) if c.kind == "rated"]) == 2


def test_another_shoppers_ticket_cannot_be_rated(over: Talk, shopper: Callable[[str], Talk], queue: Queue, log: Changes) -> None:
    id, other = over.now().memory["rating"], shopper("azhe")
    rates(other, "m-1", Rating(id, "C"))
    rates(other, "m-2", Rating(id, why="坏店"))
    found = queue.one(id)
    assert found and found.satisfaction is None and found.satisfaction_why is None
    assert log.of(other.id) == []


def test_what_nobody_asked_about_cannot_be_rated(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person(promised=NOON)
    id = queue.all()[0].id
    rates(talk, "m-2", Rating(id, "A"))
    desk.take(talk.id, "小棉")
    desk.end(talk.id, "小棉", "done")
    rates(talk, "m-3", Rating(id, "A"))
    found = queue.one(id)
    assert found and found.satisfaction is None
