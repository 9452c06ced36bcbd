"""Agents' accounts: what is kept, who gets in."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.desk.accounts import AccountProblem, Accounts, add, generated_password
from bot.handoff.tables import agents
from bot.stores import connect, reading, upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'desk.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


def test_the_printed_password_opens_the_account_and_no_other_does(engine: Engine) -> None:
    password, accounts = add(engine, "小棉"), Accounts(engine)
    assert accounts.check("小棉", password)
    for wrong in ("", password + "x", password.upper(), "\x00", "密码", "\ud800"):
        assert accounts.check("小棉", wrong) is None
    assert accounts.check("阿布", password) is None


def test_the_password_itself_is_not_kept(engine: Engine) -> None:
    password = add(engine, "小棉")
    with reading(engine) as db:
        kept = db.execute(select(agents.c.password)).scalar_one()
    assert kept.startswith("scrypt$") and password not in kept


def test_two_agents_with_one_password_are_kept_differently(engine: Engine) -> None:
    add(engine, "小棉", make_password=lambda: "same")
    add(engine, "阿布", make_password=lambda: "same")
    with reading(engine) as db:
        first, second = db.execute(select(agents.c.password)).scalars()
    assert first != second


def test_a_name_that_is_taken_is_refused_and_keeps_its_password(engine: Engine) -> None:
    password = add(engine, "小棉")
    with pytest.raises(AccountProblem, match="小棉"):
        add(engine, "小棉")
    assert Accounts(engine).check("小棉", password)


def test_a_reset_gives_a_new_password_and_ends_old_sign_ins(engine: Engine) -> None:
    accounts, old = Accounts(engine), add(engine, "小棉")
    before = accounts.check("小棉", old)
    new = add(engine, "小棉", reset=True)
    after = accounts.check("小棉", new)
    assert before and after and before.mark != after.mark
    assert accounts.check("小棉", old) is None


@pytest.mark.parametrize("name", ["", " ", " 小棉", "小棉\n", "\x00", "名" * 41, "\ud800"])
def test_a_name_nobody_can_type_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(AccountProblem):
        add(engine, name)
    assert not Accounts(engine).any()


@pytest.mark.parametrize("name", ["", "\x00", "\ud800", "名" * 5000, "'; DROP TABLE agents;--"])
def test_a_strange_name_at_the_door_is_just_unknown(engine: Engine, name: str) -> None:
    assert Accounts(engine).check(name, "x") is None
    assert Accounts(engine).find(name) is None


def test_generated_passwords_differ_and_can_be_read_aloud() -> None:
    made = {generated_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(p) == 19 and not set(p) & set("lo01i") for p in made)
