"""Somebody is there when the shopkeeper said so: periods, weekends, holidays, make-up workdays, years nobody knows yet."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.clock import SHANGHAI
from bot.shop import Shop


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-11-23 08:59", False),  # Monday
        ("2026-11-23 09:00", True),
        ("2026-11-23 12:29", True),
        ("2026-11-23 12:30", False),  # between two periods
        ("2026-11-23 13:30", True),
        ("2026-11-23 22:00", False),
        ("2026-11-22 09:30", False),  # Sunday keeps weekend hours
        ("2026-11-22 10:00", True),
        ("2026-11-22 20:30", False),
        ("2026-10-01 09:30", False),  # National Day, a Thursday
        ("2026-10-01 10:00", True),
        ("2026-10-01 18:30", False),
        ("2026-10-10 09:30", True),  # a Saturday worked to make up for the holiday
        ("2026-10-10 21:30", True),
        ("2026-10-11 09:30", False),  # the Sunday after it is a Sunday
        ("2026-11-11 08:00", True),  # a date of its own
        ("2026-11-11 23:59", True),
        ("2026-11-12 00:00", False),
        ("2026-11-12 08:30", False),  # and only for that day
        ("2026-09-20 09:00", True),  # a Sunday worked to make up for National Day
        ("2026-10-08 09:00", True),  # the first day after it
        ("2026-02-14 09:00", True),  # a Saturday worked to make up for the Spring Festival
        ("2026-02-15 09:30", False),  # a Sunday of the holiday
        ("2026-02-15 17:59", True),
        ("2026-02-15 18:00", False),
        ("2026-02-23 18:30", False),  # its last day, a Monday
        ("2026-02-24 09:00", True),
        ("2026-02-28 21:59", True),  # another Saturday that is worked
        ("2026-03-01 09:30", False),
    ],
)
def test_it_is_open_when_the_timetable_says(shop, moment, open_):
    assert shop.content.hours.is_open(at(moment)) is open_


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),  # open already
        ("2026-11-23 12:45", "2026-11-23 13:30"),
        ("2026-11-23 22:30", "2026-11-24 09:00"),
        ("2026-11-20 23:00", "2026-11-21 10:00"),  # Friday night to Saturday
        ("2026-09-30 22:30", "2026-10-01 10:00"),  # into the holiday
        ("2026-10-07 19:00", "2026-10-08 09:00"),  # out of it
        ("2026-10-09 22:30", "2026-10-10 09:00"),  # into the make-up workday
        ("2026-10-10 22:30", "2026-10-11 10:00"),
        ("2026-11-23 12:30", "2026-11-23 13:30"),  # the lunch break, its first moment
        ("2026-11-23 22:00", "2026-11-24 09:00"),  # closing time, its first moment
        ("2026-11-10 23:30", "2026-11-11 08:00"),  # into a date of its own
        ("2026-11-12 00:00", "2026-11-12 09:00"),  # out of it, at midnight
        ("2026-09-19 20:30", "2026-09-20 09:00"),  # Saturday night into a Sunday that is worked
        ("2026-02-13 22:30", "2026-02-14 09:00"),
        ("2026-02-14 22:30", "2026-02-15 10:00"),
        ("2026-02-23 18:00", "2026-02-24 09:00"),
        ("2026-12-31 23:30", "2027-01-01 09:00"),  # nobody knows the year: a Friday like any other
        ("2027-02-04 23:00", "2027-02-06 10:00"),  # New Year's Eve is closed by its own date
    ],
)
def test_the_next_opening_is_the_one_a_shopper_will_see(shop, moment, opens):
    assert shop.content.hours.next_opening(at(moment)) == at(opens)


@pytest.mark.parametrize(("moment", "closes"), [
    ("2026-11-23 12:29", "2026-11-23 12:30"), ("2026-11-23 21:59", "2026-11-23 22:00"), ("2026-11-11 23:59", "2026-11-12 00:00"),
    ("2026-10-10 21:59", "2026-10-10 22:00"), ("2026-10-01 17:59", "2026-10-01 18:00"),
])  # fmt: skip
def test_closing_time_is_the_end_of_the_period_and_at_it_the_shop_is_closed(shop, moment, closes):
    hours = shop.content.hours
    assert hours.closes_at(at(moment)) == at(closes)
    assert hours.is_open(at(moment)) and not hours.is_open(at(closes))


def test_times_in_other_zones_are_understood(shop):
    assert shop.content.hours.is_open(datetime.fromisoformat("2026-11-23T01:00:00+00:00"))


def test_a_time_without_a_zone_is_refused(shop):
    with pytest.raises(ValueError, match="no time zone"):
        shop.content.hours.is_open(datetime(2026, 11, 23, 9))


def test_it_knows_when_the_present_period_ends(shop):
    hours = shop.content.hours
    assert hours.closes_at(at("2026-11-23 10:00")) == at("2026-11-23 12:30")
    assert hours.closes_at(at("2026-11-23 13:00")) is None


def test_holidays_have_names(shop):
    hours = shop.content.hours
    assert (hours.holiday(date(2026, 10, 1)), hours.holiday(date(2026, 10, 10))) == ("国庆节", None)


def test_a_year_nobody_knows_falls_back_to_weekdays_and_tells_the_shopkeeper(folder):
    shop = Shop(folder.path, lambda: at("2026-06-01 00:00"))
    assert shop.problems == ()
    assert shop.content.hours.is_open(at("2027-01-01 09:30"))  # a Friday like any other
    assert not shop.content.hours.is_open(at("2027-01-02 09:30"))
    assert [(p.file, p.serious) for p in shop.problems] == [("holidays/2027.json", False)]


def test_a_year_nobody_knows_is_told_in_the_log_once(folder, caplog):
    hours = Shop(folder.path, lambda: at("2026-06-01 00:00")).content.hours
    for moment in ("2026-12-31 23:30", "2027-01-01 09:30", "2027-02-05 09:30"):
        hours.next_opening(at(moment))
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == 1 and "2027 年的放假安排" in told[0] and "holidays/2027.json" in told[0]


def test_with_the_years_file_new_years_eve_promises_the_holidays_opening(folder):
    (folder.path / "holidays/2027.json.example").rename(folder.path / "holidays/2027.json")
    assert Shop(folder.path).content.hours.next_opening(at("2026-12-31 23:30")) == at("2027-01-01 10:00")


def test_a_day_of_the_old_year_in_the_new_years_file_is_not_the_files_to_say(folder):
    folder.write("holidays/2027.json", '{"days": [{"name": "元旦", "date": "2026-12-31", "isOffDay": true}, {"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}')
    hours = Shop(folder.path).content.hours
    assert hours.is_open(at("2026-12-31 09:30")) and not hours.is_open(at("2027-01-01 09:30"))


def test_the_shopkeeper_hears_of_the_coming_year_before_it_comes(folder):
    shop = Shop(folder.path, lambda: at("2026-11-22 21:00"))
    assert "2027 年的放假安排" in shop.problems[0].message
    assert not shop.problems[0].serious


def test_a_file_in_the_public_format_settles_the_year(folder):
    (folder.path / "holidays/2027.json.example").rename(folder.path / "holidays/2027.json")
    shop = Shop(folder.path, lambda: at("2026-12-30 00:00"))
    assert shop.problems == ()
    assert not shop.content.hours.is_open(at("2027-01-01 09:30"))
    assert shop.content.hours.is_open(at("2027-01-01 10:00"))
    assert shop.content.hours.is_open(at("2027-02-14 09:30"))  # a Sunday that is worked
    assert shop.content.hours.holiday(date(2027, 1, 1)) == "元旦"


def test_the_shops_own_file_goes_before_the_built_in_year(folder):
    folder.write("holidays/2026.json", '{"days": [{"name": "店庆", "date": "2026-11-23", "isOffDay": true}]}')
    hours = Shop(folder.path).content.hours
    assert not hours.is_open(at("2026-11-23 09:30"))
    assert hours.is_open(at("2026-10-01 09:30"))


def test_a_weekday_may_have_its_own_hours_but_not_on_a_make_up_day(folder):
    folder.replace("shop.yml", "by_weekday: {}", 'by_weekday: {周六: ["14:00-15:00"]}')
    hours = Shop(folder.path).content.hours
    assert hours.next_opening(at("2026-11-21 00:00")) == at("2026-11-21 14:00")
    assert hours.next_opening(at("2026-10-10 00:00")) == at("2026-10-10 09:00")


def test_a_period_over_midnight_stays_open_through_it(folder):
    folder.replace("shop.yml", '"13:30-22:00"', '"13:30-02:00"')
    hours = Shop(folder.path).content.hours
    assert hours.is_open(at("2026-11-24 01:59"))
    assert not hours.is_open(at("2026-11-24 02:00"))
    assert hours.closes_at(at("2026-11-23 23:00")) == at("2026-11-24 02:00")


def test_switched_off_by_hand_the_promise_is_the_next_period(folder):
    folder.replace("shop.yml", "switch: auto", "switch: closed")
    hours = Shop(folder.path).content.hours
    assert not hours.is_open(at("2026-11-23 10:00"))
    assert hours.next_opening(at("2026-11-23 10:00")) == at("2026-11-23 13:30")


def test_switched_on_by_hand_it_is_open_at_night(folder):
    folder.replace("shop.yml", "switch: auto", "switch: open")
    assert Shop(folder.path).content.hours.is_open(at("2026-11-23 03:00"))


def test_a_shop_that_never_closes_has_no_gap_at_midnight(folder):
    text = (folder.path / "shop.yml").read_text(encoding="utf-8")
    start, end = text.index("  workdays:"), text.index("  by_weekday:")
    day = '["00:00-24:00"]'
    folder.write("shop.yml", f"{text[:start]}  workdays: {day}\n  weekends: {day}\n  holidays: {day}\n{text[end:]}")
    hours = Shop(folder.path).content.hours
    assert hours.is_open(at("2026-11-23 00:00")) and hours.is_open(at("2026-11-23 23:59"))


def test_shoppers_are_told_the_hours_that_are_kept(folder):
    folder.replace("shop.yml", '"13:30-22:00"', '"13:30-21:00"')
    words = Shop(folder.path).content.variables["hours"]
    assert words.startswith("周一至周五 09:00-12:30、13:30-21:00，周六周日 10:00-12:30")
