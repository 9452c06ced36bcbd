"""Conversations of a day and how each ended."""

from __future__ import annotations

from datetime import date

from bot.reporting import Span
from bot.reporting.summary import figures

from .counter import TUESDAY, Counter, tomorrow


def fates(shop: Counter, day: date | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for visit in shop.report(day).visits:
        found.setdefault(visit.conversation.partition(":")[2], []).append(visit.fate)
    return found


def test_a_silence_longer_than_the_setting_begins_a_new_conversation(shop: Counter) -> None:
    for clock in ("10:00", "10:29", "10:59", "12:00"):
        shop.at(clock).asks_bot("xiaolu")
    shop.at("18:00")
    assert [[m.at.strftime("%H:%M") for m in v.asked] for v in shop.report().visits] == [["10:00", "10:29"], ["10:59"], ["12:00"]]
    assert len(shop.report(gap=120).visits) == 1


def test_the_day_is_a_day_in_shanghai(shop: Counter) -> None:
    shop.at("23:59:59").asks_bot("xiaolu")
    shop.at("00:00", tomorrow()).asks_bot("azhe")
    assert (list(fates(shop, TUESDAY)), list(fates(shop))) == (["xiaolu"], ["azhe"])


def test_answered_by_the_bot_alone_to_the_end(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu", reply="utter_ask_back")
    shop.at("10:01").asks_bot("xiaolu")
    shop.at("12:00")
    assert fates(shop) == {"xiaolu": ["bot"]}


def test_left_after_the_bot_asked_back_or_read_nothing_or_said_nothing(shop: Counter) -> None:
    for shopper, reply in (("xiaolu", "utter_ask_back"), ("azhe", "utter_ask_again"), ("tiantian", "")):
        shop.at("10:00").asks_bot(shopper, reply=reply)
    shop.at("10:10")
    assert set(map(tuple, fates(shop).values())) == {("going_on",)}
    shop.at("10:31")
    assert fates(shop) == {"xiaolu": ["left_bot"], "azhe": ["left_bot"], "tiantian": ["left_bot"]}


def test_the_bot_first_and_then_a_person(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu")
    shop.at("10:01").wants_person("xiaolu")
    shop.at("10:02").takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    found = shop.at("12:00").report()
    assert fates(shop) == {"xiaolu": ["person"]}
    assert [ticket.reason for ticket in found.visits[0].tickets] == ["asked"]


def test_left_while_waiting_when_nobody_came_before_they_had_gone(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.wants_person("azhe")
    shop.wants_person("tiantian")
    shop.at("10:20")
    assert fates(shop)["xiaolu"] == ["going_on"]
    shop.at("10:50").takes("小棉", "azhe")
    shop.replies("小棉", "azhe")  # too late: they had gone
    shop.takes("小棉", "tiantian")
    shop.replies("小棉", "tiantian")
    shop.at("10:55").says("tiantian", "还在的")
    shop.at("10:56").replies("小棉", "tiantian")
    shop.at("11:40")
    assert fates(shop) == {"xiaolu": ["left_waiting"], "azhe": ["left_waiting"], "tiantian": ["person", "person"]}


def test_thanks_after_which_the_agent_ends_it_are_not_left_unanswered(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    shop.at("11:00").says("xiaolu", "谢谢")
    shop.at("11:02").ends("小棉", "xiaolu")
    shop.at("12:00")
    assert fates(shop) == {"xiaolu": ["person", "person"]}


def test_who_wants_no_person_any_more_has_not_been_left_alone(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.at("10:01").calls_off("xiaolu")
    shop.at("12:00")
    assert fates(shop) == {"xiaolu": ["called_off"]}


def test_who_came_at_night_or_waited_until_closing_was_promised_an_answer(shop: Counter) -> None:
    shop.at("21:55").wants_person("azhe")
    shop.at("22:00:01").tick()
    shop.at("23:00").wants_person("xiaolu")
    shop.at("23:50")
    assert fates(shop) == {"azhe": ["promised"], "xiaolu": ["promised"]}


def test_a_conversation_that_goes_on_with_an_agent_is_no_new_handover(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    shop.at("11:00").says("xiaolu")
    shop.at("11:01").replies("小棉", "xiaolu")
    found = shop.at("12:00").report()
    assert [(v.fate, len(v.tickets), v.continued) for v in found.visits] == [("person", 1, False), ("person", 0, True)]
    assert (figures(found, "A")["handed_over"].value, figures(found, "A")["with_person"].value) == (1, 2)


def test_a_grade_given_later_is_no_conversation_of_its_own(shop: Counter) -> None:
    shop.at("10:00").wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.replies("小棉", "xiaolu")
    shop.ends("小棉", "xiaolu", ask=True)
    shop.at("11:30").rates("xiaolu", "A")
    assert fates(shop) == {"xiaolu": ["person"]}


def test_every_conversation_has_one_end_and_days_add_up(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu")
    shop.asks_bot("azhe", reply="utter_ask_again")
    shop.at("23:50").asks_bot("xiaolu")
    shop.at("00:05", tomorrow()).asks_bot("xiaolu")
    shop.at("09:00").wants_person("azhe")
    shop.at("12:00")
    found = shop.report(days=2)
    ends = ("bot_alone", "with_person", "left_waiting", "left_bot", "called_off", "promised", "going_on")
    total, *days = [figures(one, "A") for one in (found, *found.by_day())]
    assert sum(total[name].value for name in ends) == total["conversations"].value == 5
    assert [day["conversations"].value for day in days] == [3, 2]
    assert [one.span for one in found.by_day()] == [Span(TUESDAY), Span(tomorrow())]
