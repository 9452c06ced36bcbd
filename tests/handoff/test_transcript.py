"""The record: before it is acknowledged, once, and a whole turn at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.handoff import AlreadyAnswered, Desk, Queue, Transcript
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk


def test_a_message_is_recorded_once_however_often_it_comes(talk: Talk) -> None:
    assert talk.hears("m-1", "在吗").new
    assert not talk.hears("m-1", "在吗").new
    assert talk.said() == ["在吗"]


def test_a_repeated_id_does_not_change_what_was_recorded(talk: Talk) -> None:
    talk.hears("m-1", "在吗")
    talk.hears("m-1", "换一句")
    assert talk.said() == ["在吗"]


def test_the_same_id_of_another_shopper_is_another_message(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    assert Talk(transcript, "bridge", "azhe").hears("m-1").new
    assert Talk(transcript, "web", "xiaolu").hears("m-1").new


def test_first_messages_that_arrive_together_are_all_kept(transcript: Transcript) -> None:
    for attempt in range(5):
        talk = Talk(transcript, "bridge", f"new-{attempt}")
        with ThreadPoolExecutor(4) as pool:
            recorded = list(pool.map(lambda n: talk.hears(f"m-{n}", f"第{n}句"), range(4)))
        assert all(r.new for r in recorded)
        assert sorted(talk.said()) == ["第0句", "第1句", "第2句", "第3句"]


def test_copies_of_one_message_that_arrive_together_are_one(transcript: Transcript) -> None:
    talk = Talk(transcript, "bridge", "xiaolu")
    with ThreadPoolExecutor(4) as pool:
        recorded = list(pool.map(lambda _: talk.hears("m-1"), range(4)))
    assert [r.new for r in recorded].count(True) == 1


def test_emoji_and_other_peoples_sql_are_just_text(talk: Talk) -> None:
    words = "👨‍👩‍👧 '); DROP TABLE messages;-- <script>alert(1)</script> {shop}"
    talk.hears("m-1", words)
    assert talk.said() == [words]


def test_a_repeated_id_finds_the_same_replies(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    first = talk.answers("m-1", says=("在的亲", "想问什么呢"))
    again = transcript.outcome(talk.id, "m-1")
    assert first and again
    assert again.public() == first.public()
    assert [r.text for r in again.replies] == ["在的亲", "想问什么呢"]
    assert {r.answers for r in again.replies} == {"m-1"}


def test_there_is_no_outcome_before_the_answer_nor_for_an_unknown_id(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    assert transcript.outcome(talk.id, "m-1") is None
    assert transcript.outcome(talk.id, "m-unknown") is None


def test_fragments_answered_together_point_to_the_last_one(talk: Talk, transcript: Transcript) -> None:
    for id, text in (("m-1", "这件"), ("m-2", "175 130斤"), ("m-3", "穿多大")):
        talk.hears(id, text)
    talk.answers("m-1", "m-2", "m-3", says=("建议穿 L",))
    merged = [transcript.outcome(talk.id, id) for id in ("m-1", "m-2")]
    assert [(o.merged_into, o.replies) for o in merged if o] == [("m-3", []), ("m-3", [])]
    last = transcript.outcome(talk.id, "m-3")
    assert last and last.merged_into is None and [r.text for r in last.replies] == ["建议穿 L"]


def test_a_turn_that_comes_second_keeps_nothing(talk: Talk) -> None:
    talk.hears("m-1")
    talk.answers("m-1", says=("第一个回答",), memory={"asked": "greet"})
    with pytest.raises(AlreadyAnswered):
        talk.answers("m-1", says=("第二个回答",), memory={"asked": "other"})
    assert talk.said() == ["在吗", "第一个回答"]
    assert talk.now().memory == {"asked": "greet"}


def test_of_two_turns_at_once_one_answers(talk: Talk) -> None:
    talk.hears("m-1")
    seen = talk.now()

    def answer(n: int) -> bool:
        try:
            return talk.answers("m-1", says=(f"回答{n}",), seen=seen) is not None
        except AlreadyAnswered:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(answer, range(4))).count(True) == 1
    assert len(talk.said()) == 2


def test_memory_survives_from_turn_to_turn(talk: Talk) -> None:
    talk.hears("m-1")
    talk.answers("m-1", memory={"measures": {"height": 175.0}, "product": "P1001"})
    assert talk.now().memory == {"measures": {"height": 175.0}, "product": "P1001"}


def test_a_handover_waits_and_raises_the_version(talk: Talk, clock: FixedClock) -> None:
    before = talk.now().version if talk.hears("m-0").new else 0
    outcome = talk.asks_for_a_person()
    now = talk.now()
    assert outcome and outcome.holder == now.holder == "waiting"
    assert now.version == before + 1 and now.waiting_since == clock.now()


def test_outside_opening_hours_the_ticket_waits_and_the_bot_stays(talk: Talk, queue: Queue) -> None:
    opening = NOON + timedelta(hours=21)
    outcome = talk.asks_for_a_person(promised=opening)
    assert outcome and outcome.holder == "bot"
    assert [(t.state, t.holder, t.promised) for t in queue.all()] == [("open", "bot", opening)]


def test_asking_twice_queues_once(talk: Talk, queue: Queue) -> None:
    talk.asks_for_a_person("m-1", promised=NOON)
    talk.asks_for_a_person("m-2", promised=NOON)
    assert len(queue.all()) == 1


def test_a_reply_computed_before_a_person_took_over_is_never_said(talk: Talk, desk: Desk, transcript: Transcript) -> None:
    talk.asks_for_a_person("m-1", promised=NOON)
    talk.hears("m-2", "会起球吗")
    seen = talk.now()
    desk.take(talk.id, "小棉")
    assert talk.answers("m-2", says=("不容易起球",), memory={"asked": "ask_pilling"}, seen=seen) is None
    assert "不容易起球" not in talk.said()
    assert "asked" not in talk.now().memory and talk.now().holder == "agent"
    answered = transcript.outcome(talk.id, "m-2")
    assert answered and answered.replies == [] and answered.holder == "agent"
    assert transcript.unanswered() == {}


def test_releasing_gives_the_conversation_to_the_bot_and_keeps_the_ticket(talk: Talk, queue: Queue) -> None:
    talk.asks_for_a_person()
    talk.hears("m-2", "还在吗")
    talk.answers("m-2", release=True)
    assert talk.now().holder == "bot" and talk.now().waiting_since is None
    assert [t.state for t in queue.all()] == ["open"]


def test_what_was_acknowledged_and_not_answered_is_found_again(talk: Talk, transcript: Transcript, clock: FixedClock) -> None:
    talk.hears("m-1", "这件", product="P1001-黑色-M")
    clock.advance(seconds=1)
    talk.hears("m-2", "多少钱")
    found = transcript.unanswered()
    assert [(m.id, m.text, m.shopper) for m in found[talk.id]] == [("m-1", "这件", "xiaolu"), ("m-2", "多少钱", "xiaolu")]
    assert found[talk.id][0].product == "P1001-黑色-M"
    assert [m.id for m in transcript.unanswered(before=clock.now())[talk.id]] == ["m-1"]
    talk.answers("m-1", "m-2")
    assert transcript.unanswered() == {}


def test_replies_nobody_waits_for_are_owed_until_they_are_delivered(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    talk.answers("m-1", says=("第一句", "第二句"), owed=True)
    owed = transcript.owed("bridge")
    assert [(shopper, spoken.text) for shopper, spoken in owed] == [("xiaolu", "第一句"), ("xiaolu", "第二句")]
    transcript.delivered(owed[0][1].id)
    assert [spoken.text for _, spoken in transcript.owed("bridge")] == ["第二句"]


def test_an_answer_given_in_the_request_is_owed_to_nobody(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    talk.answers("m-1")
    assert transcript.owed("bridge") == []


def test_a_channel_without_a_callback_is_owed_nothing(transcript: Transcript) -> None:
    talk = Talk(transcript, "web", "guest-1")
    talk.hears("m-1")
    talk.answers("m-1", owed=True)
    assert transcript.owed("web") == []
    said = transcript.said_after(talk.id, None)
    assert said and [s.text for s in said] == ["在的亲"]


def test_what_was_said_later_is_found_after_any_id_of_the_talk(talk: Talk, transcript: Transcript) -> None:
    talk.hears("m-1")
    first = talk.answers("m-1", says=("一",))
    talk.hears("m-2")
    talk.answers("m-2", says=("二",))

    def after(id: str) -> list[str]:
        found = transcript.said_after(talk.id, id)
        return ["unknown"] if found is None else [s.text for s in found]

    assert first
    assert after("") == ["一", "二"]
    assert after("m-1") == ["一", "二"]
    assert after(first.replies[0].id) == ["二"]
    assert after("m-2") == ["二"]
    assert after("m-99") == after("999999") == after("9" * 40) == ["unknown"]


def test_an_id_of_another_shopper_finds_nothing(talk: Talk, transcript: Transcript) -> None:
    other = Talk(transcript, "bridge", "azhe")
    other.hears("m-secret")
    said = other.answers("m-secret")
    assert said
    talk.hears("m-1")
    assert transcript.said_after(talk.id, "m-secret") is None
    assert transcript.said_after(talk.id, said.replies[0].id) is None


def test_the_history_has_both_sides_in_order_and_no_more_than_asked(talk: Talk, transcript: Transcript) -> None:
    for n in range(3):
        talk.hears(f"m-{n}", f"问{n}")
        talk.answers(f"m-{n}", says=(f"答{n}",))
    assert talk.said() == ["问0", "答0", "问1", "答1", "问2", "答2"]
    assert [row["text"] for row in transcript.history(talk.id, limit=3)] == ["答1", "问2", "答2"]


def test_buttons_and_cards_come_back_as_they_were_said_without_what_they_mean(talk: Talk, transcript: Transcript) -> None:
    from bot.handoff import Incoming, Spoken, TurnResult

    talk.hears("m-1")
    button = {"title": "看尺码表", "payload": "看尺码表", "means": {"intent": "ask_measurements"}}
    spoken = Spoken("穿 L", buttons=[button], card={"type": "product", "id": "P1001"}, intent="ask_size", confidence=0.97)
    transcript.commit(talk.now(), [Incoming("m-1", talk.shopper)], TurnResult([spoken], {}))
    outcome = transcript.outcome(talk.id, "m-1")
    assert outcome
    shown = outcome.public()["replies"][0]
    assert shown["buttons"] == [{"title": "看尺码表", "payload": "看尺码表"}]
    assert shown["card"] == {"type": "product", "id": "P1001"} and shown["confidence"] == 0.97
