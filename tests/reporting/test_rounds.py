"""Rounds of human replies: when the clock of three minutes runs, what stops it, and what it does not count. All times are worked out by hand."""

from __future__ import annotations

from datetime import date

from bot.handoff import Handover
from bot.reporting.rounds import IN_TIME, LATE, OUTSIDE, OVER_EARLY, RUNNING

from .counter import TUESDAY, Counter, tomorrow


def rounds(shop: Counter, day: date | None = None) -> list[tuple[str, float, str]]:
    return [(one.verdict, one.seconds, one.by) for one in shop.report(day).rounds]


def test_a_round_runs_from_the_shoppers_message_to_the_first_human_reply(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:00:30").says("xiaolu", "有人吗")
    shop.at("10:01").takes("小棉", "xiaolu")
    shop.at("10:01:40").replies("小棉", "xiaolu")
    shop.at("10:01:50").replies("小棉", "xiaolu")
    shop.at("10:05").says("xiaolu")
    shop.at("10:08:01").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 100, "小棉"), (LATE, 181, "小棉")]


def test_exactly_three_minutes_are_in_time(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:03").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 180, "小棉")]


def test_what_the_bot_and_notices_say_is_no_human_reply(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:02:30").tick()  # 前面还有几位
    shop.at("10:10").takes("小棉", "xiaolu")
    shop.at("10:10:20").replies("小棉", "xiaolu")
    assert "utter_still_waiting_next" in [row["reply"] for row in shop.transcript.history("web:xiaolu")]
    assert rounds(shop) == [(LATE, 620, "小棉")]


def test_several_messages_in_a_row_are_one_round_from_the_first(shop: Counter) -> None:
    shop.at("10:00").says("xiaolu", "衣服破了")
    shop.at("10:00:20").wants_person("xiaolu")
    shop.at("10:00:40").says("xiaolu", "人呢")
    shop.takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 60, "小棉")]


def test_asked_at_night_of_an_agent_who_still_holds_it_is_a_round_of_the_next_day(shop: Counter) -> None:
    shop.at("21:50").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("21:51").replies("小棉", "xiaolu")
    shop.at("22:05").says("xiaolu")
    shop.at("09:01", tomorrow()).replies("小棉", "xiaolu")
    assert (rounds(shop), len(rounds(shop, TUESDAY))) == ([(IN_TIME, 60, "小棉")], 1)


def test_questions_that_only_the_bot_answers_are_no_rounds(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu")
    assert rounds(shop) == []


def test_a_conversation_the_bot_answered_first_starts_its_round_at_the_question_that_needed_a_person(shop: Counter) -> None:
    shop.at("09:50").asks_bot("xiaolu")
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:00:10").takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 60, "小棉")]


def test_the_clock_stands_still_over_lunch(shop: Counter) -> None:
    shop.at("12:29").wants_person("xiaolu")
    shop.at("12:30:01").tick()  # released: told that people are back at 13:30
    shop.at("13:30:30").takes("小棉", "xiaolu")
    shop.at("13:31").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 120, "小棉")]


def test_a_round_that_crosses_closing_goes_on_in_the_morning_and_belongs_to_the_day_it_began(shop: Counter) -> None:
    shop.at("21:58").wants_person("xiaolu")
    shop.at("22:00:01").tick()
    shop.at("22:10").asks_bot("xiaolu")
    shop.at("09:01:01", tomorrow()).takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    assert rounds(shop, TUESDAY) == [(LATE, 181, "小棉")]
    assert rounds(shop, tomorrow()) == []


def test_asked_at_lunch_of_an_agent_who_holds_it_the_clock_begins_when_people_are_back(shop: Counter) -> None:
    shop.at("12:20").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("12:21").replies("小棉", "xiaolu")
    shop.at("12:40").says("xiaolu")
    shop.at("13:32").replies("小棉", "xiaolu")
    assert rounds(shop)[1:] == [(IN_TIME, 120, "小棉")]


def test_asked_and_answered_outside_the_hours_counts_for_nothing(shop: Counter) -> None:
    shop.at("21:50").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("21:51").replies("小棉", "xiaolu")
    shop.at("22:05").says("xiaolu")
    shop.at("22:20").replies("小棉", "xiaolu")
    assert [verdict for verdict, _, _ in rounds(shop)] == [IN_TIME, OUTSIDE]
    assert sum(one.counts for one in shop.report().rounds) == 1


