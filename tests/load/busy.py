"""A quarter of an hour in a busy shop: 200 shoppers, ten agents, in a twelfth of the time."""

from __future__ import annotations

import re
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.desk.accounts import add
from bot.handoff.tables import conversations, tickets
from bot.stores.database import reading
from tests.agents import Agent
from tests.faults.records import Records
from tests.load.people import AgentAtTheDesk, Day, ShopperOnTheBridge
from tests.load.plans import SECONDS, plans
from tests.running import ROOT, RunningShop

SPEED = 12
AGENTS, SUPERVISOR = 10, "主管"
DRAIN_SECONDS, NEWS_SECONDS, GLANCE = 60.0, 2.0, 0.5
SETTINGS = {"tell_after_seconds": 120, "head_start_seconds": 20, "take_back_seconds": 180}  # of data/shop/shop.yml


@dataclass(frozen=True)
class Busy:
    """How it went. `wrong` is what a look at the tickets, twice a second, found in disorder."""

    seed: int
    shoppers: list[ShopperOnTheBridge]
    agents: list[AgentAtTheDesk]
    wrong: list[str]
    drained: bool
    queues: list[dict[str, dict[int, int]]]
    log: str


def compressed_shop(folder: Path, models: Path) -> RunningShop:
    """A shop, not started, whose agents' seconds are SPEED times shorter, and which takes so many more messages a minute."""
    shutil.copytree(ROOT / "data" / "shop", folder / "shop")
    settings = folder / "shop" / "shop.yml"
    text = settings.read_text("utf8")
    for name, value in {**{name: round(seconds / SPEED) for name, seconds in SETTINGS.items()}, "messages_per_minute": 20 * SPEED}.items():
        text, found = re.subn(rf"(?m)^(\s+{name}:\s*)\d+", rf"\g<1>{value}", text)
        if not found:
            raise LookupError(f"data/shop/shop.yml has no {name}; the busy shop needs to change it")
    settings.write_text(text, "utf8")
    return RunningShop(folder, models, SHOP_DIR=str(folder / "shop"))


def hired(records: Records) -> dict[str, str]:
    """The agents' passwords."""
    names = [f"客服{n}" for n in range(1, AGENTS)]
    return {**{name: add(records.engine, name) for name in names}, SUPERVISOR: add(records.engine, SUPERVISOR, role="supervisor")}


def a_busy_quarter(shop: RunningShop, records: Records, passwords: dict[str, str], seed: int) -> Busy:
    """Lets everybody in, waits until the last shopper was served, and sends everybody home."""
    log, plan = len(shop.log()), plans(seed)
    doors = [Agent(shop.base, name, password) for name, password in passwords.items()]
    day, wrong = Day(SPEED), []
    agents = [AgentAtTheDesk(one, list(passwords), f"{seed}-{one.name}", day, one.name == SUPERVISOR) for one in doors]
    for one in agents:
        one.ear.until(lambda ear: bool(ear.last))
    day.began = time.monotonic()
    shoppers = [ShopperOnTheBridge(shop, name, lines, day) for name, lines in plan.items()]
    watcher = threading.Thread(target=_watch, args=(records, day, wrong), daemon=True)
    for thread in (*agents, *shoppers, watcher):
        thread.start()
    day.over.wait(max(0.0, day.left(SECONDS)))
    drained = _drain(records, shoppers, day)
    time.sleep(NEWS_SECONDS)
    day.over.set()
    for thread in (*agents, *shoppers, watcher):
        thread.join(30)
    for one in shoppers:
        one.fetch()
    return Busy(seed, shoppers, agents, wrong, drained, [one.agent.queue() for one in agents], shop.log()[log:])


def _drain(records: Records, shoppers: list[ShopperOnTheBridge], day: Day) -> bool:
    """The agents finish what is there."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < deadline:
        if all(len(one.written) == len(one.plan) or not one.is_alive() for one in shoppers):
            day.closing.set()
            if not records.human.queue.all() and not records.pending():
                return True
        time.sleep(0.2)
    return False


def _watch(records: Records, day: Day, wrong: list[str]) -> None:
    """One open ticket for everybody who is a person's or waits for one, and the ticket's agent holds the conversation."""
    held, owned = conversations.c, tickets.c
    per_conversation = select(owned.conversation, func.count()).where(owned.state != "closed").group_by(owned.conversation)
    state = select(held.id, held.holder, held.agent, owned.id, owned.state, owned.agent).outerjoin(
        tickets, (owned.conversation == held.id) & (owned.state != "closed")).where((held.holder != "bot") | owned.id.is_not(None))  # fmt: skip
    expected = {"waiting": "open", "agent": "taken"}
    while not day.over.wait(GLANCE):
        with reading(records.engine) as db:
            wrong += [f"{id} has {n} open tickets" for id, n in db.execute(per_conversation) if n != 1]
            wrong += [f"{tuple(row)}" for row in db.execute(state) if row[4] != expected.get(row[1]) or row[2] != row[5]]
