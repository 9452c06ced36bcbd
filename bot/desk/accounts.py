"""Agents' accounts: made on the server's command line, with a generated password that is shown once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Optional, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.handoff.desk import SUPERVISOR
from bot.handoff.tables import agents
from bot.stores.database import reading, writing

LONGEST_NAME = 40
_COST, _BLOCK, _LANES = 2**14, 8, 1  # scrypt: about 16 MB and 50 ms a try
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


ROLES = ("agent", SUPERVISOR)


class AccountProblem(Exception):
    """The account cannot be made; the text says why and what to do."""


@dataclass(frozen=True)
class Agent:
    """Somebody who may sign in. `mark` changes with the password, so that old sign-ins end."""

    name: str
    role: str
    mark: str

    @property
    def supervisor(self) -> bool:
        """Whether they may look into every conversation and take any over."""
        return self.role == SUPERVISOR


def add(
    engine: Engine, name: str, *, reset: bool = False, role: Optional[str] = None, teams: Optional[Sequence[str]] = None,
    parallel: Optional[int] = None, make_password: Callable[[], str] = lambda: generated_password(),
    now: Callable[[], datetime] = lambda: datetime.now(SHANGHAI),
) -> str:  # fmt: skip
    """Makes the account `name` and returns its password. Raises AccountProblem for a name that is unusable or taken.

    `teams` empty: every team's conversations; `parallel` None: as many at once as the shop's setting says. `reset` gives an
    existing account a new password instead, which also ends its sign-ins, and changes what else is given."""
    if not name.isprintable() or name != name.strip() or not 0 < len(name) <= LONGEST_NAME:
        raise AccountProblem(f"账号名 {name[:LONGEST_NAME]!r} 不能用；请写 1 到 {LONGEST_NAME} 个可见字符，首尾没有空格。")
    if role is not None and role not in ROLES:
        raise AccountProblem(f"没有“{role}”这个角色；只能是 {'、'.join(ROLES)}。")
    password = make_password()
    given = {name_: value for name_, value in (("role", role), ("teams", teams and list(teams)), ("parallel", parallel)) if value is not None}
    with writing(engine) as db:
        there = db.execute(select(agents.c.name).where(agents.c.name == name)).first()
        if there and not reset:
            raise AccountProblem(f"客服账号 {name} 已经有了；请换一个名字，或者用 --reset 给它换新密码。")
        if there:
            db.execute(update(agents).where(agents.c.name == name).values(password=hashed(password), **given))
        else:
            db.execute(agents.insert().values(name=name, password=hashed(password), created_at=now(), **{"role": ROLES[0], **given}))
    return password


class Accounts:
    """Who is who at the desk. Synchronous: `check` costs 50 ms of work on purpose."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def check(self, name: str, password: str) -> Optional[Agent]:
        """The agent with this name and password, or None. Takes as long for a name that does not exist."""
        row = self._row(name)
        right = matches(password, row.password if row else _NOBODY)
        return _agent(row) if row and right else None

    def find(self, name: str) -> Optional[Agent]:
        """The agent with this name, or None."""
        row = self._row(name)
        return _agent(row) if row else None

    def any(self) -> bool:
        """Whether there is an account at all."""
        with reading(self._engine) as db:
            return bool(db.execute(select(func.count()).select_from(agents)).scalar_one())

    def _row(self, name: str) -> Any:
        if not name.isprintable() or len(name) > LONGEST_NAME:
            return None
        with reading(self._engine) as db:
            return db.execute(select(agents).where(agents.c.name == name)).first()


def generated_password() -> str:
    """Four groups of four letters and digits, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hashed(password: str) -> str:
    """How a password is kept."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, _COST, _BLOCK, _LANES)
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(made)))


def matches(password: str, kept: str) -> bool:
    """Whether `kept` is this password's hash."""
    _, cost, block, lanes, salt, hash_ = kept.split("$")
    made = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(made, base64.b64decode(hash_))


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=lanes, maxmem=64 * 1024 * 1024, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _agent(row: Any) -> Agent:
    return Agent(row.name, row.role, hashlib.sha256(row.password.encode()).hexdigest()[:16])


# What a name that does not exist is checked against, at the same cost.
_NOBODY = "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), _text(b"\0" * 16), _text(b"\0" * 32)))
