"""Who is there, and how many conversations each may still take."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Callable

import pytest
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.handoff import Changes, Colleague, Desk, Presence
from bot.handoff.tables import changes as lines
from bot.shop.settings import Desk as DeskSettings
from bot.stores import reading
from tests.stores.fakes import NOON, FixedClock

from .talking import Talk

Hire = Callable[..., None]


def test_an_agent_is_free_when_online_at_the_desk_and_with_room(hire: Hire, presence: Presence) -> None:
    long_ago = datetime.now(SHANGHAI) - timedelta(minutes=1)
    hire("free")
    hire("busy", status="busy")
    hire("away", status="away")
    hire("gone", seen=long_ago)
    assert {c.name: (c.here, c.free) for c in presence.colleagues()} == {
        "free": (True, True), "busy": (True, False), "away": (True, False), "gone": (False, False)}  # fmt: skip


@pytest.mark.parametrize(("seconds", "here"), [(0, True), (44, True), (45, False), (3600, False)])
def test_without_a_sign_of_life_for_45_seconds_an_agent_is_gone(engine: Engine, clock: FixedClock, hire: Hire, seconds: int, here: bool) -> None:
    """By the machine's clock: the shop's may stand still in a demonstration."""
    wall = NOON.replace(year=2031)
    presence = Presence(engine, clock, DeskSettings, lambda: wall + timedelta(seconds=seconds))
    hire("小棉", seen=wall)
    me = presence.one("小棉")
    assert me and me.here is here
    presence.seen("小棉")
    me = presence.one("小棉")
    assert me and me.here


def test_holding_counts_what_is_in_hand_now(shopper: Callable[[str], Talk], desk: Desk, presence: Presence, hire: Hire) -> None:
    hire("小棉", parallel=2)

    def me() -> tuple[int, bool]:
        found = presence.one("小棉")
        assert found
        return found.holding, found.free

    for name in ("a", "b"):
        shopper(name).asks_for_a_person()
    assert me() == (0, True)
    desk.take_next("小棉")
    assert me() == (1, True)
    desk.take_next("小棉")
    assert me() == (2, False)
    desk.transfer("bridge:a", "小棉", team="售后")
    assert me() == (1, True)
    desk.end("bridge:b", "小棉", "done")
    assert me() == (0, True)


def test_the_shops_limit_counts_for_who_has_none_of_their_own(hire: Hire, presence: Presence) -> None:
    hire("own", parallel=8)
    hire("shops")
    assert {c.name: c.parallel for c in presence.colleagues()} == {"own": 8, "shops": DeskSettings().parallel}


@pytest.mark.parametrize(("teams", "team", "serves"), [
    ((), "售后", True), ((), None, True), (("售后",), "售后", True), (("售后",), "售前", False), (("售后",), None, True),
    (("售前", "售后"), "售后", True),
])  # fmt: skip
def test_whose_ticket_it_is(teams: tuple[str, ...], team: str, serves: bool) -> None:
    assert Colleague("小棉", "agent", "online", True, teams, 5, 0).serves(team) is serves


def test_somebody_is_free_for_a_team_or_for_any(hire: Hire, presence: Presence) -> None:
    assert not presence.somebody_free()
    hire("小棉", ["售前"])
    hire("阿布", ["售后"], status="busy")
    assert presence.somebody_free() and presence.somebody_free("售前") and not presence.somebody_free("售后")


def test_a_status_there_is_not_is_refused_with_those_there_are(hire: Hire, presence: Presence) -> None:
    hire("小棉")
    with pytest.raises(ValueError, match="没有“摸鱼”这个状态；只能是 online、busy、away"):
        presence.set_status("小棉", "摸鱼")


def test_a_change_of_status_is_a_sign_of_life_and_logged_once(engine: Engine, hire: Hire, presence: Presence) -> None:
    hire("小棉", status="away", seen=NOON)
    for status in ("online", "online", "busy"):
        presence.set_status("小棉", status)
    presence.set_status("没有这个人", "online")
    me = presence.one("小棉")
    assert me and (me.status, me.here) == ("busy", True)
    with reading(engine) as db:
        assert [(r.kind, r.by, r.detail) for r in db.execute(lines.select().order_by(lines.c.id))] == [
            ("status", "小棉", {"status": "online"}), ("status", "小棉", {"status": "busy"})]  # fmt: skip


def test_nobody_by_that_name(presence: Presence, log: Changes) -> None:
    presence.seen("没有这个人")
    assert presence.one("没有这个人") is None and presence.colleagues() == []
