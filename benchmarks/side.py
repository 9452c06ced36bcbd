"""One side of the comparison: a server with its action server, started, asked, measured and stopped."""

from __future__ import annotations

import http.client
import json
import subprocess
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from benchmarks.processes import memory_mb, precise_cpu, stop, tree_cpu
from benchmarks.talk import Said

PATIENCE = 600.0  # seconds for a start on a busy machine
FIRST = Said("first-shopper", "你好 请问这件会起球吗", False)


@dataclass(frozen=True)
class Started:
    """CPU seconds from the command to the first answer: the server alone, and with its action server and launcher."""

    server: float
    everything: float


class Side(ABC):
    """Subclasses know how to start their processes and what a message looks like."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = 0
        self.server = 0  # process ids
        self.actions = 0
        self._roots: list[subprocess.Popen] = []
        self._connection: Optional[http.client.HTTPConnection] = None
        self._sent = 0

    @abstractmethod
    def launch(self) -> None:
        """Starts the processes (`run` keeps them) and sets `port`."""

    @abstractmethod
    def find(self) -> None:
        """Sets `server` and `actions`, once the server answers `ready_path`."""

    @abstractmethod
    def request(self, said: Said, number: int) -> tuple[str, bytes, dict[str, str]]:
        """Path, body and headers of a message."""

    @abstractmethod
    def replies(self, answer: Any) -> list[dict[str, Any]]:
        """The bubbles in an answer's JSON."""

    ready_path = "/"

    def start(self) -> Started:
        """Starts, waits until ready, asks one question."""
        self.launch()
        self._wait()
        self.find()
        if not self.ask(FIRST):
            raise RuntimeError(f"{type(self).__name__} gave no first answer; its output is in {self.folder}")
        return Started(precise_cpu(self.server), sum(tree_cpu(p.pid) for p in self._roots))

    def ask(self, said: Said) -> list[dict[str, Any]]:
        """Sends one message and returns the replies. Raises RuntimeError for anything but 200."""
        self._sent += 1
        path, body, headers = self.request(said, self._sent)
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"{type(self).__name__} answered {response.status} to {said.text!r}: {answer[:200]!r}")
        return self.replies(json.loads(answer))

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far of the server and of the action server. Raises RuntimeError when one of them has ended."""
        try:
            return precise_cpu(self.server), precise_cpu(self.actions)
        except OSError as error:
            codes = [process.poll() for process in self._roots]
            raise RuntimeError(f"a process of {type(self).__name__} ended while it was measured (exit codes {codes})") from error

    def memory(self) -> tuple[float, float]:
        """Resident MB of the server and of the action server."""
        return memory_mb(self.server), memory_mb(self.actions)

    def run(self, name: str, command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.Popen:
        """Starts a process whose output goes to the folder."""
        with open(self.folder / f"{name}.log", "ab") as out:
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=subprocess.STDOUT)
        self._roots.append(process)
        return process

    def stop(self) -> None:
        """Ends all processes of this side."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for process in self._roots:
            stop(process)
        self._roots.clear()

    def _wait(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while not self._ready():
            if time.monotonic() > give_up or any(p.poll() is not None for p in self._roots):
                raise RuntimeError(f"{type(self).__name__} did not start; its output is in {self.folder}")
            time.sleep(0.3)

    def _ready(self) -> bool:
        probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            probe.request("GET", self.ready_path)
            return probe.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            probe.close()
