"""Accounts with a role, teams and room of their own, as `python -m bot agent add` makes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.desk.accounts import AccountProblem, add
from tests.channels.serving import Serving
from tests.running import ROOT

from .conftest import come, newest, sign_in, token_in


def test_what_is_given_is_kept_and_what_is_not_is_the_shops_setting(serving: Serving) -> None:
    add(serving.world.engine, "样样都给", role="supervisor", teams=("售后", "物流"), parallel=8)
    add(serving.world.engine, "什么都不给")
    given, plain = (serving.parts.human.presence.one(name) for name in ("样样都给", "什么都不给"))
    assert (given.role, given.teams, given.parallel) == ("supervisor", ("售后", "物流"), 8)
    assert (plain.role, plain.teams, plain.parallel) == ("agent", (), serving.world.shop.content.settings.desk.parallel)


def test_a_new_password_changes_only_what_is_given_with_it(serving: Serving) -> None:
    add(serving.world.engine, "改一改", role="supervisor", parallel=8)
    add(serving.world.engine, "改一改", reset=True, parallel=3)
    found = serving.parts.human.presence.one("改一改")
    assert (found.role, found.parallel) == ("supervisor", 3)


def test_a_role_there_is_not_is_refused(serving: Serving) -> None:
    with pytest.raises(AccountProblem, match="只能是 agent、supervisor"):
        add(serving.world.engine, "老板", role="boss")


def test_the_next_one_is_of_the_agents_own_team(serving: Serving) -> None:
    password = add(serving.world.engine, "只接没有的组", teams=("不会有顾客的组",))
    come(serving)
    id = newest(serving)
    with serving.browser() as client:
        sign_in(client, "只接没有的组", password)
        response: httpx.Response = client.post("/desk/next", data={"token": token_in(client.get("/desk").text)}, headers={"X-Desk": "1"})
    ticket = serving.parts.human.queue.one(id)
    assert (response.json()["said"] == "nobody") is (ticket.team is not None)


def test_the_command_takes_role_team_and_room_and_names_the_teams_there_are(tmp_path: Path) -> None:
    def run(*options: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "bot", "agent", "add", "小鹿", *options]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, "BOT_VAR": str(tmp_path)}, capture_output=True, text=True, timeout=60)

    refused = run("--team", "没有的组")
    assert refused.returncode == 1 and "没有“没有的组”这个组" in refused.stderr and "售前" in refused.stderr
    assert run("--parallel", "0").returncode == 1
    made = run("--role", "supervisor", "--team", "售前", "--team", "售后", "--parallel", "8")
    assert made.returncode == 0 and "密码：" in made.stdout
