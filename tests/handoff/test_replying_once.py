"""A page that heard no answer sends again: the shopper hears it once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Callable

from bot.handoff import Desk, Transcript

from .talking import Talk


def held(talk: Talk, desk: Desk) -> Talk:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")
    return talk


def test_the_same_id_again_says_nothing_twice(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    held(talk, desk)
    first = desk.reply(talk.id, "小棉", "您好", id="r-1")
    assert desk.reply(talk.id, "小棉", "您好", id="r-1").id == first.id
    desk.reply(talk.id, "小棉", "您好", id="r-2")
    assert talk.said().count("您好") == 2
    assert len(transcript.owed("bridge")) == 2


def test_a_retry_does_not_pretend_that_what_came_meanwhile_was_answered(talk: Talk, desk: Desk) -> None:
    held(talk, desk)
    desk.reply(talk.id, "小棉", "您好", id="r-1")
    talk.writes("m-2")
    desk.reply(talk.id, "小棉", "您好", id="r-1")
    assert talk.now().waiting_since is not None


def test_a_retry_after_the_end_is_told_that_it_was_said(talk: Talk, desk: Desk) -> None:
    held(talk, desk)
    first = desk.reply(talk.id, "小棉", "再见", id="r-1")
    desk.end(talk.id, "小棉", "done")
    assert desk.reply(talk.id, "小棉", "再见", id="r-1").id == first.id
    assert talk.said().count("再见") == 1


def test_two_copies_at_once_are_one(shopper: Callable[[str], Talk], desk: Desk) -> None:
    for attempt in range(10):
        talk = held(shopper(f"s{attempt}"), desk)
        gate = Barrier(2)

        def reply(_: int) -> str:
            gate.wait()
            return desk.reply(talk.id, "小棉", "您好", id="r-1").id

        with ThreadPoolExecutor(2) as pool:
            assert len(set(pool.map(reply, range(2)))) == 1
        assert talk.said().count("您好") == 1


def test_without_an_id_the_same_words_may_be_said_twice(talk: Talk, desk: Desk) -> None:
    held(talk, desk)
    desk.reply(talk.id, "小棉", "在的")
    desk.reply(talk.id, "小棉", "在的")
    assert talk.said().count("在的") == 2
