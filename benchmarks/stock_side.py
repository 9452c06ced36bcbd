"""The stock side: `rasa run` with its REST channel and SQL tracker store, and a rasa_sdk action server."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import yaml

from benchmarks.processes import free_port
from benchmarks.side import Side
from benchmarks.stock_project import ROOT
from benchmarks.stock_training import SILENT
from benchmarks.talk import Said


class Stock(Side):
    """A stock Rasa server. `python` is its interpreter, `database` the URL of the orders that its actions read."""

    def __init__(self, folder: Path, model: Path, python: Path, database: str) -> None:
        super().__init__(folder)
        self._model = model
        self._python = python
        self._database = database

    def launch(self) -> None:
        self.port, actions = free_port(), free_port()
        self._write_endpoints(actions)
        # Our own interpreter: the stores are ours, and the action server's CPU is counted apart.
        self.run("actions", [sys.executable, "-m", "rasa_sdk", "--actions", "benchmarks.stock.actions", "--port", str(actions)], ROOT,
                 {**os.environ, "DATABASE_URL": self._database})
        self.run("stock", [str(self._python), "-m", "rasa", "run", "--model", str(self._model), "--port", str(self.port),
                           "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"], self.folder, {**os.environ, **SILENT})

    def find(self) -> None:
        self.actions, self.server = (process.pid for process in self._roots)

    def request(self, said: Said, number: int) -> tuple[str, bytes, dict[str, str]]:
        body = json.dumps({"sender": said.shopper, "message": said.text}, ensure_ascii=False).encode()
        return "/webhooks/rest/webhook", body, {}

    def replies(self, answer: Any) -> list[dict[str, Any]]:
        return answer

    def _write_endpoints(self, actions: int) -> None:
        endpoints = {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(self.folder / "tracker.db")},
        }
        (self.folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), "utf8")
        (self.folder / "credentials.yml").write_text("rest:\n", "utf8")
