"""A supervisor takes a conversation from whoever has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Callable

import pytest

from bot.handoff import Changes, Desk, NotYours, Queue
from tests.stores.fakes import FixedClock

from .talking import Talk


def test_a_supervisor_takes_over_from_an_agent_who_then_cannot_reply(talk: Talk, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    asked = clock.now()
    desk.take(talk.id, "小棉")
    clock.advance(seconds=30)
    desk.take_over(talk.id, "主管", "小棉去吃饭了")
    assert (talk.now().holder, talk.now().agent, talk.now().waiting_since) == ("agent", "主管", asked)
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "我来说")
    with pytest.raises(NotYours):
        desk.end(talk.id, "小棉", "done")
    desk.reply(talk.id, "主管", "您好")
    assert [(t.state, t.agent, t.taken_at) for t in queue.all()] == [("taken", "主管", clock.now())]


def test_a_supervisor_takes_over_from_the_bot_and_its_reply_is_dropped(talk: Talk, desk: Desk, queue: Queue, log: Changes) -> None:
    talk.hears("m-1", "会起球吗")
    seen = talk.now()
    desk.take_over(talk.id, "主管", "新款刚上")
    assert talk.answers("m-1", says=("不容易起球",), seen=seen) is None
    assert [(t.state, t.agent, t.reason, t.unread) for t in queue.all()] == [("taken", "主管", "supervisor", 1)]
    assert talk.now().waiting_since is not None
    assert [(c.kind, c.by) for c in log.of(talk.id)] == [("opened", "主管"), ("taken", "主管")]
    assert log.of(talk.id)[-1].detail == {"over": None, "cause": "新款刚上"}


def test_a_supervisor_takes_who_is_waiting_whoever_has_a_head_start(talk: Talk, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    talk.asks_for_a_person(offered_to="小棉", offered_until=clock.now().replace(year=2027))
    desk.take_over(talk.id, "主管")
    assert [(t.agent, t.offered_to) for t in queue.all()] == [("主管", None)]


def test_taking_over_what_one_holds_changes_nothing(talk: Talk, desk: Desk, log: Changes, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take_over(talk.id, "主管")
    before, lines = talk.now(), log.of(talk.id)
    clock.advance(minutes=1)
    desk.take_over(talk.id, "主管")
    assert (talk.now(), log.of(talk.id)) == (before, lines)


def test_taken_over_while_a_person_was_being_fetched_there_is_still_one_ticket(
    shopper: Callable[[str], Talk], desk: Desk, queue: Queue
) -> None:
    for attempt in range(15):
        talk = shopper(f"s{attempt}")
        talk.hears("m-1")
        gate = Barrier(2)

        def fetch() -> None:
            gate.wait()
            talk.asks_for_a_person()

        def over() -> None:
            gate.wait()
            desk.take_over(talk.id, "主管")

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(fetch), pool.submit(over)]:
                done.result()
        assert talk.now().agent == "主管"
        assert [(t.state, t.agent) for t in queue.all() if t.conversation == talk.id] == [("taken", "主管")]
