"""The order of the queue, and what a waiting shopper is told about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Callable

from sqlalchemy.engine import Engine

from bot.handoff import Desk, Queue, Transcript, Triage
from bot.shop.settings import Desk as DeskSettings
from bot.shop.settings import Priority
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk

Shopper = Callable[[str], Talk]
TOMORROW = NOON + timedelta(hours=21)


def order(queue: Queue) -> list[str]:
    return [ticket.shopper for ticket in queue.waiting()]


def test_the_queue_has_the_longest_wait_first_with_why_and_the_last_words(transcript: Transcript, queue: Queue, clock: FixedClock) -> None:
    first, second = Talk(transcript, "bridge", "azhe"), Talk(transcript, "web", "xiaolu")
    first.asks_for_a_person()
    clock.advance(minutes=3)
    second.asks_for_a_person()
    clock.advance(minutes=1)
    first.hears("m-2", "有人吗")
    rows = queue.all()
    assert [(t.shopper, t.reason, t.intent, t.confidence, t.last_said, t.unread) for t in rows] == [
        ("azhe", "asked", "ask_human", 0.98, "有人吗", 1), ("xiaolu", "asked", "ask_human", 0.98, "转人工", 0)]
    assert rows[0].opened_at == rows[0].waiting_since == clock.now() - timedelta(minutes=4)


def test_a_point_counts_as_six_seconds_of_waiting(shopper: Shopper, queue: Queue, clock: FixedClock) -> None:
    shopper("patient").asks_for_a_person()
    clock.advance(seconds=59)
    shopper("pressing").asks_for_a_person(triage=Triage(priority=10))
    clock.advance(seconds=2)
    shopper("too late").asks_for_a_person(triage=Triage(priority=10))
    assert order(queue) == ["pressing", "patient", "too late"]


def test_the_shop_says_what_a_point_is_worth(engine: Engine, shopper: Shopper, clock: FixedClock) -> None:
    shopper("patient").asks_for_a_person()
    clock.advance(seconds=1)
    shopper("pressing").asks_for_a_person(triage=Triage(priority=1000))
    without = replace(DeskSettings(), priority=Priority(seconds_per_point=0))
    assert order(Queue(engine, clock, lambda: without)) == ["patient", "pressing"]


def test_a_promised_call_back_comes_behind_who_is_there_and_those_are_sorted_by_priority(
    shopper: Shopper, queue: Queue, clock: FixedClock
) -> None:
    for name, points in (("night early", 0), ("night late", 0), ("night angry", 30)):
        shopper(name).asks_for_a_person(promised=TOMORROW, triage=Triage(priority=points))
        clock.advance(hours=1)
    shopper("here").asks_for_a_person()
    assert order(queue) == ["here", "night angry", "night early", "night late"]
    assert [queue.place(f"bridge:{name}") for name in ("here", "night angry")] == [0, None]


def test_who_was_taken_back_or_passed_on_keeps_their_place(shopper: Shopper, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    for name in ("a", "b"):
        shopper(name).asks_for_a_person()
        clock.advance(seconds=10)
    desk.take("bridge:a", "小棉")
    assert order(queue) == ["b"]
    desk.transfer("bridge:a", "小棉", to="阿布")
    assert order(queue) == ["a", "b"]


def test_the_place_counts_who_comes_before_and_not_who_was_taken(shopper: Shopper, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    for name in ("a", "b", "c"):
        shopper(name).asks_for_a_person()
        clock.advance(seconds=10)
    assert [queue.place(f"bridge:{name}") for name in ("a", "b", "c", "nobody")] == [0, 1, 2, None]
    desk.take("bridge:a", "小棉")
    assert [queue.place(f"bridge:{name}") for name in ("a", "b", "c")] == [None, 0, 1]


def test_who_was_released_to_the_bot_at_closing_time_waits_in_front_of_no_screen(
    shopper: Shopper, queue: Queue, clock: FixedClock
) -> None:
    """They wrote after closing, before the clock looked at them."""
    talk = shopper("evening")
    talk.asks_for_a_person()
    talk.hears("m-2", "还在吗")
    talk.answers("m-2", release=True, memory={"promised": TOMORROW.isoformat()})
    clock.advance(hours=20)
    shopper("early").asks_for_a_person()
    assert order(queue) == ["early", "evening"]
    assert (queue.place("bridge:early"), queue.place("bridge:evening")) == (0, None)
    assert queue.ahead("bridge:third", 0) == 1, "who is promised a call back has nobody waiting behind them yet"
    assert queue.waiting()[1].promised == TOMORROW


def test_a_promise_that_is_due_waits_like_those_in_front_of_the_screen(shopper: Shopper, queue: Queue, clock: FixedClock) -> None:
    shopper("evening").asks_for_a_person(promised=TOMORROW)
    clock.advance(hours=21, minutes=1)
    shopper("morning").asks_for_a_person()
    assert order(queue) == ["evening", "morning"] and queue.waiting()[0].due(clock.now())
    assert queue.place("bridge:morning") == 1 and queue.ahead("bridge:third", 0) == 2
    assert queue.ahead("bridge:third", 50) == 0, "who threatens comes before who waited a minute"


def test_unread_is_what_was_said_after_anybody_answered(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person()
    talk.writes("m-2")
    talk.writes("m-3")
    assert queue.all()[0].unread == 2
    desk.take(talk.id, "小棉")
    assert queue.all()[0].unread == 2
    desk.reply(talk.id, "小棉", "您好")
    assert queue.all()[0].unread == 0


def test_a_ticket_knows_what_the_bot_knew(talk: Talk, queue: Queue) -> None:
    because = [{"code": "angry", "points": 30, "words": "气死了"}]
    facts = {"order": "A1", "measures": {"height": 175}}
    talk.asks_for_a_person(triage=Triage("size", "售前", 30, because), facts=facts)
    ticket = queue.current(talk.id)
    assert ticket and (ticket.topic, ticket.team, ticket.priority, ticket.because, ticket.facts) == ("size", "售前", 30, because, facts)
