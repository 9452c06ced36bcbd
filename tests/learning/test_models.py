"""Which model serves is written down; going back goes to what served before."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.learning import models
from bot.learning.models import (
    ModelMissing, Promotion, about, all_models, before, history, note_about, promote, rollback, serving_model, tidy,
)  # fmt: skip

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


# The history -----------------------------------------------------------------------------------------------------------------


def test_the_history_says_who_let_which_model_serve_and_who_stepped_back(folder: Path) -> None:
    promote(folder, "a.tar.gz", NOON, by="店主")
    promote(folder, "b.tar.gz", NOON, by="小王", note="导入 20 条问答")
    rollback(folder, NOON, by="小李")
    assert history(folder)[1:] == [
        Promotion("b.tar.gz", NOON.isoformat(), "小王", "promoted", "导入 20 条问答"), Promotion("a.tar.gz", NOON.isoformat(), "小李", "rolled_back")]


def test_after_stepping_back_a_new_promotion_steps_back_to_where_one_was(folder: Path) -> None:
    for name in ("a.tar.gz", "b.tar.gz"):
        promote(folder, name)
    rollback(folder)
    promote(folder, "c.tar.gz")
    assert before(folder) == ["a.tar.gz"] and rollback(folder) == "a.tar.gz"


def test_a_record_of_before_there_were_names_is_still_read(folder: Path) -> None:
    (folder / "serving.json").write_text('[{"model": "a.tar.gz", "at": "2026-11-22T19:40:01+00:00"}, {"model": "b.tar.gz", "at": "2026-11-22T20:56:32+00:00"}]')
    assert [one.what for one in history(folder)] == ["promoted", "promoted"] and rollback(folder) == "a.tar.gz"


def test_a_record_that_cannot_be_read_is_named(folder: Path) -> None:
    for broken in ("", "{", '[{"modell": "a.tar.gz"}]'):
        (folder / "serving.json").write_text(broken)
        with pytest.raises(ModelMissing, match="serving.json 读不懂"):
            serving_model(folder)


def test_a_model_compared_with_another_than_the_serving_one_is_not_promoted(folder: Path) -> None:
    promote(folder, "a.tar.gz")
    with pytest.raises(models.Overtaken):
        promote(folder, "c.tar.gz", instead_of="b.tar.gz")
    promote(folder, "c.tar.gz", instead_of="a.tar.gz")
    assert serving_model(folder).name == "c.tar.gz"


def test_the_first_model_replaces_nothing(folder: Path) -> None:
    promote(folder, "a.tar.gz", instead_of="")
    with pytest.raises(models.Overtaken):
        promote(folder, "b.tar.gz", instead_of="")


@pytest.mark.parametrize("name", ["../a.tar.gz", "sub/../a.tar.gz", "/tmp/a.tar.gz"])
def test_only_models_of_the_folder_can_be_promoted(folder: Path, name: str) -> None:
    with pytest.raises(ModelMissing):
        promote(folder, name)


# What is kept ----------------------------------------------------------------------------------------------------------------


def test_tidying_keeps_what_serves_and_what_stepping_back_returns_to(tmp_path: Path) -> None:
    for age, name in enumerate("abcdefgh"):
        for file in (f"{name}.tar.gz", f"{name}.about.json", f"{name}.read.json"):
            (tmp_path / file).write_text("{}")
            os.utime(tmp_path / file, (1_000_000 + age, 1_000_000 + age))
    for name in ("a", "b", "c", "d"):
        promote(tmp_path, f"{name}.tar.gz")
    assert tidy(tmp_path, 2) == ["f.tar.gz", "e.tar.gz", "a.tar.gz"]  # of those that never served g and h are the newest two
    assert sorted(path.name for path in tmp_path.glob("*.about.json")) == [f"{name}.about.json" for name in "bcdgh"]
    assert [rollback(tmp_path), rollback(tmp_path)] == ["c.tar.gz", "b.tar.gz"]


def test_what_is_known_of_a_model_stands_beside_it_and_is_added_to(folder: Path) -> None:
    assert about(folder, "a.tar.gz") == {}
    note_about(folder, "a.tar.gz", by="小王", faq={"x": ["问"]})
    note_about(folder, "a.tar.gz", passed=True)
    assert about(folder, "a.tar.gz") == {"by": "小王", "faq": {"x": ["问"]}, "passed": True}
    (folder / "a.about.json").write_text("[")
    assert about(folder, "a.tar.gz") == {}
