"""A flood from one shopper is refused, and is nobody else's concern."""

from __future__ import annotations

import pytest

from bot.channels.limits import RateLimit, TooMany


class Seconds:
    """Monotonic seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def refused(limit: RateLimit, who: str = "a") -> bool:
    try:
        limit.check(who)
    except TooMany:
        return True
    return False


def test_as_many_as_a_minute_allows_may_come_at_once_and_no_more(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 5, seconds)
    assert [refused(limit) for _ in range(7)] == [False] * 5 + [True] * 2


def test_a_flood_costs_nobody_else_anything(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 3, seconds)
    for _ in range(100):
        refused(limit, "flood")
    assert not refused(limit, "quiet")


def test_the_wait_that_is_told_is_the_wait_that_helps(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 6, seconds)
    for _ in range(6):
        limit.check("a")
    with pytest.raises(TooMany, match="10 秒后再发.*没有收下") as refusal:
        limit.check("a")
    assert refusal.value.wait == pytest.approx(10)
    seconds.now += refusal.value.wait - 0.1
    assert refused(limit)
    seconds.now += 0.2
    assert not refused(limit) and refused(limit)


def test_being_refused_does_not_lengthen_the_wait(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 6, seconds)
    for _ in range(6):
        limit.check("a")
    for _ in range(99):
        seconds.now += 0.1
        assert refused(limit)
    seconds.now += 0.2
    assert not refused(limit)


def test_a_long_silence_saves_up_no_more_than_a_minutes_worth(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 4, seconds)
    limit.check("a")
    seconds.now += 86_400
    assert [refused(limit) for _ in range(5)] == [False] * 4 + [True]


def test_a_changed_setting_counts_from_the_next_message(seconds: Seconds) -> None:
    allowed = [2]
    limit = RateLimit(lambda: allowed[0], seconds)
    assert [refused(limit) for _ in range(3)] == [False, False, True]
    allowed[0] = 60
    seconds.now += 1
    assert not refused(limit)


def test_only_the_latest_conversations_are_remembered(seconds: Seconds) -> None:
    limit = RateLimit(lambda: 1, seconds, keep=3)
    for who in ("a", "b", "c"):
        limit.check(who)
    assert refused(limit, "a"), "a was here a moment ago"
    limit.check("d")
    assert not refused(limit, "b"), "b was the one to forget"
    assert len(limit._buckets) == 3
