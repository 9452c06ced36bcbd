"""A plan as text, to be kept between the page that shows it and the click that takes it, whichever worker gets that."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, Mapping, Optional

from bot.faq.entries import Entry
from bot.faq.preview import Plan, PreviewRow

_MOMENTS, _SEVERAL = ("valid_from", "valid_until", "at"), ("similar", "held_out")


def dump_plan(plan: Plan) -> str:
    """JSON."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=datetime.isoformat)


def load_plan(text: str) -> Plan:
    """The plan that was dumped."""
    data = json.loads(text)
    return Plan(tuple(map(_row, data["rows"])), tuple(data["notes"]))


def _row(data: Mapping[str, Any]) -> PreviewRow:
    changed = {"before": _entry(data["before"]), "after": _entry(data["after"]), "notes": tuple(data["notes"])}
    return PreviewRow(**{**data, **changed})


def _entry(data: Optional[Mapping[str, Any]]) -> Optional[Entry]:
    if data is None:
        return None
    moments = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in _MOMENTS}
    return Entry(**{**data, **moments, **{name: tuple(data[name]) for name in _SEVERAL}})
