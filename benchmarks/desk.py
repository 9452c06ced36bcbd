"""How soon an open desk hears, and shows, what a shopper wrote or an agent did, while 200 shoppers and ten agents are busy.

    python -m benchmarks.desk [--seed N]

The traffic is that of tests/load: a quarter of an hour in 75 seconds. The goal is a p95 of at most one second."""

from __future__ import annotations

import argparse
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Optional

from sqlalchemy import select

from bot.handoff.tables import changes, messages
from bot.settings import Settings
from bot.stores.database import reading
from tests.faults.records import Records
from tests.load.busy import SUPERVISOR, Busy, a_busy_quarter, compressed_shop, hired
from tests.load.people import AgentAtTheDesk

GOAL = 1.0
# What an action is called in the log of changes. (A supervisor may take over what they have, which changes nothing.)
LOGGED = {"next": "taken", "note": "noted", "transfer": "transferred", "give_back": "given_back", "end": "ended"}
TO_A_PERSON, TO_THE_BOT, REPLY, ACTION = "shopper's message to a person", "shopper's message to the bot", "agent's reply", "agent's other action"


class Told(NamedTuple):
    """Something that was acknowledged at a moment (monotonic seconds), and its number among the messages or the changes."""

    what: str
    at: float
    message: Optional[int] = None
    change: Optional[int] = None


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=4)
    seed = options.parse_args().seed
    with tempfile.TemporaryDirectory() as folder:
        shop = compressed_shop(Path(folder), Settings.from_environment().models).start()
        records = Records(shop)
        try:
            cpu, began = shop_cpu(shop), time.monotonic()
            busy = a_busy_quarter(shop, records, hired(records), seed)
            used, lasted = shop_cpu(shop) - cpu, time.monotonic() - began
            print(table(delays(busy, records)))
            people = f"{len(busy.shoppers)} shoppers, {len(busy.agents)} agents"
            print(f"\n{people}, {lasted:.0f} s; server and action server: {used / lasted:.0%} of a core")
        finally:
            records.close()
            shop.stop()


def shop_cpu(shop: Any) -> float:
    """CPU seconds of the server pair so far."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in shop.children())


def delays(busy: Busy, records: Records) -> dict[str, list[tuple[float, float]]]:
    """By what happened, from its acknowledgement until each desk heard of it and had read the queue anew. What a desk knew before is 0."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    told = [*_messages(busy, records), *_actions(busy, records)]
    for desk in busy.agents:
        heard = [one for one in desk.ear.heard if one.mark]
        for kind, number in (("message", "message"), ("change", "change")):
            known = [getattr(one.mark, kind) for one in heard]
            for one in (one for one in told if getattr(one, number) is not None):
                at = heard[bisect_left(known, getattr(one, number))].at
                found[one.what].append((max(0.0, at - one.at), max(0.0, _shown(desk, at) - one.at)))
    return found


def _shown(desk: AgentAtTheDesk, at: float) -> float:
    """When the first reading of the queue begun at or after this moment was there."""
    return desk.reads[min(bisect_left(desk.reads, (at, 0.0)), len(desk.reads) - 1)][1]


def _messages(busy: Busy, records: Records) -> Iterator[Told]:
    with reading(records.engine) as db:
        rows = [dict(row) for row in db.execute(select(messages).order_by(messages.c.seq)).mappings()]
    heard = {row["external_id"]: row["seq"] for row in rows if row["external_id"]}
    answers = {row["answers"]: row["seq"] for row in rows if row["answers"]}  # the last bubble of each
    for shopper in busy.shoppers:
        for one in shopper.written:
            if not one.line.twice:  # whose acknowledgement is that of the slower one
                answer = answers.get(one.id)
                yield Told(TO_THE_BOT if answer else TO_A_PERSON, one.acknowledged, message=answer or heard[one.id])
    first: dict[str, float] = {}
    for deed in (deed for agent in busy.agents for deed in agent.deeds if deed.kind == "reply" and deed.status == 200):
        first[deed.id] = min(deed.acknowledged, first.get(deed.id, deed.acknowledged))
    yield from (Told(REPLY, at, message=heard[f"desk:{id}"]) for id, at in first.items())


def _actions(busy: Busy, records: Records) -> Iterator[Told]:
    """An agent does one thing after the other: the n-th of a kind is the n-th in the log."""
    with reading(records.engine) as db:
        rows = db.execute(select(changes).order_by(changes.c.id)).all()
    for agent in busy.agents:
        for kind, logged in LOGGED.items():
            done = [deed for deed in agent.deeds if deed.kind == kind and deed.status == 200 and deed.ticket]
            ids = [row.id for row in rows if row.kind == logged and row.by == agent.agent.name]
            if len(ids) == len(done) and (kind, agent.agent.name) != ("next", SUPERVISOR):
                yield from (Told(ACTION, deed.acknowledged, change=id) for deed, id in zip(done, ids))


def table(found: dict[str, list[tuple[float, float]]]) -> str:
    """Markdown, in milliseconds."""
    lines = ["| acknowledged → | | heard p50 | p95 | max | shown p50 | p95 | max |", "|---|---:|---:|---:|---:|---:|---:|---:|"]
    everything = [pair for pairs in found.values() for pair in pairs]
    for what, pairs in [*((what, found[what]) for what in (TO_A_PERSON, TO_THE_BOT, REPLY, ACTION)), ("all", everything)]:
        cells = [f"{1000 * value:.0f}" for column in zip(*pairs) for value in _summed(sorted(column))]
        lines.append(f"| {what} | {len(pairs)} | {' | '.join(cells)} |")
    good = all(_summed(sorted(column))[1] <= GOAL for column in zip(*everything))
    return "\n".join([*lines, "", f"p95 within {GOAL:.0f} s: {'yes' if good else 'NO'}"])


def _summed(values: list[float]) -> tuple[float, float, float]:
    return values[len(values) // 2], values[int(len(values) * 0.95)], values[-1]


if __name__ == "__main__":
    main()
