"""What a person does with a conversation, and what two of them cannot do at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.handoff import Desk, NotYours, Transcript
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk


def test_the_queue_has_the_longest_wait_first_with_why_and_the_last_words(transcript: Transcript, desk: Desk, clock: FixedClock) -> None:
    first, second = Talk(transcript, "bridge", "azhe"), Talk(transcript, "web", "xiaolu")
    first.asks_for_a_person()
    clock.advance(minutes=3)
    second.asks_for_a_person()
    clock.advance(minutes=1)
    first.hears("m-2", "有人吗")
    rows = desk.queue()
    assert [(t.shopper, t.reason, t.intent, t.confidence, t.last_said) for t in rows] == [
        ("azhe", "asked", "ask_human", 0.98, "有人吗"), ("xiaolu", "asked", "ask_human", 0.98, "转人工")]
    assert rows[0].opened_at == clock.now() - timedelta(minutes=4)


def test_two_agents_never_hold_one_shopper(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    names = [f"客服{n}" for n in range(4)]

    def takes(name: str) -> bool:
        try:
            desk.take(talk.id, name)
            return True
        except NotYours:
            return False

    with ThreadPoolExecutor(4) as pool:
        taken = dict(zip(names, pool.map(takes, names)))
    assert list(taken.values()).count(True) == 1
    assert taken[talk.now().agent or ""]
    assert [(t.state, t.agent) for t in desk.queue()] == [("taken", talk.now().agent)]


def test_pressing_take_twice_changes_nothing(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.take(talk.id, "小棉")
    assert (talk.now().holder, talk.now().agent) == ("agent", "小棉")


def test_nobody_replies_without_holding_the_conversation(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "您好")
    desk.take(talk.id, "阿布")
    with pytest.raises(NotYours):
        desk.reply(talk.id, "小棉", "您好")
    assert "您好" not in talk.said()


def test_an_agents_reply_reaches_the_shopper_and_is_owed_to_the_callback(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    spoken = desk.reply(talk.id, "小棉", "您好，我来处理")
    said = transcript.said_after(talk.id, "m-human")
    assert said and (said[-1].id, said[-1].author, said[-1].text) == (spoken.id, "agent", "您好，我来处理")
    assert [(shopper, s.text) for shopper, s in transcript.owed("bridge")] == [("xiaolu", "您好，我来处理")]
    assert transcript.history(talk.id)[-1]["said_by"] == "小棉"


def test_given_back_the_bot_speaks_again_and_the_shopper_is_told(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "接下来由我继续为您服务")
    assert (talk.now().holder, talk.now().agent) == ("bot", None)
    assert desk.queue() == []
    assert talk.said()[-1] == "接下来由我继续为您服务"
    talk.hears("m-2", "会起球吗")
    assert talk.answers("m-2", says=("不容易起球",)) is not None


def test_without_words_for_it_nothing_is_said_when_a_conversation_is_given_back(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    before = talk.said()
    desk.give_back(talk.id, "小棉", "")
    assert talk.said() == before


def test_only_the_one_who_holds_it_gives_it_back(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    for name in ("小棉", "阿布"):
        with pytest.raises(NotYours):
            desk.give_back(talk.id, name, "")
        desk.take(talk.id, "小棉")
    assert talk.now().agent == "小棉"


def test_a_conversation_that_is_over_cannot_be_taken_and_forgotten(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    with pytest.raises(NotYours):
        desk.take(talk.id, "阿布")
    assert talk.now().holder == "bot"


def test_a_closed_ticket_can_still_be_read(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    id = desk.queue()[0].id
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    found = desk.ticket(id)
    assert found and (found.state, found.agent, found.shopper) == ("closed", "小棉", "xiaolu")
    assert desk.ticket(id + 1000) is None


def test_after_it_was_given_back_asking_again_queues_again(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person("m-1")
    desk.take(talk.id, "小棉")
    desk.give_back(talk.id, "小棉", "")
    talk.asks_for_a_person("m-2", promised=NOON)
    assert [t.state for t in desk.queue()] == ["open"]


def test_a_conversation_that_does_not_exist_belongs_to_nobody(desk: Desk) -> None:
    with pytest.raises(NotYours):
        desk.take("bridge:nobody", "小棉")


def test_the_queue_counts_only_who_waits(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person()
    assert transcript.queue_length() == 1
    desk.take(talk.id, "小棉")
    assert transcript.queue_length() == 0
