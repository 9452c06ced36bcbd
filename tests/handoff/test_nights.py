"""Closing time, the night and the morning after: promises, and what becomes of them."""

from __future__ import annotations

from typing import Callable

import pytest

from bot.handoff import Changes, Desk, Handover, Queue, Transcript, Triage
from tests.stores.fakes import NOON, FixedClock

from .hands import OPENS, Shift
from .talking import Talk
from .test_timers import both_tick

TOLD, NEXT = "下班了，明天 09:00 再来", "还要等，下一位就是您"


def test_at_closing_time_who_waits_is_told_and_the_bot_goes_on_with_the_promise(talk: Talk, queue: Queue, shift: Shift) -> None:
    talk.hears("m-0")
    talk.answers("m-0", memory={"product": "P1001"})
    talk.asks_for_a_person()
    version = talk.now().version
    shift.close()
    shift.after(seconds=1)
    now = talk.now()
    assert (now.holder, now.waiting_since, now.version) == ("bot", None, version + 1)
    assert now.memory == {"product": "P1001", "promised": OPENS.isoformat()}
    assert [(t.state, t.promised) for t in queue.all()] == [("open", OPENS)]
    assert talk.said()[-1] == TOLD
    for _ in range(3):
        shift.after(hours=1)
    assert talk.said().count(TOLD) == 1
    talk.hears("m-2", "会起球吗")
    assert talk.answers("m-2", says=("不容易起球",)) is not None


def test_two_workers_release_once(shopper: Callable[[str], Talk], shift: Shift) -> None:
    talks = [shopper(f"s{n}") for n in range(8)]
    for talk in talks:
        talk.asks_for_a_person()
    shift.close()
    both_tick(shift)
    assert [talk.said().count(TOLD) for talk in talks] == [1] * 8


def test_an_agent_who_stays_late_keeps_the_conversation_until_they_stop_answering(talk: Talk, desk: Desk, queue: Queue, shift: Shift) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "您好")
    shift.close()
    shift.after(minutes=10)
    talk.writes("m-2")
    shift.after(seconds=170)
    assert talk.now().agent == "小棉"
    shift.after(seconds=11)
    assert (talk.now().holder, talk.now().agent) == ("bot", None)
    assert [(t.state, t.agent, t.promised) for t in queue.all()] == [("open", None, OPENS)]
    assert talk.said()[-1] == TOLD


def test_nobody_is_told_to_wait_for_people_who_are_not_there(talk: Talk, shift: Shift, clock: FixedClock) -> None:
    talk.asks_for_a_person(promised=OPENS)
    shift.close()
    for _ in range(5):
        shift.after(minutes=1)
    shift.open()
    shift.after(hours=20)
    assert talk.said() == ["转人工", "已经帮您排上"]


@pytest.mark.parametrize("evening", ["promised", "released by the clock", "released by the bot"])
def test_a_shopper_of_the_night_who_asks_again_in_the_morning_waits_like_anybody(
    talk: Talk, queue: Queue, log: Changes, shift: Shift, clock: FixedClock, evening: str
) -> None:
    if evening == "promised":
        shift.close()
        talk.asks_for_a_person(promised=OPENS)
    else:
        talk.asks_for_a_person()
        shift.close()
        if evening == "released by the clock":
            shift.after(seconds=1)
        else:
            talk.hears("m-late")
            talk.answers("m-late", release=True, memory={"promised": OPENS.isoformat()})
    assert (talk.now().holder, queue.all()[0].promised) == ("bot", OPENS)
    id = queue.all()[0].id
    clock.advance(hours=22)
    shift.open()
    talk.asks_for_a_person("m-morning", offered_to="小棉", offered_until=clock.now().replace(second=20))
    ticket = queue.all()[0]
    assert (ticket.id, ticket.promised, ticket.holder, ticket.waiting_since, ticket.offered_to) == (id, None, "waiting", clock.now(), "小棉")
    assert queue.place(talk.id) == 0
    assert [(c.kind, c.by) for c in log.of(talk.id)][-1] == ("returned", "shopper")
    shift.after(seconds=121)
    assert talk.said()[-1] == NEXT, "told last night is not told this morning"


def test_asking_again_while_waiting_changes_nothing(talk: Talk, queue: Queue, log: Changes, shift: Shift) -> None:
    talk.asks_for_a_person("m-1")
    shift.after(seconds=121)
    before, lines = queue.all()[0], log.of(talk.id)
    talk.hears("m-2")
    talk.answers("m-2", says=(), handover=Handover("asked", triage=Triage(priority=99)))
    after = queue.all()[0]
    assert (after.id, after.priority, after.waiting_since) == (before.id, before.priority, before.waiting_since)
    assert log.of(talk.id) == lines
    shift.after(seconds=121)
    assert talk.said().count(NEXT) == 1


def test_where_to_reach_the_shopper_is_kept_with_the_ticket(talk: Talk, queue: Queue, log: Changes) -> None:
    talk.asks_for_a_person(promised=OPENS)
    talk.hears("m-2", "13800001201")
    talk.answers("m-2", contact="13800001201")
    ticket = queue.all()[0]
    assert ticket.contact == "13800001201"
    assert [(c.kind, c.by, c.ticket) for c in log.of(talk.id)][-1] == ("contact", "shopper", ticket.id)


def test_without_a_ticket_no_contact_is_kept(talk: Talk, queue: Queue, log: Changes) -> None:
    talk.hears("m-1")
    talk.answers("m-1", contact="13800001201")
    assert queue.all() == [] and log.of(talk.id) == []


def test_a_shop_that_does_not_know_when_it_opens_keeps_the_ticket_all_the_same(
    talk: Talk, shopper: Callable[[str], Talk], queue: Queue, transcript: Transcript, shift: Shift
) -> None:
    from bot.handoff import OpeningNow

    talk.asks_for_a_person()
    shift.hours = OpeningNow(False)
    shift.after(seconds=1)
    assert talk.now().holder == "bot" and [(t.state, t.promised) for t in queue.all()] == [("open", None)]
    assert queue.place(talk.id) is None
    assert transcript.queue_length() == 1
    shift.clock.advance(hours=21)
    shopper("morning").asks_for_a_person()
    assert [t.shopper for t in queue.waiting()] == ["morning", "xiaolu"]


def test_the_morning_begins_with_a_sorted_queue(shopper: Callable[[str], Talk], desk: Desk, queue: Queue, hire: Callable[..., None]) -> None:
    hire("小棉")
    for name, points in (("a", 0), ("b", 50), ("c", 10)):
        shopper(name).asks_for_a_person(promised=NOON, triage=Triage(priority=points))
    taken = [desk.take_next("小棉") for _ in range(3)]
    assert [t.shopper for t in taken if t] == ["b", "c", "a"]
