"""The clock: the machine's time, or a chosen one that runs on."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.clock import SHANGHAI, Clock


def test_without_a_setting_it_is_now_in_shanghai() -> None:
    for setting in (None, ""):
        now = Clock.from_setting(setting).now()
        assert abs(now - datetime.now(timezone.utc)) < timedelta(seconds=5)
        assert now.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("text", ["2026-11-22T21:05:00+08:00", "2026-11-22T13:05:00Z", "2026-11-22T21:05:00", " 2026-11-22 21:05 "])
def test_a_setting_starts_it_there_and_it_runs_on(text: str) -> None:
    machine = [datetime(2030, 1, 1, tzinfo=timezone.utc)]
    started = Clock.from_setting(text).now()
    assert started - datetime(2026, 11, 22, 21, 5, tzinfo=SHANGHAI) < timedelta(seconds=5)
    clock = Clock(started, wall=lambda: machine[0])
    assert clock.now() == started
    machine[0] += timedelta(hours=2)
    assert clock.now() == started + timedelta(hours=2)


def test_a_setting_that_is_no_time_is_refused_with_value_and_remedy() -> None:
    with pytest.raises(ValueError, match="SHOP_NOW='tomorrow'.*2026-11-22T21:05:00"):
        Clock.from_setting("tomorrow")
