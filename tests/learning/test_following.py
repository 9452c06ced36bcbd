"""A server takes over what is promoted, once it has understood something; whatever is wrong with a model, the old one goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import pytest

from bot.learning import models
from bot.learning.models import ModelMissing
from bot.serving_model import Following, Unusable, first_usable


class Agent:
    """As much of an agent as is tried: it understands, or it does not."""

    def __init__(self, model: Path) -> None:
        said = model.read_text()
        if said == "corrupt":
            raise OSError("no model")
        self.name, self._understands = model.name, said != "deaf"

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {"intent": {"name": "greet"}} if self._understands else {"intent": {"name": None}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("a", "good"), ("b", "good"), ("corrupt", "corrupt"), ("deaf", "deaf")):
        (tmp_path / f"{name}.tar.gz").write_text(content)
    models.promote(tmp_path, "a.tar.gz")
    return tmp_path


class Server:
    """One server's follower; `loads` counts what it loaded; `meanwhile` happens while it loads its first model."""

    def __init__(self, folder: Path, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.loads: list[str] = []
        self.meanwhile = meanwhile
        started = first_usable(folder, self.load)
        self.dialogue = SimpleNamespace(agent=started.agent)
        self.following = Following(self.dialogue, folder, self.load, started)

    def load(self, model: Path) -> Agent:
        self.loads.append(model.name)
        agent, meanwhile, self.meanwhile = Agent(model), self.meanwhile, lambda: None
        meanwhile()
        return agent

    def look(self, times: int = 1) -> str:
        for _ in range(times):
            asyncio.run(self.following.look())
        return self.dialogue.agent.name


def test_a_promoted_model_is_taken_over_by_every_server_and_so_is_stepping_back(folder: Path) -> None:
    servers = [Server(folder), Server(folder)]
    models.promote(folder, "b.tar.gz")
    assert [server.look() for server in servers] == ["b.tar.gz", "b.tar.gz"]
    models.rollback(folder)
    assert [server.look() for server in servers] == ["a.tar.gz", "a.tar.gz"]


def test_what_is_promoted_while_a_server_starts_is_not_missed(folder: Path) -> None:
    server = Server(folder, meanwhile=lambda: models.promote(folder, "b.tar.gz"))
    assert server.look() == "b.tar.gz"


def test_nothing_is_loaded_while_the_record_stays_as_it_is(folder: Path) -> None:
    server = Server(folder)
    assert server.look(3) == "a.tar.gz" and server.loads == ["a.tar.gz"]


@pytest.mark.parametrize("bad", ["corrupt.tar.gz", "deaf.tar.gz"])
def test_a_model_that_cannot_be_used_changes_nothing_is_told_and_tried_once(folder: Path, bad: str) -> None:
    server = Server(folder)
    models.promote(folder, bad)
    assert server.look(3) == "a.tar.gz" and server.loads == ["a.tar.gz", bad]
    assert bad in server.following.problem and "model rollback" in server.following.problem and "仍由 a.tar.gz 回答" in server.following.problem
    models.rollback(folder)
    assert server.look() == "a.tar.gz" and server.following.problem == "" and server.loads == ["a.tar.gz", bad]


def test_a_record_that_is_gone_or_broken_changes_nothing_and_the_next_good_one_is_followed(folder: Path) -> None:
    server = Server(folder)
    whole = (folder / "serving.json").read_text()
    (folder / "serving.json").write_text("{")
    assert server.look() == "a.tar.gz" and "读不懂" in server.following.problem
    (folder / "serving.json").unlink()
    assert server.look() == "a.tar.gz" and server.following.problem
    (folder / "serving.json").write_text(whole)
    models.promote(folder, "b.tar.gz")
    assert server.look() == "b.tar.gz" and server.following.problem == ""


def test_a_promoted_model_whose_file_is_gone_changes_nothing(folder: Path) -> None:
    server = Server(folder)
    models.promote(folder, "b.tar.gz")
    (folder / "b.tar.gz").unlink()
    assert server.look() == "a.tar.gz" and "不见了" in server.following.problem


def test_a_server_that_starts_with_a_corrupt_model_answers_with_the_one_before_and_says_so(folder: Path) -> None:
    models.promote(folder, "b.tar.gz")
    models.promote(folder, "deaf.tar.gz")
    models.promote(folder, "corrupt.tar.gz")
    server = Server(folder)
    assert server.look() == "b.tar.gz" and server.following.serving == "b.tar.gz"
    assert "corrupt.tar.gz 上线了却加载不了" in server.following.problem
    models.rollback(folder)
    models.rollback(folder)
    assert server.look() == "b.tar.gz" and server.following.problem == ""


def test_without_any_usable_model_a_server_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Server(tmp_path)
    (tmp_path / "deaf.tar.gz").write_text("deaf")
    models.promote(tmp_path, "deaf.tar.gz")
    with pytest.raises(Unusable):
        Server(tmp_path)
