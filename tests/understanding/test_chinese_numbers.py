"""Numbers as they are said."""

from __future__ import annotations

import pytest

from bot.understanding.chinese_numbers import decimals, to_number


@pytest.mark.parametrize("said, value", [
    ("一百三", 130), ("一百三十五", 135), ("一百零五", 105), ("一百一", 110), ("两百", 200), ("二百五", 250), ("百二", 120), ("十二", 12), ("二十", 20),
    ("一千二", 1200), ("一万三", 13000), ("三", 3), ("半", 0.5), ("一斤半", 1.5), ("一米六五", 1.65), ("一米七", 1.7), ("一米零八", 1.08), ("1米65", 1.65),
    ("二尺二", 2.2), ("两尺半", 2.5), ("三块五", 3.5), ("九十九块九", 99.9), ("一点七五", 1.75), ("一七五", 175), ("幺七五", 175), ("175", 175), ("1.65", 1.65),
    ("一百二三", 125), ("二三十", 25), ("八九十", 85), ("十七八", 17.5), ("壹佰", 100),
])
def test_a_spoken_number_is_understood(said: str, value: float) -> None:
    assert to_number(said) == pytest.approx(value)


@pytest.mark.parametrize("said", ["", "亲", "三五十", "一百元整", "1.2.3", "abc", "一" * 2000, "9" * 2000])
def test_what_is_no_number_is_none(said: str) -> None:
    assert to_number(said) is None


@pytest.mark.parametrize("said, value", [("七", 0.7), ("7", 0.7), ("七五", 0.75), ("65", 0.65), ("零八", 0.08), ("半", 0.5), ("六十五", 0.65)])
def test_what_follows_a_unit_is_a_fraction_of_it(said: str, value: float) -> None:
    assert decimals(said) == pytest.approx(value)
