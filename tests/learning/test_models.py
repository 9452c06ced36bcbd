"""Which model serves is written down; going back goes to what served before."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.learning import models
from bot.learning.models import ModelMissing, Promotion, all_models, history, promote, rollback, serving_model

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three models; the oldest in name is the newest in time."""
    for age, name in enumerate(("a.tar.gz", "b.tar.gz", "c.tar.gz")):
        (tmp_path / name).write_bytes(b"model")
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / ".gitkeep").touch()
    return tmp_path


def test_models_are_listed_newest_first_and_nothing_else_is(folder: Path) -> None:
    assert [p.name for p in all_models(folder)] == ["a.tar.gz", "b.tar.gz", "c.tar.gz"]
    assert all_models(folder / "nowhere") == []


def test_the_newest_file_does_not_serve_by_itself(folder: Path) -> None:
    with pytest.raises(ModelMissing, match="还没有上线的模型.*bot train"):
        serving_model(folder)


def test_the_promoted_model_serves_and_the_history_says_since_when(folder: Path) -> None:
    promote(folder, "c.tar.gz", NOON)
    assert serving_model(folder) == folder / "c.tar.gz"
    assert history(folder) == [Promotion("c.tar.gz", "2026-11-22T12:00:00+08:00")]


def test_without_a_given_time_it_is_now(folder: Path) -> None:
    promote(folder, "a.tar.gz")
    at = datetime.fromisoformat(history(folder)[0].at)
    assert abs(datetime.now(timezone.utc) - at) < timedelta(seconds=5)


@pytest.mark.parametrize("name", ["z.tar.gz", "", ".", ".gitkeep"])
def test_only_a_model_that_is_there_can_be_promoted(folder: Path, name: str) -> None:
    promote(folder, "a.tar.gz")
    with pytest.raises(ModelMissing, match="没有模型.*model list"):
        promote(folder, name)
    assert serving_model(folder).name == "a.tar.gz"


def test_a_promoted_model_whose_file_is_gone_is_named(folder: Path) -> None:
    promote(folder, "a.tar.gz")
    (folder / "a.tar.gz").unlink()
    with pytest.raises(ModelMissing, match="a.tar.gz 不见了.*promote"):
        serving_model(folder)


def test_rolling_back_returns_to_the_one_before_and_again_to_the_one_before_that(folder: Path) -> None:
    for name in ("a.tar.gz", "b.tar.gz", "c.tar.gz"):
        promote(folder, name)
    assert [rollback(folder), rollback(folder)] == ["b.tar.gz", "a.tar.gz"]
    assert serving_model(folder).name == "a.tar.gz"
    with pytest.raises(ModelMissing, match="没有更早"):
        rollback(folder)


def test_promoting_the_serving_model_again_does_not_hide_the_one_before(folder: Path) -> None:
    for name in ("a.tar.gz", "b.tar.gz", "b.tar.gz"):
        promote(folder, name)
    assert rollback(folder) == "a.tar.gz"


def test_there_is_no_going_back_to_a_file_that_is_gone(folder: Path) -> None:
    promote(folder, "a.tar.gz")
    promote(folder, "b.tar.gz")
    (folder / "a.tar.gz").unlink()
    with pytest.raises(ModelMissing, match="a.tar.gz 的文件不见了"):
        rollback(folder)
    assert serving_model(folder).name == "b.tar.gz"


def test_a_crash_while_writing_leaves_the_old_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promote(folder, "a.tar.gz")

    def crash(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(models.json, "dumps", crash)
    with pytest.raises(KeyboardInterrupt):
        promote(folder, "b.tar.gz")
    monkeypatch.undo()
    (folder / "serving.json.new").write_text('[{"model": "b.tar', "utf8")  # half written, then the power went
    assert serving_model(folder).name == "a.tar.gz"
    promote(folder, "c.tar.gz")
    assert serving_model(folder).name == "c.tar.gz"
