"""One database for everything: SQLite in a file by default, PostgreSQL by URL. Nothing else here knows which."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Iterator

from sqlalchemy import MetaData, create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool, StaticPool

#: What a database that is locked, gone or starting raises; worth trying again.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)

_PATIENCE = 6  # seconds to wait for another process's write on SQLite; less than an action call lasts, or it would write after its caller gave up

# Named constraints, because a later migration can only change what has a name.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def connect(url: str) -> Engine:
    """The engine for `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…`. Opens no connection yet.

    The engine is in SQLAlchemy's 2.0 style: a connection begins by itself and is committed explicitly;
    use `reading` and `writing` below. Raises ValueError for any other kind of database.
    """
    address = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address)
    if kind == "postgresql":
        return _postgresql(address)
    raise ValueError(f"DATABASE_URL 里的数据库类型 {kind!r} 用不了；请用 sqlite:///文件路径 或 postgresql://用户:密码@主机/库名。")


def _sqlite(address: URL) -> Engine:
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}, "future": True}
    if address.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
    else:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        # Kept connections: opening one and setting its pragmas costs more than a typical read.
        options.update(poolclass=QueuePool, pool_size=5, max_overflow=15)
    engine = create_engine(address, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # sqlite3 would begin transactions late and by itself; `_begin_sqlite` says when instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")
    _to_wal(connection)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")


def _to_wal(connection: Any) -> None:
    # Two processes turning a new file into WAL get "locked" at once, whatever the busy timeout says.
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer fails at once when somebody wrote in between; a writer that says so first waits its turn.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(address: URL) -> Engine:
    return create_engine(
        address, future=True, pool_size=5, max_overflow=15, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose several reads all see the same moment."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


class Rehearsed(Exception):
    """Something wanted to write during a rehearsal."""


_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


@contextmanager
def rehearsal() -> Iterator[None]:
    """Inside it nothing is written: `writing` raises Rehearsed. For asking what the bot would say without its doing anything."""
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction, committed at the end, rolled back on an exception."""
    if _rehearsing.get():
        raise Rehearsed
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


def alone(connection: Connection, name: int) -> None:
    """Makes this transaction the only one holding `name`, across processes, until it ends.

    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": name})


def alive(engine: Engine) -> bool:
    """Whether the database answers at all; for `/ready`."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return True
    except UNAVAILABLE:
        return False
