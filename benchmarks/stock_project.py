"""The stock bot's project, written from this project's own training data: the same sentences, one rule and one story an intent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterable

import yaml

ROOT = Path(__file__).resolve().parent.parent
NLU = ROOT / "data" / "nlu"
OWN = Path(__file__).resolve().parent / "stock"
ORDER_ACTION = "action_orders"
#: Intents that the stock bot answers from the order database, through its action server.
ORDER_INTENTS = frozenset({
    "order_status", "urge_shipping", "track_parcel", "parcel_stalled", "parcel_not_received", "arrange_delivery",
    "refund_progress", "change_return", "cancel_order", "change_address", "change_order",
})


def sentences(folder: Path = NLU) -> dict[str, list[str]]:
    """Every training sentence by intent, in the order of the files."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for part in yaml.safe_load(file.read_text("utf8")).get("nlu") or []:
            if "intent" in part:
                found.setdefault(part["intent"], []).extend(_lines(part["examples"]))
    return found


def _lines(examples: str) -> list[str]:
    return [re.sub(r"^- ", "", line).strip() for line in examples.splitlines() if line.startswith("- ")]


def shared(everything: dict[str, list[str]], share: float) -> dict[str, list[str]]:
    """The same fixed part of every intent: each n-th sentence, n = 1 / share."""
    step = max(1, round(1 / share))
    return {intent: lines[::step] for intent, lines in everything.items()}


def write_project(folder: Path, data: dict[str, list[str]]) -> None:
    """Writes config.yml, domain.yml and data/ for `rasa train`."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_bytes((OWN / "config.yml").read_bytes())
    _write(folder / "domain.yml", _domain(sorted(data)))
    write_nlu(folder / "data" / "nlu.yml", data)
    _write(folder / "data" / "rules.yml", {"rules": [_told("rule", i) for i in sorted(data)]})
    _write(folder / "data" / "stories.yml", {"stories": [_told("story", i) for i in sorted(data)]})


def write_nlu(file: Path, data: dict[str, list[str]]) -> None:
    """Training sentences in Rasa's own form."""
    _write(file, {"nlu": [{"intent": i, "examples": _listed(lines)} for i, lines in data.items()]})


def _listed(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _action(intent: str) -> str:
    return ORDER_ACTION if intent in ORDER_INTENTS else f"utter_{intent}"


def _told(kind: str, intent: str) -> dict[str, Any]:
    return {kind: f"{kind} {intent}", "steps": [{"intent": intent}, {"action": _action(intent)}]}


def _domain(intents: list[str]) -> dict[str, Any]:
    """Rasa's default session settings; a fixed sentence for everything that needs no record."""
    worded = {f"utter_{i}": [{"text": f"answer to {i}"}] for i in intents if i not in ORDER_INTENTS}
    return {
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        "intents": intents, "actions": [ORDER_ACTION], "responses": worded,
    }


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump({"version": "3.1", **content}, allow_unicode=True, sort_keys=False, width=10_000), "utf8")
