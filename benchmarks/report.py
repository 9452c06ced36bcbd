"""The results as a table with ratios and targets, for docs/benchmarks.md."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from statistics import median
from typing import Any, Optional, Sequence

HEAD = """# Benchmarks

Written by `python benchmarks/run.py` (how it measures: [benchmarks/README.md](../benchmarks/README.md)); the raw numbers are in
`benchmarks/results.json`. Both servers ran side by side on one machine, in turns, on the same orders. CPU is user + system
time of the process, so other work on the machine hardly counts; medians of {rounds} round(s). Ratio = ours / stock.
"""


@dataclass(frozen=True)
class Line:
    """One row of the table. `most` is the target: at most so much; `of_stock` at most this part of stock."""

    what: str
    ours: Optional[float]
    stock: Optional[float]
    unit: str
    digits: int = 1
    most: Optional[float] = None
    of_stock: Optional[float] = None

    @property
    def ratio(self) -> Optional[float]:
        """Ours as a part of stock."""
        return self.ours / self.stock if self.ours is not None and self.stock else None

    @property
    def holds(self) -> Optional[bool]:
        """Whether the targets hold; None without any, or without what they compare with."""
        if self.ours is None or (self.most is None and self.of_stock is None):
            return None
        limits = [self.most] if self.most is not None else []
        if self.of_stock is not None and self.stock:
            limits.append(self.of_stock * self.stock)
        return all(self.ours <= limit for limit in limits) if limits else None


def lines(results: dict[str, Any]) -> list[Line]:
    """Every measure with its target."""
    rounds = results["rounds"]

    def of(*path: str) -> dict[str, Optional[float]]:
        return {name: _median(rounds, path[0], name, *path[1:]) for name in ("ours", "stock")}

    training = {name: results["training"].get(name, {}).get("cpu_seconds") for name in ("ours", "stock", "ours_share")}
    share = results["data"]["stock"].get("share", 1)
    whole = {"ours": training["ours"], "stock": training["stock"] if share == 1 else None}
    installed = {name: results["installed_mb"].get(name) for name in ("ours", "stock")}
    table = [
        Line("server CPU per message, mixed talk", **of("mixed", "server"), unit="ms", most=18, of_stock=0.25),
        Line("· an order question", **of("mixed", "order_question"), unit="ms"),
        Line("· any other message", **of("mixed", "other_message"), unit="ms"),
        Line("action server CPU per message, mixed talk", **of("mixed", "actions"), unit="ms"),
        Line("message 10 of one conversation (median of 5–15)", **of("long", "message_10"), unit="ms"),
        Line("message 300 of one conversation (median of 295–305)", **of("long", "message_300"), unit="ms"),
        Line("· growth, message 300 / message 10", **of("long", "growth"), unit="×", digits=2, most=1.3),
        Line("start to first answer, CPU of the server", **of("start", "server"), unit="s", most=10),
        Line("· with launcher and action server", **of("start", "everything"), unit="s"),
        Line("server memory after 300 messages", **of("memory", "server"), unit="MB", digits=0, most=450),
        Line("· action server", **of("memory", "actions"), unit="MB", digits=0),
        Line("full training from nothing, CPU", **whole, unit="s", most=60),
        *([Line(f"· on {share:.0%} of the sentences", training["ours_share"], training["stock"], unit="s")] if share < 1 else []),
        Line("installed environment", **installed, unit="MB", digits=0, most=1200),
    ]
    for entry in results["accuracy"]:
        scores = {name: entry[name]["accuracy"] if name in entry else None for name in ("ours", "stock")}
        table.append(Line(f"intents right on {entry['file']} ({entry['rows']} messages)", **scores, unit="", digits=3))
        if "ours_whole" in entry:
            table.append(Line("· ours trained on all sentences", entry["ours_whole"]["accuracy"], None, unit="", digits=3))
        parse = {name: entry[name]["parse_ms"] if name in entry else None for name in ("ours", "stock")}
        table.append(Line("· CPU to understand one of them, in process", **parse, unit="ms"))
    return table


def markdown(results: dict[str, Any]) -> str:
    """The whole page."""
    rows = ["| | ours | stock | ratio | target | holds |", "|---|---:|---:|---:|---|---|"]
    rows += [_row(line) for line in lines(results)]
    return "\n".join([HEAD.format(rounds=len(results["rounds"])), *rows, "", *_notes(results), ""])


def _row(line: Line) -> str:
    targets = [f"≤ {line.most:g} {line.unit}".strip()] if line.most is not None else []
    targets += [f"≤ {line.of_stock:g} of stock"] if line.of_stock is not None else []
    held = {True: "yes", False: "**no**", None: ""}[line.holds]
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    cells = [line.what, _number(line, line.ours), _number(line, line.stock), ratio, ", ".join(targets), held]
    return "| " + " | ".join(cells) + " |"


def _number(line: Line, value: Optional[float]) -> str:
    return "–" if value is None else f"{value:.{line.digits}f} {line.unit}".strip()


def _notes(results: dict[str, Any]) -> list[str]:
    data, mixed = results["data"], results["rounds"][0]["mixed"]
    answered = ", ".join(f"{name} {each['answered']} of {each['messages']}" for name, each in mixed.items())
    notes = [
        f"- Measured {results['at']} on {results['machine']}.",
        f"- Answered with at least one reply, mixed talk: {answered}. Ours asks an action for nearly every question; stock only for "
        "the order questions, and answers everything else with one fixed sentence.",
        f"- Training sentences: ours {data['ours']['sentences']}, stock {data['stock'].get('sentences', '–')}; 64 intents.",
    ]
    if data.get("stock") and data["stock"]["data"] != data["ours"]["data"]:
        notes.append(_difference(data))
    return notes


def _difference(data: dict[str, Any]) -> str:
    share = data["stock"]["share"]
    if share < 1:
        return (f"- Stock is trained on every {round(1 / share)}th sentence of each intent, because all of them would take it hours; the "
                "accuracy rows compare it with ours trained on the same sentences.")
    return "- The two training sets are not the same: sentences were added to the project after stock was trained."


def _median(rounds: Sequence[dict[str, Any]], *path: str) -> Optional[float]:
    found = []
    for one in rounds:
        for step in path:
            one = one.get(step) if isinstance(one, dict) else None
        if one is not None:
            found.append(one)
    return median(found) if found else None


def machine() -> str:
    """Processor and system, in a line."""
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} × {names[0] if names else platform.machine()}, Linux, Python {platform.python_version()}"
