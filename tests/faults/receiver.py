"""A marketplace's end of BRIDGE_CALLBACK_URL: takes what is posted, and can refuse."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Posted:
    """One request as it came, and what it was answered with."""

    body: bytes
    headers: dict[str, str]
    status: int
    at: float

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def reply_ids(self) -> list[str]:
        return [reply["id"] for reply in self.json["replies"]]


class Receiver:
    """Answers 200, or `refuse` times a 500 first."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.refuse = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/said"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def to(self, shopper: str, status: int = 200) -> list[Posted]:
        """What came for this shopper and was answered so."""
        return [p for p in self.posted if p.json["shopper"] == shopper and p.status == status]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805 (two objects are "self" here)
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = 500 if receiver.refuse else 200
                receiver.refuse = max(0, receiver.refuse - 1)
                receiver.posted.append(Posted(body, {k.lower(): v for k, v in self.headers.items()}, status, time.time()))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
