"""Tickets, nights, satisfaction, questions and agents of small days, worked out by hand."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import replace
from datetime import datetime

from bot.clock import SHANGHAI
from bot.handoff import Handover, Incoming, Spoken, TurnResult
from bot.reporting import read_words
from bot.reporting.breakdowns import by_agent, by_hour, by_intent, by_reason, by_result, by_team, by_topic, promised
from bot.reporting.satisfaction import satisfaction
from bot.reporting.summary import figures
from bot.shop.topics import Topics

from .counter import TUESDAY, Counter, tomorrow

WORDS = replace(read_words(), results={"solved": "已解决"})
TOPICS = Topics({"ask_size": "size", "ask_price": "price", "ask_human": "human"}, {"size": "尺码", "price": "价格"})


def numbers(shop: Counter, *names: str, day: object = None) -> list:
    found = figures(shop.report(day), "A")
    return [found[name].value for name in names]


def a_day(shop: Counter) -> None:
    """小棉 answers xiaolu after 60 s, holds for 10 minutes, and passes azhe on; 阿布 answers azhe after 200 s and then after 40 s."""
    shop.at("10:00").wants_person("xiaolu", "complaint", "投诉")
    shop.at("10:00:40").takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    shop.at("10:10:40").ends("小棉", "xiaolu", ask=True)
    shop.rates("xiaolu", "A")
    shop.at("11:00").wants_person("azhe", "asked", "售前")
    shop.at("11:00:20").takes("小棉", "azhe")
    shop.at("11:01").transfers("小棉", "azhe", team="售后", note="要退货")
    shop.at("11:03").takes("阿布", "azhe")
    shop.at("11:03:20").replies("阿布", "azhe")
    shop.at("11:05").says("azhe")
    shop.at("11:05:40").replies("阿布", "azhe")
    shop.at("11:10:20").ends("阿布", "azhe", "given_back", ask=True)
    shop.rates("azhe", "C")
    shop.rates("azhe", why="等太久")
    shop.at("20:00")


def test_waiting_handling_and_replies_of_a_day(shop: Counter) -> None:
    a_day(shop)
    assert numbers(shop, "tickets", "closed", "transfers", "taken_back") == [2, 2, 1, 0]
    assert numbers(shop, "waited_mean", "handling_mean") == [30, 600]
    assert numbers(shop, "rounds", "in_time", "late", "unanswered") == [3, 2, 1, 0]
    assert numbers(shop, "first_mean", "first_median", "first_p90") == [130, 130, 200]
    assert numbers(shop, "reply_mean", "reply_median", "reply_p90") == [100, 60, 200]


def test_why_by_team_by_hour_and_with_which_result(shop: Counter) -> None:
    a_day(shop)
    found = shop.report()
    assert [(row["name"], row["count"], row["share"]) for row in by_reason(found, WORDS)] == [("投诉", 1, 0.5), ("要求人工", 1, 0.5)]
    assert [(row["name"], row["count"], row["rounds"], row["in_time"]) for row in by_team(found, WORDS)] == [("售后", 1, 2, 0.5), ("投诉", 1, 1, 1.0)]
    hours = [(row["name"], row["conversations"], row["count"], row["rounds"]) for row in by_hour(found, WORDS)]
    assert hours == [("10:00", 1, 1, 1), ("11:00", 1, 1, 2)]
    assert Tally(row["name"] for row in by_result(found, WORDS)) == Tally(["已解决", "交还机器人"])


def test_each_agent_has_what_they_did_themselves(shop: Counter) -> None:
    a_day(shop)
    rows = {row["name"]: row for row in by_agent(shop.report(), WORDS, "A")}
    shown = ("taken", "replies", "rounds", "in_time", "first_mean", "reply_mean", "ended", "passed_on", "rated", "satisfied")
    assert [rows["小棉"][name] for name in shown] == [2, 1, 1, 1.0, 60, 60, 1, 1, 1, 1.0]
    assert [rows["阿布"][name] for name in shown] == [1, 2, 2, 0.5, 200, 120, 1, 0, 1, 0.0]


def test_an_agent_who_does_not_answer_is_told_apart(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:04").tick()
    rows = by_agent(shop.report(), WORDS, "A")
    assert [(row["name"], row["taken"], row["taken_back"]) for row in rows] == [("小棉", 1, 1)]
    assert numbers(shop, "taken_back", "late", "unanswered") == [1, 1, 1]


def test_satisfaction_counts_each_ticket_once_and_says_why_they_were_not_happy(shop: Counter) -> None:
    a_day(shop)
    found = satisfaction(shop.report())
    assert (found.asked, dict(found.grades), list(found.whys), found.share("A")) == (2, {"A": 1, "C": 1}, ["等太久"], 0.5)


def test_a_grade_counts_on_the_day_it_was_given(shop: Counter) -> None:
    shop.at("21:50").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.ends("小棉", "xiaolu", ask=True)
    shop.at("00:10", tomorrow()).rates("xiaolu", "B")
    assert [(dict(found.grades), found.asked) for found in map(satisfaction, (shop.report(TUESDAY), shop.report()))] == [({}, 1), ({"B": 1}, 0)]


def test_a_night_promise_is_made_one_day_and_kept_the_next(shop: Counter) -> None:
    shop.at("23:00").wants_person("xiaolu")
    shop.at("23:05").wants_person("azhe")
    shop.at("23:10").asks_bot("azhe", contact="13800001201")
    assert numbers(shop, "night_tickets", "contacts", "due", "rounds") == [2, 1, 0, 0]
    shop.at("09:10", tomorrow()).takes("小棉", "xiaolu")
    shop.at("09:12").replies("小棉", "xiaolu")
    assert numbers(shop, "night_tickets", "due", "due_answered", "due_late_mean", "due_in_time", "due_waiting") == [0, 2, 1, 720, 0, 1]
    rows = promised(shop.report(TUESDAY), WORDS)
    assert [(row["shopper"], row["state"], row["agent"], row["late"]) for row in rows] == [("xiaolu", "已回复", "小棉", 720), ("azhe", "还没回复", "", None)]
    assert rows[0]["due"] == datetime(2026, 11, 25, 9, tzinfo=SHANGHAI)


def test_who_waits_until_closing_is_promised_the_morning_too(shop: Counter) -> None:
    shop.at("21:59").wants_person("xiaolu")
    shop.at("22:00:01").tick()
    assert numbers(shop, "night_tickets", "released", "rounds") == [0, 1, 0]
    shop.at("09:02", tomorrow()).takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    assert numbers(shop, "due", "due_answered", "due_in_time") == [1, 1, 1]
    assert numbers(shop, "rounds", "in_time", day=TUESDAY) == [1, 1]


def test_waiting_for_the_morning_is_no_waiting_in_the_queue(shop: Counter) -> None:
    shop.at("08:00").wants_person("xiaolu")
    shop.at("10:00").takes("小棉", "xiaolu")
    assert numbers(shop, "tickets", "waited_mean") == [1, None]


def test_closed_by_hand_the_promise_is_for_the_time_that_was_told(shop: Counter) -> None:
    told = shop.at("16:00").clock.now()
    shop.at("14:00").asks_bot("xiaolu", "ask_human", "utter_handover_closed", handover=Handover("asked", wait=False, promised=told))
    assert [row["due"] for row in promised(shop.report(), WORDS)] == [told]


def test_a_promise_the_shopper_called_off_is_owed_to_nobody_and_not_kept_by_a_later_talk(shop: Counter) -> None:
    shop.at("23:00").wants_person("xiaolu")
    shop.at("23:30").calls_off("xiaolu")
    shop.at("10:00", tomorrow()).wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    assert numbers(shop, "due", "due_answered", "due_waiting", "due_over") == [0, 0, 0, 0]
    assert promised(shop.report(TUESDAY), WORDS)[0]["state"] == "顾客不用人工了"


def test_what_the_clock_ends_is_no_agents_doing(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    shop.at("12:10").tick()
    assert numbers(shop, "closed") == [1]
    assert [(row["name"], row["ended"]) for row in by_agent(shop.report(), WORDS, "A")] == [("小棉", 0)]


def test_over_the_weekend_the_promise_is_for_the_hour_that_was_told(shop: Counter) -> None:
    friday = TUESDAY.replace(day=27)
    shop.at("23:00", friday).wants_person("xiaolu")
    assert promised(shop.report(), WORDS)[0]["due"] == datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)


def test_questions_are_counted_once_however_many_bubbles_answer_them(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu", "ask_size")
    shop.asks_bot("azhe", "ask_size")
    shop.asks_bot("azhe", "faq/礼盒")
    shop.asks_bot("tiantian", "ask_price", "utter_ask_back")
    shop.asks_bot("tiantian", "ask_price", "utter_ask_again")
    shop.asks_bot("tiantian", "out_of_scope", "utter_out_of_scope")
    shop.wants_person("tiantian")
    found = shop.report()
    assert [(row["name"], row["count"]) for row in by_intent(found, WORDS, TOPICS.of)][:1] == [("ask_size", 2)]
    assert {row["name"]: row["count"] for row in by_topic(found, read_words(), TOPICS.of)} == {"size": 2, "human": 1, "faq": 1}
    two = [Spoken(text, intent="ask_size", reply="utter_size") for text in ("一", "二")]
    id = shop.says("azhe")
    shop.transcript.commit(shop.transcript.conversation("web:azhe"), [Incoming(id, "azhe")], TurnResult(two, {}))
    assert by_intent(shop.report(), WORDS, TOPICS.of)[0]["count"] == 3
    counted = figures(found, "A")
    assert [(counted[name].value, round(counted[name].share, 3)) for name in ("asked_back", "not_read", "out_of_scope")] == [(1, 0.143)] * 3
    assert counted["questions"].value == 7
