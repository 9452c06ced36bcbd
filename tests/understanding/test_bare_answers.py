"""A bare number means something only as the answer to a question."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.understanding.entities import bare_measures, bare_size


@pytest.mark.parametrize("text, awaiting, height, measures", [
    ("130", ["weight"], None, {"weight": 65}), ("130吧", ["weight"], 175, {"weight": 65}), ("55", ["weight"], 165, {"weight": 55}), ("45", ["weight"], 120, {"weight": 22.5}),
    ("大概一百三", ["weight"], None, {"weight": 65}), ("130多", ["weight"], 175, {"weight": 67.5}), ("120-130", ["weight"], 170, {"weight": 62.5}), ("63公斤", ["weight"], None, {"weight": 63}),
    ("165", ["height"], None, {"height": 165}), ("1.65", ["height"], None, {"height": 165}), ("一六五", ["height"], None, {"height": 165}), ("一米六五", ["height"], None, {"height": 165}),
    ("165", ["height", "weight"], None, {"height": 165}), ("110", ["height", "weight"], None, {"weight": 55}), ("165 110", ["height", "weight"], None, {"height": 165, "weight": 55}),
    ("24.5", ["foot_length"], None, {"foot_length": 24.5}), ("245", ["foot_length"], None, {"foot_length": 24.5}), ("二尺二", ["waist"], None, {"waist": 73.3}), ("2.2", ["waist"], None, {"waist": 73.3}),
    ("身高165 腰围80", ["height", "weight"], None, {"height": 165}),
])
def test_a_bare_number_answers_what_was_asked(text: str, awaiting: list[str], height: Optional[float], measures: dict[str, float]) -> None:
    assert bare_measures(text, awaiting, height=height) == measures


@pytest.mark.parametrize("text", ["130元", "2件", "满130", "不知道", "38码", "", "9999", "11月25号", "80后", "\ud800"])
def test_what_is_no_measure_answers_nothing(text: str) -> None:
    assert bare_measures(text, ["height", "weight"]) == {}


@pytest.mark.parametrize("text, size", [("38", "38"), ("M吧", "M"), ("xxl", "2XL"), ("要42", "42"), ("均码", "均码"), ("三十八", "38"), ("不知道", None), ("2", None)])
def test_a_bare_number_answers_which_size(text: str, size: Optional[str]) -> None:
    assert bare_size(text) == size
