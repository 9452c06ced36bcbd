"""The log says every change of state with its time and cause, and what is new since somebody last looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Callable

import pytest
from sqlalchemy.engine import Engine

from bot.handoff import Changes, Customers, Desk, Mark, Presence, Queue, Rating, Spoken, Transcript, Triage
from bot.handoff.tables import changes as lines
from bot.handoff.tables import conversations, messages
from bot.stores import reading
from tests.stores.fakes import NOON, FixedClock

from .hands import Shift
from .talking import Talk


def logged(log: Changes, talk: Talk) -> list[tuple[int, str, str, dict]]:
    """Seconds since noon, kind, by whom, details."""
    return [(int((c.at - NOON).total_seconds()), c.kind, c.by, c.detail) for c in log.of(talk.id)]


def test_a_long_day_is_logged_line_by_line(talk: Talk, desk: Desk, queue: Queue, log: Changes, shift: Shift, clock: FixedClock) -> None:
    because = [{"code": "angry", "points": 30, "words": "气死了"}]
    talk.asks_for_a_person(triage=Triage("aftersales", "售后", 30, because))
    shift.after(seconds=121)
    desk.take(talk.id, "小棉")
    shift.after(seconds=181)
    desk.take(talk.id, "阿布")
    clock.advance(seconds=8)
    desk.reply(talk.id, "阿布", "您好")
    desk.note(talk.id, "阿布", "要退款")
    desk.transfer(talk.id, "阿布", team="投诉", note="请主管看")
    clock.advance(seconds=10)
    desk.take_over(talk.id, "主管", "投诉升级")
    desk.end(talk.id, "主管", "refunded", Spoken("满意吗", "notice"))
    talk.hears("m-9")
    talk.answers("m-9", rating=Rating(talk.now().memory["rating"], "B"))
    assert logged(log, talk) == [
        (0, "opened", "bot", {"reason": "asked", "team": "售后", "priority": 30, "because": because}),
        (121, "told", "clock", {"ahead": 0, "agent": None}),
        (121, "taken", "小棉", {"waited": 121}),
        (302, "taken_back", "clock", {"agent": "小棉"}),
        (302, "taken", "阿布", {"waited": 302}),
        (310, "first_reply", "阿布", {"after": 310}),
        (310, "noted", "阿布", {}),
        (310, "transferred", "阿布", {"to": None, "team": "投诉", "note": "请主管看"}),
        (320, "taken", "主管", {"over": None, "cause": "投诉升级"}),
        (320, "ended", "主管", {"result": "refunded"}),
        (320, "rated", "shopper", {"grade": "B", "why": None}),
    ]
    ticket = queue.earlier(talk.id)[0].id
    assert {c.ticket for c in log.of(talk.id) if c.kind != "noted"} == {ticket}


@pytest.mark.parametrize("evening", ["clock", "bot"])
def test_closing_time_is_logged_whoever_noticed_it(talk: Talk, log: Changes, shift: Shift, evening: str) -> None:
    talk.asks_for_a_person()
    shift.close()
    if evening == "clock":
        shift.after(seconds=5)
    else:
        talk.hears("m-2")
        talk.answers("m-2", release=True, memory={"promised": NOON.isoformat()})
    assert [(kind, by) for _, kind, by, _ in logged(log, talk)] == [("opened", "bot"), ("released", evening)]


def test_the_log_is_read_from_the_latest_lines_and_shown_oldest_first(talk: Talk, desk: Desk, log: Changes) -> None:
    talk.asks_for_a_person()
    for n in range(5):
        desk.note(talk.id, f"客服{n}", "备注")
    assert [c.by for c in log.of(talk.id, limit=2)] == ["客服3", "客服4"]
    assert log.of("bridge:nobody") == []


def test_a_mark_knows_nothing_new_until_something_is_said_or_happens(
    talk: Talk, shopper: Callable[[str], Talk], desk: Desk, log: Changes, customers: Customers, presence: Presence, hire: Callable[..., None]
) -> None:
    assert log.latest() == Mark(0, 0) or log.latest().change >= 0  # PostgreSQL's counters go on from test to test
    talk.asks_for_a_person()
    other = shopper("azhe")
    other.hears("m-1")
    mark = log.latest()
    assert log.conversations_since(mark) == set()
    assert log.conversations_since(Mark()) == {talk.id, other.id}
    desk.take(talk.id, "小棉")
    assert log.conversations_since(mark) == {talk.id}
    mark = log.latest()
    other.hears("m-2")
    assert log.conversations_since(mark) == {other.id}
    mark = log.latest()
    hire("小棉", status="away")
    presence.set_status("小棉", "online")
    customers.describe("xiaolu", "小棉", ["老顾客"], "")
    assert log.conversations_since(mark) == set() and log.latest() != mark


@pytest.mark.parametrize("writes", [
    lambda clock: messages.insert().values(conversation="web:slow", author="shopper", state="done", at=clock.now()),
    lambda clock: lines.insert().values(at=clock.now(), kind="taken", conversation="web:slow", by="小棉"),
])  # fmt: skip
def test_nothing_is_passed_over_while_another_worker_is_still_writing(
    engine: Engine, transcript: Transcript, desk: Desk, log: Changes, clock: FixedClock, writes: Callable[[FixedClock], Any]
) -> None:
    """Numbers are given out before they are committed: a later number may be seen first. (SQLite has one writer.)"""
    if engine.dialect.name == "sqlite":
        return
    Talk(transcript, "web", "slow").hears("m-0")
    quick = Talk(transcript, "web", "quick")
    quick.hears("m-0")
    desk.note(quick.id, "阿布", "备注")
    start = log.latest()
    with engine.connect() as slow, slow.begin():
        slow.execute(writes(clock))
        quick.hears("m-1")
        desk.note(quick.id, "阿布", "备注")
        mark = log.latest()
        assert log.conversations_since(start) == {"web:quick"}
    assert "web:slow" in log.conversations_since(mark)
    assert log.conversations_since(log.latest()) == set()


def test_a_number_that_came_to_nothing_holds_nothing_up_for_long(talk: Talk, log: Changes, clock: FixedClock) -> None:
    talk.hears("m-1")
    talk.hears("m-1")  # refused: PostgreSQL's counter has gone on all the same
    talk.hears("m-2")
    clock.advance(seconds=2)
    assert log.conversations_since(log.latest()) == set()


@pytest.mark.parametrize("mark", [Mark(), Mark(12, 7), Mark(10**17 - 1, 1)])
def test_a_mark_survives_its_text(mark: Mark) -> None:
    assert Mark.read(str(mark)) == mark


@pytest.mark.parametrize("text", [
    None, "", "-", "1", "1-", "-1", "a-1", "1-b", "1-2-3", "-1-2", " 1-2", "1.5-2", "²-1", "9" * 18 + "-1", "1-" + "9" * 37,
])  # fmt: skip
def test_what_is_no_mark_is_none(text: Any) -> None:
    assert Mark.read(text) is None


def test_no_mark_that_is_read_is_too_large_for_the_database(log: Changes, talk: Talk) -> None:
    talk.hears("m-1")
    largest = Mark.read("9" * 17 + "-" + "9" * 17)
    assert largest and log.conversations_since(largest) == set()


def test_the_log_only_grows(engine: Engine, talk: Talk, desk: Desk, shift: Shift) -> None:
    def rows() -> list:
        with reading(engine) as db:
            return [tuple(row) for row in db.execute(lines.select().order_by(lines.c.id))]

    seen: list = []
    talk.asks_for_a_person()
    for step in (lambda: desk.take(talk.id, "小棉"), lambda: shift.after(seconds=181), lambda: desk.take(talk.id, "阿布"),
                 lambda: desk.give_back(talk.id, "阿布", "")):  # fmt: skip
        step()
        now = rows()
        assert now[: len(seen)] == seen and len(now) > len(seen)
        seen = now


def test_every_change_of_holder_has_a_line(engine: Engine, talk: Talk, desk: Desk, log: Changes, shift: Shift, clock: FixedClock) -> None:
    """Whatever moves a conversation from one holder or agent to another is in the log at that moment."""

    def called_off() -> None:
        talk.hears("m-off")
        talk.answers("m-off", called_off=True)

    def holder() -> tuple:
        with reading(engine) as db:
            return tuple(db.execute(conversations.select().with_only_columns(conversations.c.holder, conversations.c.agent)).one())

    steps: list[Callable[[], Any]] = [
        lambda: talk.asks_for_a_person("m-1"), lambda: desk.take(talk.id, "小棉"), lambda: shift.after(seconds=181),
        lambda: desk.take(talk.id, "小棉"), lambda: desk.transfer(talk.id, "小棉"), lambda: (shift.close(), shift.after(seconds=1)),
        lambda: talk.asks_for_a_person("m-2"), lambda: desk.take_over(talk.id, "主管"), lambda: desk.take_over(talk.id, "经理"),
        lambda: desk.give_back(talk.id, "经理", ""), lambda: (shift.open(), talk.asks_for_a_person("m-3")), called_off,
        lambda: desk.take_over(talk.id, "主管"), lambda: desk.end(talk.id, "主管", "done"),
    ]  # fmt: skip
    talk.hears("m-0")
    talk.answers("m-0")
    for number, step in enumerate(steps):
        before, known = holder(), len(log.of(talk.id))
        clock.advance(seconds=1)
        step()
        new = log.of(talk.id)[known:]
        assert holder() != before, number
        assert new and all(c.by and clock.now() - c.at < timedelta(seconds=1) for c in new), number
