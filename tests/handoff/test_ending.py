"""The end of a conversation with a person: given back to the bot, or over; and that nothing is said or lost in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Callable

import pytest

from bot.handoff import Desk, NotYours, Queue, Spoken, Transcript
from bot.handoff.transcript import AlreadyAnswered
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk


def test_an_agents_reply_reaches_the_shopper_and_is_owed_to_the_callback(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    spoken = desk.reply(talk.id, "小棉", "您好，我来处理", suggested="您好")
    said = transcript.said_after(talk.id, "m-human")
    assert said and (said[-1].id, said[-1].author, said[-1].text) == (spoken.id, "agent", "您好，我来处理")
    assert [(shopper, s.text) for shopper, s in transcript.owed("bridge")] == [("xiaolu", "您好，我来处理")]
    last = transcript.history(talk.id)[-1]
    assert (last["said_by"], last["suggested"]) == ("小棉", "您好")


def test_the_wait_begins_when_a_shopper_writes_to_an_agent_and_ends_with_the_reply(talk: Talk, desk: Desk, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    assert talk.now().waiting_since == NOON  # nobody has said anything yet
    desk.reply(talk.id, "小棉", "您好")
    assert talk.now().waiting_since is None
    clock.advance(minutes=1)
    talk.writes("m-2")
    wrote = clock.now()
    clock.advance(minutes=1)
    talk.writes("m-3", "在吗")
    assert talk.now().waiting_since == wrote, "the first unanswered message counts"
    desk.reply(talk.id, "小棉", "在的")
    assert talk.now().waiting_since is None


def test_the_first_reply_is_the_first(talk: Talk, desk: Desk, queue: Queue, clock: FixedClock) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    clock.advance(seconds=40)
    desk.reply(talk.id, "小棉", "您好")
    clock.advance(seconds=40)
    desk.reply(talk.id, "小棉", "还在吗")
    assert queue.all()[0].first_reply_at == NOON + timedelta(seconds=40)


def test_given_back_the_bot_speaks_again_knows_it_and_the_shopper_is_told(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.hears("m-0")
    talk.answers("m-0", memory={"product": "P1001"})
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    talk.writes("m-1")
    desk.give_back(talk.id, "小棉", "接下来由我继续为您服务")
    now = talk.now()
    assert (now.holder, now.agent, now.waiting_since) == ("bot", None, None)
    assert now.memory["given_back"] is True and now.memory["product"] == "P1001"
    assert queue.all() == []
    assert talk.said()[-1] == "接下来由我继续为您服务"
    talk.hears("m-2", "会起球吗")
    assert talk.answers("m-2", says=("不容易起球",)) is not None


def test_without_words_for_it_nothing_is_said_when_a_conversation_is_given_back(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    before = talk.said()
    desk.give_back(talk.id, "小棉", "")
    assert talk.said() == before


@pytest.mark.parametrize("leave", [
    lambda desk, id, name, **more: desk.give_back(id, name, "", **more), lambda desk, id, name, **more: desk.end(id, name, "done", **more),
])  # fmt: skip
def test_only_the_one_who_holds_it_or_a_supervisor_finishes_it(talk: Talk, desk: Desk, queue: Queue, leave: Callable[..., None]) -> None:
    talk.asks_for_a_person()
    with pytest.raises(NotYours):
        leave(desk, talk.id, "小棉")
    desk.take(talk.id, "小棉")
    with pytest.raises(NotYours):
        leave(desk, talk.id, "阿布")
    assert talk.now().agent == "小棉"
    leave(desk, talk.id, "主管", supervisor=True)
    assert (talk.now().holder, queue.all()) == ("bot", [])
    with pytest.raises(NotYours):
        leave(desk, talk.id, "小棉")


def test_the_end_is_kept_with_its_reason_and_forgets_the_promise_and_the_giving_back(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person("m-1")
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    talk.asks_for_a_person("m-2", promised=NOON + timedelta(hours=21))
    desk.take(talk.id, "小棉")
    desk.end(talk.id, "小棉", "refunded")
    assert {name: talk.now().memory.get(name) for name in ("given_back", "promised", "rating")} == dict.fromkeys(("given_back", "promised", "rating"))
    assert [(t.result, t.state, t.closed_at) for t in queue.earlier(talk.id)] == [("refunded", "closed", NOON), ("given_back", "closed", NOON)]


def test_of_two_who_end_it_at_once_one_does_and_the_question_is_asked_once(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")

    def end(name: str) -> bool:
        try:
            desk.end(talk.id, name, "done", Spoken("满意吗", "notice"), supervisor=name == "主管")
            return True
        except NotYours:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, ("小棉", "主管"))) == [False, True]
    assert talk.said().count("满意吗") == 1


def test_what_was_written_just_before_the_end_is_the_bots_to_answer(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    """The turn saw an agent and kept silent; when it was to be kept, the agent was gone. Nobody would ever answer."""
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    talk.hears("m-2", "会起球吗")
    seen = talk.now()
    desk.end(talk.id, "小棉", "done")
    with pytest.raises(AlreadyAnswered):
        talk.answers("m-2", says=(), seen=seen)
    assert [m.id for m in transcript.unanswered()[talk.id]] == ["m-2"]
    assert talk.answers("m-2", says=("不容易起球",)) is not None


def test_a_late_turn_neither_opens_nor_closes_a_ticket(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person("m-1")
    talk.hears("m-2", "不用人工了")
    seen = talk.now()
    desk.take(talk.id, "小棉")
    desk.transfer(talk.id, "小棉", to="阿布")
    assert talk.answers("m-2", says=("好的，不排队了",), seen=seen, called_off=True) is None
    assert (talk.now().holder, [t.state for t in queue.all()]) == ("waiting", ["open"]), "or they would wait for nobody, for ever"


def test_a_closed_ticket_can_still_be_read(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person()
    id = queue.all()[0].id
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    found = queue.one(id)
    assert found and (found.state, found.agent, found.shopper) == ("closed", "小棉", "xiaolu")
    assert queue.one(id + 1000) is None and queue.current(talk.id) is None


def test_after_it_was_given_back_asking_again_queues_again(talk: Talk, desk: Desk, queue: Queue) -> None:
    talk.asks_for_a_person("m-1")
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    talk.asks_for_a_person("m-2", promised=NOON)
    assert [t.state for t in queue.all()] == ["open"]


def test_replying_and_ending_at_once_never_blocks(shopper: Callable[[str], Talk], desk: Desk) -> None:
    """Both want the conversation and its ticket; in different orders, PostgreSQL would have to shoot one of them."""
    for attempt in range(20):
        talk = shopper(f"s{attempt}")
        talk.asks_for_a_person()
        desk.take(talk.id, "小棉")
        with ThreadPoolExecutor(3) as pool:
            done = [pool.submit(desk.reply, talk.id, "小棉", "您好"), pool.submit(desk.end, talk.id, "小棉", "done"), pool.submit(talk.hears, "m-2")]
        assert {type(d.exception()) for d in done} <= {type(None), NotYours}
