"""Passing a conversation on: the bot stays silent, the wait goes on, and notes stay among colleagues."""

from __future__ import annotations

from typing import Callable

import pytest

from bot.handoff import Desk, NotYours, Queue, Transcript, Triage
from tests.stores.fakes import NOON, FixedClock

from .hands import Shift
from .talking import Talk

Hire = Callable[..., None]


@pytest.mark.parametrize("where", [{"to": "阿布"}, {"team": "售后"}, {}])
def test_after_a_transfer_the_bot_is_silent_and_what_it_computed_is_dropped(talk: Talk, desk: Desk, where: dict) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    talk.hears("m-2", "会起球吗")
    seen = talk.now()
    desk.transfer(talk.id, "小棉", **where)
    assert (talk.now().holder, talk.now().agent, talk.now().version) == ("waiting", None, seen.version + 1)
    assert talk.answers("m-2", says=("不容易起球",), seen=seen) is None
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "我还没说完")


def test_the_colleague_it_is_for_has_it_first(talk: Talk, desk: Desk, queue: Queue, hire: Hire, clock: FixedClock) -> None:
    for name in ("小棉", "阿布", "小李"):
        hire(name)
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    clock.advance(seconds=179)
    assert desk.take_next("小李") is None and desk.take_next("小棉") is None
    assert desk.take_next("阿布")


def test_a_colleague_who_does_not_come_loses_the_head_start(talk: Talk, desk: Desk, hire: Hire, clock: FixedClock) -> None:
    hire("小李")
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    clock.advance(seconds=180)
    assert desk.take_next("小李")


def test_a_colleague_of_another_team_gets_what_they_were_asked_to_take(talk: Talk, desk: Desk, hire: Hire) -> None:
    hire("阿布", ["售后"])
    talk.asks_for_a_person(triage=Triage(team="物流"))
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    assert desk.take_next("阿布")


def test_transferred_to_a_team_it_is_that_teams(talk: Talk, desk: Desk, queue: Queue, hire: Hire) -> None:
    hire("小李", ["售前"])
    hire("阿布", ["售后"])
    talk.asks_for_a_person(triage=Triage(team="售前"))
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", team="售后")
    assert desk.take_next("小李") is None
    got = desk.take_next("阿布")
    assert got and got.team == "售后"


def test_a_transfer_does_not_shorten_the_wait_of_who_was_not_answered(talk: Talk, desk: Desk, clock: FixedClock, shift: Shift) -> None:
    """Otherwise an agent who passes a shopper on at the second minute has them sit there unheard for four."""
    talk.asks_for_a_person()
    asked = clock.now()
    clock.advance(seconds=100)
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    assert talk.now().waiting_since == asked
    shift.after(seconds=21)
    assert talk.said()[-1] == "还要等，下一位就是您"


def test_who_was_answered_waits_from_the_transfer_on_and_is_told_anew(talk: Talk, desk: Desk, clock: FixedClock, shift: Shift) -> None:
    talk.asks_for_a_person()
    shift.after(seconds=121)
    assert talk.said().count("还要等，下一位就是您") == 1
    desk.take(talk.id, "小棉")
    desk.reply(talk.id, "小棉", "这件事要请售后同事看")
    clock.advance(minutes=1)
    desk.transfer(talk.id, "小棉", team="售后")
    assert talk.now().waiting_since == clock.now()
    shift.after(seconds=121)
    assert talk.said().count("还要等，下一位就是您") == 2


def test_who_was_told_and_passed_on_unanswered_is_not_told_twice(talk: Talk, desk: Desk, shift: Shift) -> None:
    talk.asks_for_a_person()
    shift.after(seconds=121)
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    shift.after(seconds=30)
    assert talk.said().count("还要等，下一位就是您") == 1


def test_a_night_ticket_that_is_passed_on_is_no_promise_any_more(shopper: Callable[[str], Talk], desk: Desk, queue: Queue) -> None:
    night, later = shopper("night"), shopper("later")
    night.asks_for_a_person(promised=NOON)
    desk.take(night.id, "小棉")
    night.writes("m-2", "我在")
    later.asks_for_a_person()
    desk.transfer(night.id, "小棉", to="阿布")
    assert [(t.shopper, t.promised) for t in queue.waiting()] == [("night", None), ("later", None)]
    assert (queue.place(night.id), queue.place(later.id)) == (0, 1)


def test_notes_are_for_colleagues_only(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    secret = "这位顾客很难缠"
    talk.asks_for_a_person()
    desk.note(talk.id, "小棉", secret)
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布", note=secret)
    assert [(n["by"], n["text"]) for n in desk.notes(talk.id)] == [("小棉", secret)] * 2
    public = [s.public() for s in transcript.said_after(talk.id, None) or []]
    everything = (transcript.history(talk.id), public, transcript.owed("bridge"), transcript.unanswered(), transcript.outcome(talk.id, "m-human"))
    assert secret not in repr(everything)


def test_only_the_one_who_holds_it_or_a_supervisor_passes_it_on(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person()
    with pytest.raises(NotYours):
        desk.transfer(talk.id, "小棉", to="阿布")
    desk.take(talk.id, "小棉")
    with pytest.raises(NotYours):
        desk.transfer(talk.id, "阿布", to="阿布")
    assert talk.now().agent == "小棉"
    desk.transfer(talk.id, "主管", to="阿布", supervisor=True)
    assert [(t.state, t.offered_to) for t in queue.all()] == [("open", "阿布")]
