"""The extractor on two sets of messages of somebody who saw neither its rules nor its tests, with the demo shop's catalogue, on 22 November 2026."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.learning.entity_scores import Count, EntityScores, Labelled, entity_scores, read_labelled
from bot.settings import ROOT
from bot.shop import Shop
from bot.understanding.catalogue import of_content
from bot.understanding.entities import Extractor, province_of

NOW = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
HELD_OUT = [Path(__file__).parent / name for name in ("entities.yml", "entities_second.yml")]


@pytest.fixture(scope="module", params=HELD_OUT, ids=lambda file: file.stem)
def held_out(request: pytest.FixtureRequest) -> list[Labelled]:
    return read_labelled(request.param)


@pytest.fixture(scope="module")
def scores(held_out: list[Labelled]) -> EntityScores:
    vocabulary = of_content(Shop(ROOT / "data" / "shop", lambda: NOW).content)
    found = entity_scores(held_out, Extractor(lambda: vocabulary).extract, NOW, province_of)
    print(*found.failing, sep="\n")
    return found


def test_nearly_everything_is_found_and_hardly_anything_else(scores: EntityScores) -> None:
    assert scores.messages >= 200
    assert scores.all.f1 >= 0.97, scores.all


def test_no_kind_is_left_behind(scores: EntityScores) -> None:
    assert {kind: count for kind, count in scores.by_kind.items() if count.f1 < 0.9} == {}


def test_of_what_has_no_entities_hardly_any_is_given_some(scores: EntityScores, held_out: list[Labelled]) -> None:
    empty = {one.text for one in held_out if not one.entities}
    assert [one for one in scores.failing if one.text in empty][2:] == []


# What counts as right --------------------------------------------------------------------------------------------------------


def scored(labelled: dict, *found: tuple[str, object]) -> Count:
    one = Labelled("x", {kind: tuple(v if isinstance(v, list) else [v]) for kind, v in labelled.items()})
    return entity_scores([one], lambda _: [{"entity": kind, "value": value} for kind, value in found], NOW, province_of).all


@pytest.mark.parametrize("labelled, found, counted", [
    ({"height": 175}, [("height", 175.04)], (1, 0, 0)), ({"money": 9.9}, [("money", 9.8)], (0, 1, 1)), ({"size": ["M", "L"]}, [("size", "L"), ("size", "L")], (1, 0, 1)),
    ({"date": "2026-11-27"}, [("date", "周五")], (1, 0, 0)), ({"date": "2026-11-20"}, [("date", "周五")], (1, 0, 0)), ({"date": "2026-11-26"}, [("date", "周五")], (0, 1, 1)),
    ({"place": "内蒙古包头"}, [("place", "内蒙古"), ("place", "包头")], (1, 0, 0)), ({"place": "深圳南山"}, [("place", "南山")], (0, 1, 1)),
    ({"colour": "姜黄"}, [("colour", "姜黄色")], (1, 0, 0)), ({}, [("phone", "13812345678"), ("quantity", 2)], (0, 1, 0)), ({}, [], (0, 0, 0)),
])  # fmt: skip
def test_what_counts_as_right(labelled: dict, found: list, counted: tuple[int, int, int]) -> None:
    count = scored(labelled, *found)
    assert (count.right, count.extra, count.missed) == counted


def test_precision_recall_and_their_mean() -> None:
    count = Count(right=3, extra=1, missed=3)
    assert (count.precision, count.recall, count.f1) == (0.75, 0.5, 0.6)
    assert (Count().precision, Count().recall, Count().f1) == (1, 1, 1)


@pytest.mark.parametrize("wrong", ["- text: ''", "- {text: a, entities: {hight: 1}}", "- text: a\n- text: a"])
def test_a_label_that_cannot_be_meant_is_refused(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "set.yml").write_text(wrong, "utf8")
    with pytest.raises(ValueError, match="set.yml"):
        read_labelled(tmp_path / "set.yml")
