"""An agent at the desk of a running shop: the addresses which the page's own script uses, and its stream of news."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional

import httpx

from bot.handoff import Mark

TICKET = re.compile(r'data-ticket="(\d+)" data-state="(\w+)" data-unread="(\d+)"')
SOON = 10.0  # seconds, on a busy machine


class Agent:
    """One browser at the desk. Nothing but the address, the name and the password is known before signing in."""

    def __init__(self, base: str, name: str, password: str) -> None:
        self.name, self.base = name, base
        self.http = httpx.Client(base_url=base, timeout=30, trust_env=False)
        form = self.http.get("/desk/sign-in").text
        entered = self.http.post("/desk/sign-in", data={"name": name, "password": password, "token": token_in(form)})
        assert entered.status_code == 303, entered.text
        page = self.http.get("/desk/")
        assert page.status_code == 200, page.text
        self.token, self.mark = token_in(page.text), re.search(r'data-mark="(\d+-\d+)"', page.text).group(1)

    def press(self, path: str, **fields: str) -> httpx.Response:
        """A button: /desk/next, /desk/tickets/7/reply … An answer of 200 says {go, said}, another one {problem}."""
        return self.http.post(f"/desk/{path}", data={"token": self.token, **fields}, headers={"X-Desk": "1"})

    def show(self, path: str) -> httpx.Response:
        """A piece of the page."""
        return self.http.get(path, headers={"X-Desk": "1"})

    def next(self) -> Optional[int]:
        """Takes the next shopper; the ticket's number, or None."""
        answer = self.press("next")
        assert answer.status_code == 200, answer.text
        return ticket_in(answer)

    def queue(self) -> dict[str, dict[int, int]]:
        """The left pane: waiting, promised, mine and others, each with what nobody answered by ticket."""
        page = self.show("/desk/queue")
        assert page.status_code == 200, page.text
        groups = re.split(r'id="group-(\w+)"', page.text)[1:]
        return {name: {int(id): int(unread) for id, _, unread in TICKET.findall(text)} for name, text in zip(groups[::2], groups[1::2])}

    def close(self) -> None:
        self.http.close()


@dataclass(frozen=True)
class Heard:
    """One event of the stream. `at` is monotonic seconds; `mark` None when it told of typing only."""

    at: float
    mark: Optional[Mark]
    changed: frozenset[str]


class Ear:
    """An open desk's stream, read in a thread. `since` is the mark the page knows, or `last` the last one heard before a break."""

    def __init__(self, agent: Agent, since: str = "", last: str = "", tell: Callable[[Heard], None] = lambda heard: None) -> None:
        self.heard: list[Heard] = []
        self.ended: Optional[str] = None  # "" when the server ended it in peace, else what went wrong
        self._tell = tell
        self._client = httpx.Client(base_url=agent.base, cookies=agent.http.cookies, timeout=30, trust_env=False)
        self._address = {"params": {"since": since} if since else {}, "headers": {"Last-Event-ID": last} if last else {}}
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", "/desk/live", **self._address) as response:
                assert response.status_code == 200, response.status_code
                id = ""
                for line in response.iter_lines():
                    if line.startswith("id: "):
                        id = line[4:].strip()
                    elif line.startswith("data: "):
                        self._hear(id, json.loads(line[6:]))
                        id = ""
            self.ended = ""
        except Exception as error:  # the thread has nobody else to tell
            self.ended = repr(error)

    def _hear(self, id: str, data: dict[str, Any]) -> None:
        self.heard.append(Heard(time.monotonic(), Mark.read(id), frozenset(data.get("changed", ()))))
        self._tell(self.heard[-1])

    @property
    def last(self) -> str:
        """The last mark heard, as a browser would say it again."""
        return next((str(one.mark) for one in reversed(self.heard) if one.mark), "")

    @property
    def changed(self) -> set[str]:
        """Every conversation told of."""
        return {conversation for one in self.heard for conversation in one.changed}

    def until(self, true: Callable[["Ear"], bool], seconds: float = SOON) -> "Ear":
        """Waits for what is to be heard."""
        deadline = time.monotonic() + seconds
        while not true(self):
            assert self.ended is None or true(self), f"the stream ended: {self.ended}"
            assert time.monotonic() < deadline, f"not heard within {seconds} s; heard: {self.heard[-5:]}"
            time.sleep(0.02)
        return self

    def close(self) -> None:
        """The browser goes. (The thread ends with the next thing said.)"""
        self._client.close()

    def wait(self, seconds: float = SOON) -> None:
        """Until the stream has ended."""
        self._thread.join(seconds)


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found, page
    return found.group(1)


def ticket_in(answer: httpx.Response) -> Optional[int]:
    """The ticket which an action leads to."""
    number = answer.json()["go"].partition("/tickets/")[2]
    return int(number) if number else None
