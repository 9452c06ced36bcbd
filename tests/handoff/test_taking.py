"""Taking a conversation: who may, how many, and that two people never hold one shopper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Callable

import pytest

from bot.handoff import Desk, NoRoom, NotYours, Presence, Queue, Transcript, Triage
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk

Shopper = Callable[[str], Talk]
Hire = Callable[..., None]


def takes(desk: Desk, conversation: str, name: str) -> bool:
    try:
        desk.take(conversation, name)
        return True
    except NotYours:
        return False


def test_two_agents_never_hold_one_shopper(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person()
    names = [f"客服{n}" for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        taken = dict(zip(names, pool.map(lambda name: takes(desk, talk.id, name), names)))
    assert list(taken.values()).count(True) == 1
    assert taken[talk.now().agent or ""]
    assert [(t.state, t.agent) for t in queue.all()] == [("taken", talk.now().agent)]


def test_fifty_times_two_agents_want_the_same_shopper_and_the_loser_gets_the_next_one(
    shopper: Shopper, desk: Desk, queue: Queue, clock: FixedClock, hire: Hire
) -> None:
    for name in ("小棉", "阿布"):
        hire(name, parallel=100)
    for attempt in range(50):
        first, second = shopper(f"a{attempt}"), shopper(f"b{attempt}")
        first.asks_for_a_person()
        clock.advance(seconds=1)
        second.asks_for_a_person()
        gate = Barrier(2)

        def next_one(name: str) -> str:
            gate.wait()
            ticket = desk.take_next(name)
            assert ticket is not None and (ticket.state, ticket.agent, ticket.holder) == ("taken", name, "agent")
            return ticket.conversation

        with ThreadPoolExecutor(2) as pool:
            got = dict(zip(("小棉", "阿布"), pool.map(next_one, ("小棉", "阿布"))))
        assert set(got.values()) == {first.id, second.id}
        assert {talk.now().agent: talk.id for talk in (first, second)} == got
        assert queue.waiting() == []


def test_a_double_click_on_next_does_not_go_over_the_limit(shopper: Shopper, desk: Desk, presence: Presence, hire: Hire) -> None:
    hire("小棉", parallel=1)
    for attempt in range(10):
        talks = [shopper(f"{attempt}-{n}") for n in range(2)]
        for talk in talks:
            talk.asks_for_a_person()
        gate = Barrier(2)

        def take(talk: Talk) -> bool:
            gate.wait()
            return takes(desk, talk.id, "小棉")

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(take, talks)) == [False, True]
        me = presence.one("小棉")
        assert me and me.holding == 1
        for talk in talks:
            desk.end(talk.id, talk.now().agent or "主管", "done", supervisor=True)


def test_the_bot_is_silent_from_the_moment_of_taking(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person("m-1", promised=NOON + timedelta(hours=9))
    talk.hears("m-2", "会起球吗")
    seen = talk.now()
    desk.take(talk.id, "小棉")
    assert talk.answers("m-2", says=("不容易起球",), seen=seen) is None
    assert "不容易起球" not in talk.said()
    assert (talk.now().holder, talk.now().version) == ("agent", seen.version + 1)


def test_what_the_bot_was_about_to_answer_is_the_agents_to_answer(talk: Talk, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    """A promised shopper writes in the morning, and is taken before the bot has spoken."""
    talk.asks_for_a_person("m-1", promised=NOON)
    talk.hears("m-2", "会起球吗")
    wrote, seen = clock.now(), talk.now()
    clock.advance(seconds=2)
    desk.take(talk.id, "小棉")
    talk.answers("m-2", says=("不容易起球",), seen=seen)
    assert talk.now().waiting_since == wrote
    assert [t.unread for t in queue.all()] == [1]


def test_nobody_waits_for_an_agent_when_everything_was_answered(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person("m-1", promised=NOON)
    desk.take(talk.id, "小棉")
    assert talk.now().waiting_since is None


def test_pressing_take_twice_changes_nothing(talk: Talk, desk: Desk, hire: Hire) -> None:
    hire("小棉", parallel=1)
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    before = talk.now()
    desk.take(talk.id, "小棉")
    assert talk.now() == before and before.agent == "小棉"


def test_who_has_their_hands_full_takes_no_more_until_one_is_over(shopper: Shopper, desk: Desk, queue: Queue, hire: Hire) -> None:
    hire("小棉", parallel=2)
    talks = [shopper(f"s{n}") for n in range(3)]
    for talk in talks:
        talk.asks_for_a_person()
    assert desk.take_next("小棉") and desk.take_next("小棉")
    with pytest.raises(NoRoom, match="已经有 2 位.*最多同时接 2 位"):
        desk.take_next("小棉")
    with pytest.raises(NoRoom):
        desk.take(talks[2].id, "小棉")
    assert talks[2].now().holder == "waiting"
    desk.end(talks[0].id, "小棉", "done")
    desk.take(talks[2].id, "小棉")


def test_without_a_limit_of_their_own_the_shops_counts(shopper: Shopper, desk: Desk, hire: Hire) -> None:
    hire("小棉")
    for n in range(6):
        shopper(f"s{n}").asks_for_a_person()
    for _ in range(5):
        assert desk.take_next("小棉")
    with pytest.raises(NoRoom, match="最多同时接 5 位"):
        desk.take_next("小棉")


def test_the_next_one_is_of_the_agents_teams(shopper: Shopper, desk: Desk, clock: FixedClock, hire: Hire) -> None:
    hire("小棉", ["售后", "物流"])
    hire("阿布", ["售前"])
    for name, team in (("a", "售前"), ("b", "售后"), ("c", None), ("d", "物流")):
        shopper(name).asks_for_a_person(triage=Triage(team=team))
        clock.advance(seconds=1)
    taken = [desk.take_next("小棉") for _ in range(4)]
    assert [t.shopper if t else None for t in taken] == ["b", "c", "d", None]
    desk.take("bridge:a", "小棉")  # whoever sees that a colleague is drowning may help


def test_a_ticket_of_a_team_that_was_renamed_away_is_everybodys(shopper: Shopper, desk: Desk, hire: Hire) -> None:
    hire("小棉", ["售后"])
    shopper("a").asks_for_a_person(triage=Triage(team="老售前"))
    assert desk.take_next("小棉")


def test_whom_nobody_of_their_team_can_take_goes_to_others_behind_their_own(shopper: Shopper, desk: Desk, clock: FixedClock, hire: Hire) -> None:
    hire("小棉", ["售后"])
    for name, team in (("angry", "投诉"), ("own", "售后")):
        shopper(name).asks_for_a_person(triage=Triage(team=team))
        clock.advance(seconds=1)
    assert [desk.take_next("小棉").shopper for _ in range(2)] == ["own", "angry"]


def test_who_waits_too_long_for_their_team_goes_to_others(shopper: Shopper, desk: Desk, clock: FixedClock, hire: Hire) -> None:
    hire("小棉", ["售后"])
    hire("阿布", ["售前"])
    shopper("a").asks_for_a_person(triage=Triage(team="售前"))
    clock.advance(seconds=119)
    assert desk.take_next("小棉") is None
    clock.advance(seconds=2)
    assert desk.take_next("小棉").shopper == "a"


def test_an_agent_without_teams_takes_everybodys(shopper: Shopper, desk: Desk, hire: Hire) -> None:
    hire("小棉")
    shopper("a").asks_for_a_person(triage=Triage(team="售前"))
    assert desk.take_next("小棉")


def test_the_previous_agent_has_a_head_start_and_no_more(shopper: Shopper, desk: Desk, clock: FixedClock, hire: Hire) -> None:
    for name in ("小棉", "阿布"):
        hire(name)
    shopper("a").asks_for_a_person(offered_to="小棉", offered_until=clock.now() + timedelta(seconds=20))
    clock.advance(seconds=19)
    shopper("b").asks_for_a_person()
    got = desk.take_next("阿布")
    assert got and got.shopper == "b"
    assert desk.take_next("阿布") is None
    clock.advance(seconds=1)
    got = desk.take_next("阿布")
    assert got and got.shopper == "a"


def test_the_previous_agent_takes_during_the_head_start(shopper: Shopper, desk: Desk, clock: FixedClock, hire: Hire) -> None:
    hire("小棉")
    shopper("a").asks_for_a_person(offered_to="小棉", offered_until=clock.now() + timedelta(seconds=20))
    got = desk.take_next("小棉")
    assert got and (got.shopper, got.offered_to, got.offered_until) == ("a", None, None)


def test_when_nobody_waits_there_is_no_next_one(desk: Desk, hire: Hire) -> None:
    hire("小棉")
    assert desk.take_next("小棉") is None


def test_nobody_replies_without_holding_the_conversation(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "您好")
    desk.take(talk.id, "阿布")
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "您好")
    assert "您好" not in talk.said()


def test_a_conversation_that_is_over_cannot_be_taken_and_forgotten(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    with pytest.raises(NotYours, match="已经结束"):
        desk.take(talk.id, "阿布")
    assert talk.now().holder == "bot"


def test_a_conversation_that_does_not_exist_belongs_to_nobody(desk: Desk) -> None:
    for press in (lambda: desk.take("bridge:nobody", "小棉"), lambda: desk.take_over("bridge:nobody", "主管"),
                  lambda: desk.reply("bridge:nobody", "小棉", "您好"), lambda: desk.note("bridge:nobody", "小棉", "备注"),
                  lambda: desk.end("bridge:nobody", "小棉", "done"), lambda: desk.transfer("bridge:nobody", "小棉", supervisor=True)):  # fmt: skip
        with pytest.raises(NotYours, match="bridge:nobody"):
            press()


def test_the_queue_counts_only_who_waits(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person()
    assert transcript.queue_length() == 1
    desk.take(talk.id, "小棉")
    assert transcript.queue_length() == 0
