"""Which team, how pressing, and why: the rules of shop.yml."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.handoff import Case, Triage, triage
from bot.shop.settings import Desk, Priority
from tests.stores.fakes import SHOP

TEAMS = {"售前": ("size", "first"), "售后": ("aftersales", "limit"), "物流": ("logistics", "order"), "投诉": ("complaint",)}
DESK = replace(Desk(), teams=TEAMS)


@pytest.mark.parametrize(("case", "team"), [
    (Case("asked", "size"), "售前"),
    (Case("asked", "aftersales"), "售后"),
    (Case("unsure", "logistics"), "物流"),
    (Case("asked"), "售前"),  # the first team has what no other claims
    (Case("asked", "talk"), "售前"),
    (Case("limit"), "售后"),  # without a topic the reason decides
    (Case("limit", "logistics"), "物流"),  # with one, the topic
    (Case("complaint", "logistics"), "投诉"),
    (Case("complaint"), "投诉"),
    (Case("asked", "aftersales", anger=1), "售后"),
    (Case("asked", "aftersales", anger=2), "投诉"),
    (Case("asked", "size", threat="12315"), "投诉"),
    (Case("asked", "size", urgent=True), "售前"),
    (Case("first"), "售前"),
])  # fmt: skip
def test_whose_ticket_it_is(case: Case, team: str) -> None:
    assert triage(case, DESK).team == team


def test_a_shop_without_a_team_for_complaints_goes_by_topic() -> None:
    desk = replace(Desk(), teams={"客服": (), "仓库": ("logistics",)})
    assert triage(Case("complaint", "logistics"), desk).team == "仓库"
    assert triage(Case("complaint", "size", anger=2), desk).team == "客服"


def test_without_settings_there_is_one_team() -> None:
    assert triage(Case("complaint", "size"), Desk()).team == "客服"


@pytest.mark.parametrize(("case", "because"), [
    (Case("asked"), {}),
    (Case("asked", anger=1), {"annoyed": 10}),
    (Case("asked", anger=2), {"angry": 30}),
    (Case("complaint"), {"angry": 30}),
    (Case("complaint", anger=1), {"angry": 30}),
    (Case("asked", threat="12315"), {"threat": 50}),
    (Case("asked", threat="12315", anger=2, urgent=True), {"threat": 50, "angry": 30, "urgent": 15}),
    (Case("asked", urgent=True), {"urgent": 15}),
    (Case("asked", money=Decimal("49.99")), {}),
    (Case("asked", money=Decimal("50")), {"money": 1}),
    (Case("asked", money=Decimal("159.80")), {"money": 3}),
    (Case("asked", money=Decimal("999.99")), {"money": 19}),
    (Case("asked", money=Decimal("1000")), {"money": 20}),
    (Case("asked", money=Decimal("99999")), {"money": 20}),  # not more: a large order alone does not pass a threat
    (Case("asked", money=Decimal("0")), {}),
    (Case("asked", orders=2), {}),
    (Case("asked", orders=3), {"regular": 10}),
    (Case("asked", orders=300), {"regular": 10}),
    (Case("complaint", "size", 2, "12315", True, (), Decimal(5000), 9), {"threat": 50, "angry": 30, "urgent": 15, "money": 20, "regular": 10}),
])  # fmt: skip
def test_what_the_priority_is_made_of(case: Case, because: dict[str, int]) -> None:
    decided = triage(case, DESK)
    assert {reason["code"]: reason["points"] for reason in decided.because} == because
    assert decided.priority == sum(because.values())


def test_the_reasons_quote_the_words_that_say_so() -> None:
    decided = triage(Case("asked", anger=2, threat="12315", signs=("气死了", "12315"), money=Decimal("159.80"), orders=4), DESK)
    assert {r["code"]: r["words"] for r in decided.because} == {"threat": "气死了、12315", "angry": "气死了、12315", "money": "¥159.80", "regular": "4"}


def test_what_the_shop_gives_no_points_for_is_no_reason() -> None:
    desk = replace(DESK, priority=Priority(threat=0, angry=0, per_hundred_yuan=0, regular=0))
    assert triage(Case("complaint", threat="12315", money=Decimal(500), orders=9), desk) == Triage(None, "投诉", 0, [])


def test_the_demonstration_shop_knows_what_its_teams_name() -> None:
    from bot.shop import Shop

    content = Shop(SHOP).content
    reasons = {"complaint", "asked", "unsure", "limit", "failure", "no_answer", "first"}
    for team, words in content.settings.desk.teams.items():
        assert set(words) <= {*content.topics.titles, *reasons}, team
