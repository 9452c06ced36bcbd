"""The real thing for tests: the server pair as a user starts it, on ports of its own, with a model trained once a run."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any, Optional

import httpx

ROOT = Path(__file__).resolve().parent.parent
SECRET = "a-secret-for-tests"
OPEN, CLOSED = "2026-11-24T10:30:00+08:00", "2026-11-24T23:30:00+08:00"  # a Tuesday
READY_SECONDS, STOP_SECONDS = 180, 20
_ids = count(1)


def free_port() -> int:
    """A port nobody uses right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def signed(body: bytes, secret: str = SECRET, stamp: Optional[int] = None) -> dict[str, str]:
    """The bridge's headers for a body."""
    at = str(int(time.time()) if stamp is None else stamp)
    mac = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Timestamp": at, "X-Signature": mac, "Content-Type": "application/json"}


class RunningShop:
    """One `python -m bot serve`. `var` keeps its database between starts; `changes` are environment variables."""

    def __init__(self, var: Path, models: Path, **changes: str) -> None:
        self.var = var
        self.port, self.action_port = free_port(), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "SHOP_NOW", "SHOP_DIR")},
            "BOT_VAR": str(var), "MODELS_DIR": str(models), "PORT": str(self.port), "ACTION_PORT": str(self.action_port),
            "BRIDGE_SECRET": SECRET, "SECRET_KEY": "k" * 32, "MERGE_SECONDS": "0", "SHOP_NOW": OPEN, **changes,
        }
        self.http = httpx.Client(base_url=self.base, timeout=60, trust_env=False)
        self.process: Optional[subprocess.Popen] = None

    def start(self) -> "RunningShop":
        """Starts and waits until everything is ready."""
        log = open(self.var / "serve.log", "ab")
        self.process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if self.http.get("/ready").status_code == 200:
                    return self
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise RuntimeError(f"the server did not become ready:\n{self.log()[-4000:]}")

    def stop(self) -> int:
        """Ctrl-C; returns the exit status."""
        if self.process is None or self.process.poll() is not None:
            return -1
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """kill -9 of everything, as a power cut would."""
        for pid in [*self.children(), self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        _wait_closed(self.port)
        _wait_closed(self.action_port)

    def children(self, named: str = "") -> list[int]:
        """Process ids of the server pair; `named` picks by command line."""
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [int(p) for p in found if named in Path(f"/proc/{p}/cmdline").read_text().replace("\0", " ")]

    def log(self) -> str:
        """What the processes printed."""
        return (self.var / "serve.log").read_text("utf8", "replace")

    def post(self, shopper: str, text: str = "", *, id: Optional[str] = None, **more: Any) -> httpx.Response:
        """One message over the signed bridge."""
        body = {"id": id or f"m-{next(_ids)}-{time.time_ns()}", "shopper": shopper, "kind": "text", "text": text, **more}
        return self.raw(json.dumps(body, ensure_ascii=False).encode())

    def raw(self, body: bytes, **headers: str) -> httpx.Response:
        """Any bytes, signed."""
        return self.http.post("/webhooks/bridge/messages", content=body, headers={**signed(body), **headers})

    def say(self, shopper: str, text: str = "", **more: Any) -> dict[str, Any]:
        """One message's answer; fails on anything but 200."""
        response = self.post(shopper, text, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def words(self, shopper: str, text: str = "", **more: Any) -> str:
        """The answer's bubbles as one text."""
        return "\n".join(r["text"] for r in self.say(shopper, text, **more)["replies"])

    def later(self, shopper: str, after: str = "") -> dict[str, Any]:
        """What the bridge's GET says."""
        response = self.http.get("/webhooks/bridge/messages", params={"shopper": shopper, "after": after}, headers=signed(b""))
        assert response.status_code == 200, response.text
        return response.json()


def _wait_closed(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise RuntimeError(f"port {port} is still in use after kill -9")
