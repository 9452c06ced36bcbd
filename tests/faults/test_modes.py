"""Who answers first in opening hours is the shop's setting, changed while it serves; and closing time interrupts nobody who is talking."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.conftest import wait_for
from tests.faults.records import Records
from tests.faults.test_live_edits import edited
from tests.handoff.hands import hire
from tests.running import ROOT, RunningShop

AGENT, SECONDS = "小棉", 10  # after so long a wait is told, and an agent who does not answer is relieved
LATER, CLOSED_WORDS = "今天 13:30", "utter_closed_meanwhile"  # Tuesday 10:30, closed by hand: the next period


@pytest.fixture(scope="module")
def desk_shop(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """Open, with short timers, and a folder to edit."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "data" / "shop", folder / "shop")
    settings = folder / "shop" / "shop.yml"
    text = settings.read_text("utf8")
    for name in ("tell_after_seconds: 120", "take_back_seconds: 180"):
        assert name in text
        text = text.replace(name, f"{name.split()[0]} {SECONDS}")
    settings.write_text(text, "utf8")
    running = RunningShop(folder, models, SHOP_DIR=str(folder / "shop")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def kept(desk_shop: RunningShop) -> Iterator[Records]:
    records = Records(desk_shop)
    hire(records.engine, AGENT, status="away")
    yield records
    records.close()


@contextmanager
def settings(shop: RunningShop, **changed: str) -> Iterator[None]:
    """Lines of shop.yml changed while it serves."""
    with ExitStack() as stack:
        for name, value in changed.items():
            stack.enter_context(edited(shop, "shop.yml", rf"^( *){name}: *\S+", rf"\g<1>{name}: {value}"))
        yield


def names(records: Records, shopper: str) -> list[str]:
    return [row["reply"] for row in records.said(shopper)]


def told(records: Records, shopper: str) -> int:
    """How often this shopper heard that they still wait."""
    return sum((name or "").startswith("utter_still_waiting") for name in names(records, shopper))


def silent(answer: dict, holder: str) -> bool:
    return (answer["holder"], answer["replies"]) == (holder, [])


# Modes -----------------------------------------------------------------------------------------------------------------------


def test_robot_first_the_bot_answers_whoever_is_online(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    kept.human.presence.set_status(AGENT, "online")
    assert desk_shop.say(shopper, "发什么快递")["holder"] == "bot"


def test_human_first_goes_straight_to_a_person_who_is_free_and_else_to_the_bot(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    with settings(desk_shop, mode="human_first"):
        kept.human.presence.set_status(AGENT, "away")
        assert "中通" in desk_shop.words(f"{shopper}-a", "发什么快递")
        kept.human.presence.set_status(AGENT, "online")
        answer = desk_shop.say(shopper, "发什么快递")
        assert answer["holder"] == "waiting" and [r["reply"] for r in answer["replies"]] == ["utter_first_open_next"]
        assert kept.ticket(shopper).facts["wanted"] == "发什么快递"
        assert silent(desk_shop.say(shopper, "在吗"), "waiting")
        off = desk_shop.say(shopper, "不用人工了，发什么快递")
        assert off["holder"] == "bot" and off["replies"][0]["reply"] == "utter_called_off" and "中通" in off["replies"][1]["text"]
        assert desk_shop.say(shopper, "包邮吗")["holder"] == "bot", "who wanted no person is not sent to one at the next word"
        with settings(desk_shop, switch="closed"):
            assert desk_shop.say(f"{shopper}-b", "发什么快递")["holder"] == "bot", "online or not: the shop is closed"


def test_night_only_the_bot_is_silent_by_day_and_answers_when_the_shop_is_closed(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    kept.human.presence.set_status(AGENT, "away")
    with settings(desk_shop, mode="night_only"):
        answer = desk_shop.say(shopper, "包邮吗")
        assert answer["holder"] == "waiting" and answer["replies"][0]["reply"].startswith("utter_first_open")
        assert silent(desk_shop.say(shopper, "包邮吗"), "waiting")
        kept.human.desk.take(f"bridge:{shopper}", AGENT)
        kept.human.desk.end(f"bridge:{shopper}", AGENT, "solved")
        assert desk_shop.say(shopper, "发什么快递")["holder"] == "waiting", "a new talk goes to people again"
        with settings(desk_shop, switch="closed"):
            night = desk_shop.say(f"{shopper}-n", "发什么快递")
            assert night["holder"] == "bot" and "中通" in night["replies"][0]["text"] and kept.ticket(f"{shopper}-n") is None
    assert "中通" in desk_shop.words(f"{shopper}-r", "发什么快递"), "the mode changed back counts at the next message, too"


# Notices ---------------------------------------------------------------------------------------------------------------------


def test_a_wait_is_told_of_once_and_never_while_an_agent_is_there(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    waits, served, left = f"{shopper}-waits", f"{shopper}-served", f"{shopper}-left"
    for one in (waits, served, left):
        desk_shop.say(one, "转人工")
    for one in (served, left):
        kept.human.desk.take(f"bridge:{one}", AGENT)
        kept.human.desk.reply(f"bridge:{one}", AGENT, "您好，在的")
    desk_shop.say(left, "我要退货")
    wait_for(lambda: told(kept, waits) == 1 and "utter_passed_on" in names(kept, left), SECONDS + 10)
    time.sleep(SECONDS + 3)
    assert told(kept, waits) == 1
    assert [n for n in names(kept, served)[1:] if n] == [], "an agent who answered is talking"
    assert [n for n in names(kept, left)[1:] if n] == ["utter_passed_on"], "who was passed on is not told again that they wait"
    assert desk_shop.say(left, "在吗")["holder"] == "waiting"


def test_at_closing_time_who_waits_is_told_once_and_who_is_talking_is_not_interrupted(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    waits, talks = f"{shopper}-waits", f"{shopper}-talks"
    closing = _next_minute(desk_shop, kept, shopper)
    with edited(desk_shop, "shop.yml", r'^( *)"2026-11-11": .*$', rf'\g<1>"2026-11-24": ["09:00-{closing:%H:%M}", "13:30-22:00"]'):
        for one in (waits, talks):
            assert desk_shop.say(one, "转人工")["holder"] == "waiting"
        kept.human.desk.take(f"bridge:{talks}", AGENT)
        kept.human.desk.reply(f"bridge:{talks}", AGENT, "您好，在的")
        wait_for(lambda: CLOSED_WORDS in names(kept, waits), 75)
        told = kept.said(waits)[-1]
        assert told["author"] == "notice" and LATER in told["text"] and timedelta(0) <= told["at"] - closing < timedelta(seconds=5)
        ticket = kept.ticket(waits)
        assert (ticket.state, ticket.holder, ticket.promised) == ("open", "bot", closing.replace(hour=13, minute=30))
        assert "中通" in desk_shop.words(waits, "发什么快递")
        assert silent(desk_shop.say(talks, "那我明天寄回去"), "agent")
        kept.human.desk.reply(f"bridge:{talks}", AGENT, "好的")
        time.sleep(SECONDS + 3)
        assert [n for n in names(kept, talks)[1:] if n] == [], "closed, but in the middle of a talk"
        assert silent(desk_shop.say(talks, "运费谁出"), "agent")
        wait_for(lambda: CLOSED_WORDS in names(kept, talks), SECONDS + 10)
        assert LATER in kept.said(talks)[-1]["text"] and kept.ticket(talks).state == "open"
        assert desk_shop.say(talks, "发什么快递")["holder"] == "bot"
        assert desk_shop.say(talks, "转人工")["replies"][0]["reply"] == "utter_handover_already"
        assert [names(kept, one).count(CLOSED_WORDS) for one in (waits, talks)] == [1, 1]
    assert desk_shop.say(waits, "转人工")["holder"] == "waiting", "open again, a person is asked for as usual"


def _next_minute(shop: RunningShop, records: Records, shopper: str) -> datetime:
    """A full minute of the shop's clock, far enough for what comes before it."""
    shop.say(shopper, "在吗")
    return (records.heard(shopper)[-1]["at"] + timedelta(seconds=75)).replace(second=0, microsecond=0)


def test_the_switch_closes_and_opens_at_the_next_message(desk_shop: RunningShop, kept: Records, shopper: str) -> None:
    with settings(desk_shop, switch="closed"):
        answer = desk_shop.say(shopper, "转人工")
        assert answer["holder"] == "bot" and LATER in answer["replies"][0]["text"]
    assert desk_shop.say(shopper, "转人工")["holder"] == "waiting"
