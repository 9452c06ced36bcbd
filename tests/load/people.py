"""Shoppers on the bridge and agents at their desks, each a thread that does what a person and their client would."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from random import Random
from typing import Any, Optional, Sequence

from tests.agents import Agent, Ear, Heard, ticket_in
from tests.faults.together import Sent, at_once, post
from tests.load.plans import Line
from tests.running import RunningShop

POLL, LINGER = 1.5, 4.0  # seconds; how often a shopper's client asks, and how long after the last word to a bot
REFRESH = 0.35  # seconds between two readings of the queue (static/queue.js)
ROOM = 5
THINKS = (4.0, 14.0)  # seconds of the shop's day between two things an agent does


class Day:
    """The shop's day runs `speed` times as fast. `closing`: no shopper writes any more; `over`: everybody goes home."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.began = time.monotonic()
        self.closing, self.over = threading.Event(), threading.Event()
        self.come: list[str] = []  # the shoppers who have written

    def left(self, at: float) -> float:
        """Seconds until `at` of the day."""
        return self.began + at / self.speed - time.monotonic()


@dataclass(frozen=True)
class Written:
    """A shopper's message and what came of it; `acknowledged` is monotonic seconds."""

    id: str
    line: Line
    answers: Sequence[Sent]
    acknowledged: float


class ShopperOnTheBridge(threading.Thread):
    """Writes by plan; while there is something to wait for asks what was said. `fetched` is what their screen shows."""

    def __init__(self, shop: RunningShop, shopper: str, plan: Sequence[Line], day: Day) -> None:
        super().__init__(daemon=True)
        self.shopper, self.plan = shopper, plan
        self.written: list[Written] = []
        self.fetched: list[dict[str, Any]] = []
        self.trouble: Optional[BaseException] = None
        self._shop, self._day = shop, day
        self._holder, self._spoke = "bot", float("-inf")

    def run(self) -> None:
        try:
            for number, line in enumerate(self.plan):
                while (left := self._day.left(line.at)) > 0:
                    self._wait(min(left, POLL))
                self._write(f"{self.shopper}-{number}", line)
            while not self._day.over.is_set():
                self._wait(POLL)
        except BaseException as error:  # told by the test; a thread has nobody else to tell
            self.trouble = error

    def fetch(self) -> None:
        """Asks for what was said since the last time."""
        answer = self._shop.later(self.shopper, self.fetched[-1]["id"] if self.fetched else "")
        self.fetched += answer["replies"]
        self._holder = answer["holder"]

    def _wait(self, seconds: float) -> None:
        self._day.over.wait(seconds)
        if self.written and (self._holder != "bot" or time.monotonic() - self._spoke < LINGER):
            self.fetch()

    def _write(self, id: str, line: Line) -> None:
        send = lambda: post(self._shop, self.shopper, id, line.text)  # noqa: E731
        answers = at_once([send] * 2, apart=0.01) if line.twice else [send()]
        self._spoke = time.monotonic()
        if not self.written:
            self._day.come.append(self.shopper)
        self.written.append(Written(id, line, answers, self._spoke))
        if answers[0].status == 200:
            self._holder = answers[0].json["holder"]


@dataclass(frozen=True)
class Deed:
    """Something an agent did, and the answer. `id` names a reply; `acknowledged` is monotonic seconds."""

    kind: str
    agent: str
    ticket: int
    status: int
    acknowledged: float
    id: str = ""
    text: str = ""
    problem: str = ""


