"""Relative times of the demonstration file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.stores.times import relative

from .fakes import NOON


@pytest.mark.parametrize(
    "text, time",
    [
        ("-3d", NOON - timedelta(days=3)),
        ("-2h", NOON - timedelta(hours=2)),
        ("-20m", NOON - timedelta(minutes=20)),
        ("+11d", NOON + timedelta(days=11)),
        ("-3d 14:20", NOON - timedelta(days=3) + timedelta(hours=2, minutes=20)),
        ("+1d 09:00", NOON + timedelta(hours=21)),
        ("-0d 18:00", NOON),  # not later than now
    ],
)
def test_a_relative_time_is_read(text: str, time: object) -> None:
    assert relative(text, NOON) == time


@pytest.mark.parametrize("text", ["", "3d", "-3", "yesterday", "-3d 25:00", "-3h 10:00", "-3d 9:00", None, 7, "2026-11-22"])
def test_anything_else_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(ValueError, match="-3d 14:20"):
        relative(text, NOON)
