"""Guessing has to wait."""

from __future__ import annotations

from bot.desk.lockout import Lockout


class Clockwork:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_after_the_last_allowed_failure_the_key_waits_and_then_may_try_again() -> None:
    now = Clockwork()
    lockout = Lockout(3, 60, now)
    for _ in range(3):
        assert lockout.wait("小棉") == 0
        lockout.failed("小棉")
    assert lockout.wait("小棉") == 60
    now.at = 59
    assert lockout.wait("小棉") == 1
    now.at = 60
    assert lockout.wait("小棉") == 0


def test_failures_that_are_long_ago_do_not_count() -> None:
    now = Clockwork()
    lockout = Lockout(2, 60, now)
    lockout.failed("小棉")
    now.at = 61
    lockout.failed("小棉")
    assert lockout.wait("小棉") == 0


def test_one_name_does_not_lock_another_and_success_clears_the_slate() -> None:
    lockout = Lockout(1, 60, Clockwork())
    lockout.failed("小棉")
    assert lockout.wait("阿布") == 0
    lockout.forget("小棉")
    assert lockout.wait("小棉") == 0


def test_made_up_names_do_not_fill_the_memory() -> None:
    lockout = Lockout(5, 60, Clockwork())
    for n in range(10_050):
        lockout.failed(f"name-{n}")
    assert len(lockout._failed) <= 10_000
