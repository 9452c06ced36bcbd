"""`python -m bot serve` says in one sentence what it cannot use, before it begins anything."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, SECRET, free_port


def refused(var: Path, **changes: str) -> str:
    """What `serve` prints when it refuses to start."""
    environment = {
        "PATH": "/usr/bin:/bin", "BOT_VAR": str(var), "BRIDGE_SECRET": SECRET, "SECRET_KEY": "k" * 32,
        "MODELS_DIR": str(var / "models"), "PORT": str(free_port()), "ACTION_PORT": str(free_port()), **changes,
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize("name", ["PORT", "ACTION_PORT"])
def test_a_taken_port_is_a_clear_sentence(tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        sentence = refused(tmp_path, **{name: str(port)})
    assert f"端口 {port}（{name}）" in sentence and len(sentence.splitlines()) == 1
    assert not list(tmp_path.iterdir()), "and nothing was begun"


@pytest.mark.parametrize("name, value, named", [
    ("PORT", "web", "PORT='web'"), ("MERGE_SECONDS", "-1", "MERGE_SECONDS='-1'"), ("SHOP_NOW", "tomorrow", "SHOP_NOW='tomorrow'"),
    ("SHOP_DIR", "/nowhere", "SHOP_DIR=/nowhere"), ("DATABASE_URL", "mysql://me:secret@host/x", "mysql"),
    ("DATABASE_URL", "shop.db me:secret", "DATABASE_URL"), ("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/x", "DATABASE_URL"),
    ("DATABASE_URL", "sqlite:////proc/nowhere/shop.db", "DATABASE_URL"),
])  # fmt: skip
def test_a_setting_that_cannot_be_used_is_a_clear_sentence(tmp_path: Path, name: str, value: str, named: str) -> None:
    sentence = refused(tmp_path, **{name: value})
    assert named in sentence and "secret" not in sentence
