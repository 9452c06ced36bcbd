"""What the clock does in opening hours: the truth for who waits, and no shopper left with somebody who is not there."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Callable

import pytest

from bot.handoff import Changes, Desk, NotYours, Queue
from tests.stores.fakes import FixedClock

from .hands import Shift, say
from .talking import Talk

Shopper = Callable[[str], Talk]
WAIT, NEXT, PASSED, READING = "还要等，前面 1 位", "还要等，下一位就是您", "换一位同事", "{} 正在看"


def both_tick(shift: Shift) -> None:
    """Two server processes look at the same moment."""
    gate = Barrier(2)

    def tick(_: int) -> None:
        worker = shift.worker()
        gate.wait()
        worker.tick()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tick, range(2)))


def test_before_the_third_minute_who_waits_is_told_their_place_once(shopper: Shopper, shift: Shift) -> None:
    first, second = shopper("a"), shopper("b")
    first.asks_for_a_person()
    second.asks_for_a_person()
    shift.after(seconds=119)
    assert NEXT not in first.said()
    for _ in range(60):
        shift.after(seconds=1)
    assert first.said().count(NEXT) == 1 and second.said().count(WAIT) == 1
    shift.after(hours=1)
    assert len(first.said()) == len(second.said()) == 3


def test_two_workers_tell_once(shopper: Shopper, shift: Shift, clock: FixedClock) -> None:
    talks = [shopper(f"s{n}") for n in range(8)]
    for talk in talks:
        talk.asks_for_a_person()
    clock.advance(seconds=121)
    both_tick(shift)
    assert [len(talk.said()) for talk in talks] == [3] * 8


def test_the_notice_is_no_answer_and_is_owed_to_the_callback(talk: Talk, shift: Shift, queue: Queue, transcript) -> None:
    talk.asks_for_a_person()
    asked = talk.now()
    talk.writes("m-2")
    shift.after(seconds=121)
    assert (talk.now().waiting_since, talk.now().version) == (asked.waiting_since, asked.version)
    assert queue.all()[0].unread == 1
    assert [(s.text, s.author, s.reply) for _, s in transcript.owed("bridge")] == [(NEXT, "notice", "utter_still_waiting_next")]


def test_who_was_answered_in_time_is_not_told(talk: Talk, desk: Desk, shift: Shift) -> None:
    talk.asks_for_a_person()
    shift.after(seconds=100)
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "您好")
    talk.writes("m-2")
    shift.after(seconds=150)
    assert talk.said() == ["转人工", "已经帮您排上", "您好", "有人吗"]


def test_who_was_taken_and_hears_nothing_is_told_who_is_reading_once(talk: Talk, desk: Desk, shift: Shift) -> None:
    talk.asks_for_a_person()
    shift.after(seconds=100)
    desk.take(talk.id, "小棉")
    for _ in range(60):
        shift.after(seconds=1)
    assert talk.said() == ["转人工", "已经帮您排上", READING.format("小棉")]


def test_a_promise_nobody_kept_is_apologised_for_once(talk: Talk, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person(promised=clock.now() + timedelta(hours=10))
    shift.after(hours=10, seconds=60)
    assert "没有忘记您" not in talk.said()
    for _ in range(3):
        shift.after(seconds=61)
    assert talk.said().count("没有忘记您") == 1
    desk.take(talk.id, "小棉")
    shift.after(seconds=61)
    assert talk.said().count("没有忘记您") == 1


def test_a_notice_without_words_is_left_out(talk: Talk, shift: Shift) -> None:
    shift.words = lambda name, **values: None
    talk.asks_for_a_person()
    shift.after(seconds=121)
    assert talk.said() == ["转人工", "已经帮您排上"]


def test_an_agent_who_does_not_answer_loses_the_conversation(talk: Talk, desk: Desk, queue: Queue, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    asked = clock.now()
    desk.take(talk.id, "小棉")
    shift.after(seconds=180)
    assert talk.now().agent == "小棉"
    version = talk.now().version
    shift.after(seconds=1)
    now = talk.now()
    assert (now.holder, now.agent, now.waiting_since, now.version) == ("waiting", None, asked, version + 1)
    assert [(t.state, t.agent) for t in queue.all()] == [("open", None)]
    assert talk.said()[-1] == PASSED
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "来了")
    shift.after(hours=1)
    assert talk.said().count(PASSED) == 1


def test_two_workers_take_back_once(shopper: Shopper, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talks = [shopper(f"s{n}") for n in range(8)]
    for talk in talks:
        talk.asks_for_a_person()
        desk.take(talk.id, talk.shopper)
    clock.advance(seconds=181)
    versions = [talk.now().version for talk in talks]
    both_tick(shift)
    assert [talk.said().count(PASSED) for talk in talks] == [1] * 8
    assert [talk.now().version for talk in talks] == [version + 1 for version in versions]


def _between(shift: Shift, happens: Callable[[], None]) -> None:
    """Ticks, and lets something happen between finding what is due and doing it."""
    worker = shift.worker()
    found = worker._due

    def due(step: Callable[..., None]) -> list[str]:
        conversations = found(step)
        if conversations:
            happens()
        return conversations

    worker._due = due  # type: ignore[method-assign]
    worker.tick()


def test_what_was_passed_on_at_the_last_moment_is_not_taken_back(talk: Talk, desk: Desk, queue: Queue, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    clock.advance(seconds=181)
    _between(shift, lambda: desk.transfer(talk.id, "小棉", to="阿布"))
    assert PASSED not in talk.said()
    assert [(t.state, t.offered_to) for t in queue.all()] == [("open", "阿布")]


def test_who_has_just_taken_it_over_gets_their_time_to_answer(talk: Talk, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    clock.advance(seconds=181)
    _between(shift, lambda: desk.take_over(talk.id, "主管"))
    assert talk.now().agent == "主管" and PASSED not in talk.said()


def test_who_was_taken_at_the_last_moment_is_not_told_to_wait(talk: Talk, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    clock.advance(seconds=121)
    _between(shift, lambda: desk.take(talk.id, "小棉"))
    assert NEXT not in talk.said()


def test_an_answer_in_time_keeps_the_conversation(talk: Talk, desk: Desk, shift: Shift) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    shift.after(seconds=170)
    desk.reply(talk.id, "小棉", "您好")
    shift.after(seconds=20)
    talk.writes("m-2")
    shift.after(seconds=170)
    assert talk.now().agent == "小棉"
    desk.reply(talk.id, "小棉", "查好了")
    shift.after(minutes=30)
    assert talk.now().agent == "小棉", "the shopper said nothing"


def test_a_second_question_left_unanswered_is_taken_back_too(talk: Talk, desk: Desk, shift: Shift) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "您好")
    shift.after(minutes=10)
    talk.writes("m-2")
    shift.after(seconds=181)
    assert talk.now().holder == "waiting"


def test_a_promised_shopper_who_says_nothing_is_not_taken_back(talk: Talk, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person(promised=clock.now())
    desk.take(talk.id, "小棉")
    shift.after(minutes=30)
    assert talk.now().agent == "小棉"


def test_a_promised_shopper_left_alone_waits_in_front_again(talk: Talk, desk: Desk, queue: Queue, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person(promised=clock.now())
    desk.take(talk.id, "小棉")
    talk.writes("m-2")
    shift.after(seconds=181)
    assert [(t.state, t.holder, t.promised) for t in queue.waiting()] == [("open", "waiting", None)]
    assert queue.place(talk.id) == 0


def test_a_conversation_in_which_the_shopper_is_long_silent_ends(talk: Talk, desk: Desk, queue: Queue, log: Changes, shift: Shift) -> None:
    talk.asks_for_a_person("m-1")
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    talk.asks_for_a_person("m-2")
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "还有别的吗")
    said = talk.said()
    shift.after(minutes=120)
    assert talk.now().agent == "小棉"
    version = talk.now().version
    shift.after(seconds=1)
    now = talk.now()
    assert (now.holder, now.agent, now.version, now.memory["given_back"]) == ("bot", None, version + 1, None)
    assert talk.said() == said, "nothing is said to somebody who left"
    assert queue.all() == [] and queue.earlier(talk.id)[0].result == "silent"
    last = log.of(talk.id)[-1]
    assert (last.kind, last.by, last.detail) == ("ended", "clock", {"result": "silent", "agent": "小棉"})


def test_a_shopper_who_writes_at_the_last_moment_is_not_ended(talk: Talk, desk: Desk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "还有别的吗")
    clock.advance(minutes=121)
    worker = shift.worker()
    found = worker._silent
    worker._silent = lambda: [*found(), *([] if talk.writes("m-2") else [])]  # type: ignore[method-assign]
    worker.tick()
    assert talk.now().agent == "小棉"


def test_one_conversations_failure_does_not_keep_the_others_waiting(shopper: Shopper, shift: Shift, caplog: pytest.LogCaptureFixture) -> None:
    talks = [shopper(name) for name in "abc"]
    for talk in talks:
        talk.asks_for_a_person()

    def stumbles(name: str, **values: int) -> str:
        if values.get("ahead") == 1:
            raise RuntimeError("no words")
        return say(name, **values) or ""

    shift.words = stumbles
    with caplog.at_level(logging.ERROR):
        shift.after(seconds=121)
    assert [len(talk.said()) for talk in talks] == [3, 2, 3]
    assert "bridge:b" in caplog.text
    shift.words = say
    shift.after(seconds=1)
    assert [len(talk.said()) for talk in talks] == [3, 3, 3], "half of it was not done, so it is done now"


def test_one_end_that_fails_does_not_keep_the_others(shopper: Shopper, desk: Desk, shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    talks = [shopper(name) for name in "abc"]
    for talk in talks:
        talk.asks_for_a_person()
        desk.take(talk.id, "小棉")
        desk.reply(talk.id, "小棉", "还有别的吗")
    from bot.handoff import timers

    note = timers.changes.note

    def stumbles(db, at, kind, by, conversation=None, *args, **detail) -> None:  # type: ignore[no-untyped-def]
        if conversation == "bridge:a":
            raise RuntimeError("the disk is full")
        note(db, at, kind, by, conversation, *args, **detail)

    monkeypatch.setattr(timers.changes, "note", stumbles)
    shift.after(minutes=121)
    assert [talk.now().holder for talk in talks] == ["agent", "bot", "bot"]
