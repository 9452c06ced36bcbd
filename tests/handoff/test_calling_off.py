"""不用人工了: the place in the queue is given up, and the bot goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Callable

from bot.handoff import Changes, Desk, NotYours, Queue
from tests.stores.fakes import NOON

from .talking import Talk


def test_calling_off_closes_the_ticket_and_the_bot_speaks(talk: Talk, queue: Queue, log: Changes) -> None:
    talk.asks_for_a_person()
    talk.hears("m-2", "不用人工了")
    seen = talk.now()
    outcome = talk.answers("m-2", says=("好的，不排队了",), called_off=True)
    now = talk.now()
    assert outcome and outcome.holder == now.holder == "bot"
    assert (now.waiting_since, now.version) == (None, seen.version + 1)
    assert queue.all() == [] and [(t.result, t.closed_at) for t in queue.earlier(talk.id)] == [("called_off", NOON)]
    assert [(c.kind, c.by) for c in log.of(talk.id)][-1] == ("called_off", "shopper")


def test_others_move_up(shopper: Callable[[str], Talk], queue: Queue) -> None:
    first, second = shopper("a"), shopper("b")
    first.asks_for_a_person()
    second.asks_for_a_person()
    first.hears("m-2")
    first.answers("m-2", called_off=True)
    assert queue.place(second.id) == 0


def test_who_called_off_may_ask_again(talk: Talk, queue: Queue) -> None:
    talk.asks_for_a_person("m-1")
    talk.hears("m-2")
    talk.answers("m-2", called_off=True)
    talk.asks_for_a_person("m-3")
    assert talk.now().holder == "waiting"
    assert [t.state for t in queue.all()] == ["open"] and len(queue.earlier(talk.id)) == 1


def test_an_agent_who_was_quicker_keeps_the_conversation(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person()
    talk.hears("m-2", "不用人工了")
    seen = talk.now()
    desk.take(talk.id, "小棉")
    assert talk.answers("m-2", says=("好的，不排队了",), seen=seen, called_off=True) is None
    assert talk.now().holder == "agent" and [t.state for t in queue.all()] == ["taken"]
    assert "好的，不排队了" not in talk.said()


def test_called_off_and_taken_at_once_one_of_them_counts(shopper: Callable[[str], Talk], desk: Desk, queue: Queue) -> None:
    for attempt in range(20):
        talk = shopper(f"s{attempt}")
        talk.asks_for_a_person()
        talk.hears("m-2", "不用人工了")
        seen, gate = talk.now(), Barrier(2)

        def take() -> bool:
            gate.wait()
            try:
                desk.take(talk.id, "小棉")
                return True
            except NotYours:
                return False

        def call_off() -> bool:
            gate.wait()
            return talk.answers("m-2", says=("好的，不排队了",), seen=seen, called_off=True) is not None

        with ThreadPoolExecutor(2) as pool:
            taken, off = pool.submit(take), pool.submit(call_off)
        assert taken.result() is not off.result()
        assert talk.now().holder == ("agent" if taken.result() else "bot")
        assert (queue.current(talk.id) is not None) is taken.result()
        assert ("好的，不排队了" in talk.said()) is off.result()