def test_a_transfer_stops_no_clock_and_the_one_who_answers_gets_the_round(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:02").transfers("小棉", "xiaolu", to="阿布")
    shop.at("10:02:30").takes("阿布", "xiaolu")
    shop.at("10:03:20").replies("阿布", "xiaolu")
    assert rounds(shop) == [(LATE, 200, "阿布")]


def test_taken_back_by_the_clock_the_round_goes_on(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:00:10").takes("小棉", "xiaolu")
    shop.at("10:03:30").tick()
    assert shop.transcript.conversation("web:xiaolu").holder == "waiting"
    shop.at("10:04").takes("阿布", "xiaolu")
    shop.replies("阿布", "xiaolu")
    assert rounds(shop) == [(LATE, 240, "阿布")]


def test_called_off_within_three_minutes_is_not_counted_and_later_it_is_late(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.wants_person("azhe")
    shop.at("10:01").calls_off("xiaolu")
    shop.at("10:05").calls_off("azhe")
    assert sorted(rounds(shop)) == [(LATE, 300, ""), (OVER_EARLY, 60, "")]


def test_thanks_before_the_end_need_no_answer_when_it_ends_in_time(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    shop.at("10:02").says("xiaolu", "好的谢谢")
    shop.at("10:02:30").ends("小棉", "xiaolu")
    assert [verdict for verdict, _, _ in rounds(shop)] == [IN_TIME, OVER_EARLY]


def test_whoever_waits_less_than_three_minutes_by_now_is_neither_in_time_nor_late(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:02")
    assert rounds(shop) == [(RUNNING, 120, "")]
    shop.at("10:03:01")
    assert rounds(shop) == [(LATE, 181, "")]


def test_a_call_back_in_the_morning_is_a_promise_and_no_round_but_what_follows_is(shop: Counter) -> None:
    shop.at("23:00").wants_person("xiaolu")
    shop.at("09:20", tomorrow()).takes("小棉", "xiaolu")
    shop.at("09:21").replies("小棉", "xiaolu")
    shop.at("09:30").says("xiaolu")
    shop.at("09:31").replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 60, "小棉")]
    assert [one.first for one in shop.report().rounds] == [False]


def test_promised_at_night_and_back_in_the_morning_the_round_begins_with_the_question_that_queued(shop: Counter) -> None:
    shop.at("23:00").wants_person("xiaolu")
    shop.at("09:05", tomorrow()).wants_person("xiaolu")
    shop.at("09:06").takes("小棉", "xiaolu")
    shop.at("09:09").replies("小棉", "xiaolu")
    assert rounds(shop) == [(LATE, 240, "小棉")]


def test_closed_by_hand_in_opening_hours_it_is_a_promise_until_the_shopper_returns(shop: Counter) -> None:
    told = Handover("asked", wait=False, promised=shop.at("11:00").clock.now())
    shop.at("10:00").asks_bot("xiaolu", "ask_human", "utter_handover_closed", handover=told)
    shop.at("10:30")
    assert rounds(shop) == []
    shop.at("11:00").wants_person("xiaolu")
    shop.at("11:01").takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 60, "小棉")]


def test_a_supervisor_who_takes_over_from_the_bot_owes_no_answer_before_the_shopper_speaks(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu")
    shop.at("10:10").human.desk.take_over("web:xiaolu", "主管")
    shop.at("10:12").replies("主管", "xiaolu")
    shop.at("10:13").says("xiaolu")
    shop.at("10:13:50").replies("主管", "xiaolu")
    assert rounds(shop) == [(IN_TIME, 50, "主管")]


def test_the_second_ticket_of_a_conversation_has_a_first_reply_of_its_own(shop: Counter) -> None:
    for clock, reply in (("10:00", "10:01"), ("15:00", "15:02")):
        shop.at(clock).wants_person("xiaolu")
        shop.takes("小棉", "xiaolu")
        shop.at(reply).replies("小棉", "xiaolu")
        shop.ends("小棉", "xiaolu")
    assert [(one.seconds, one.first) for one in shop.report().rounds] == [(60, True), (120, True)]