class AgentAtTheDesk(threading.Thread):
    """Hears the news, keeps the queue and the open conversation fresh as the page does, and works through the shoppers in hand."""

    def __init__(self, agent: Agent, colleagues: Sequence[str], seed: str, day: Day, supervisor: bool) -> None:
        super().__init__(daemon=True)
        self.agent = agent
        self.deeds: list[Deed] = []
        self.reads: list[tuple[float, float]] = []  # when the queue was asked for, and when it was there
        self.trouble: Optional[BaseException] = None
        self._colleagues, self._supervisor = [one for one in colleagues if one != agent.name], supervisor
        self._day, self._random = day, Random(seed)
        self._groups: dict[str, dict[int, int]] = {"waiting": {}, "mine": {}}
        self._said: dict[int, int] = {}  # how many replies each ticket is still to get
        self._open: Optional[int] = None
        self._news, self._read_at, self._acts_at = threading.Event(), 0.0, 0.0
        self._news.set()
        self.ear = Ear(agent, agent.mark, tell=self._heard)

    def run(self) -> None:
        try:
            while not self._day.over.is_set():
                self._news.wait(max(0.01, min(0.5, self._acts_at - time.monotonic())))
                now = time.monotonic()
                if self._news.is_set() and now - self._read_at >= REFRESH:
                    self._news.clear()
                    self._refresh()
                elif self._news.is_set():
                    time.sleep(0.02)
                if now >= self._acts_at:
                    self._act()
                    self._acts_at = time.monotonic() + self._random.uniform(*THINKS) / self._day.speed
        except BaseException as error:
            self.trouble = error

    def _heard(self, heard: Heard) -> None:
        self._news.set()

    def _refresh(self) -> None:
        asked = time.monotonic()
        self._groups = self.agent.queue()
        self._read_at = time.monotonic()
        self.reads.append((asked, self._read_at))
        if self._open in self._groups["mine"]:
            assert self.agent.show(f"/desk/tickets/{self._open}/talk").status_code == 200

    def _act(self) -> None:
        mine, waiting = self._groups["mine"], self._groups["waiting"]
        if self._supervisor and self._day.come and not self._day.closing.is_set() and self._random.random() < 0.2:
            self._show(self._do("take_over", "take-over", conversation=f"bridge:{self._random.choice(self._day.come)}"))
        elif waiting and len(mine) < ROOM and (not mine or self._random.random() < 0.5):
            self._show(self._do("next", "next"))
        elif mine:
            asking = [id for id, unread in mine.items() if unread]
            self._serve(self._random.choice(asking or list(mine)))

    def _serve(self, ticket: int) -> None:
        self._show(ticket)
        left = self._said.setdefault(ticket, 1 if self._day.closing.is_set() else self._random.randint(1, 3))
        if self._random.random() < 0.1:
            self._do("note", f"tickets/{ticket}/note", ticket, text="这位顾客说衣服有洞")
        if left:
            self._said[ticket] = left - 1
            self._reply(ticket)
        else:
            self._leave(ticket)

    def _reply(self, ticket: int) -> None:
        id = f"r{len(self.deeds)}t{ticket}n{self._random.randrange(10**9)}"
        text = f"{self.agent.name}：马上帮您看（{id}）"
        send = lambda: self._do("reply", f"tickets/{ticket}/reply", ticket, id=id, text=text)  # noqa: E731
        at_once([send] * 2) if self._random.random() < 0.1 else send()

    def _leave(self, ticket: int) -> None:
        self._said.pop(ticket)
        how = self._random.random()
        if how < 0.2 and not self._day.closing.is_set():
            to = self._random.choice(["team:售后", f"agent:{self._random.choice(self._colleagues)}"])
            self._do("transfer", f"tickets/{ticket}/transfer", ticket, to=to, note="请接着看")
        elif how < 0.55:
            self._do("give_back", f"tickets/{ticket}/give-back", ticket)
        else:
            self._do("end", f"tickets/{ticket}/end", ticket, result="solved")

    def _do(self, kind: str, path: str, ticket: int = 0, **fields: str) -> Optional[int]:
        answer = self.agent.press(path, **fields)
        acknowledged, good = time.monotonic(), answer.status_code == 200
        led_to = ticket_in(answer) if good else None
        problem = "" if good else answer.text
        self.deeds.append(Deed(kind, self.agent.name, ticket or led_to or 0, answer.status_code, acknowledged,
                               fields.get("id", ""), fields.get("text", ""), problem))
        self._news.set()
        return led_to

    def _show(self, ticket: Optional[int]) -> None:
        if ticket is None or ticket == self._open:
            return
        self._open = ticket
        for piece in ("", "/suggestions"):
            assert self.agent.show(f"/desk/tickets/{ticket}{piece}").status_code == 200
