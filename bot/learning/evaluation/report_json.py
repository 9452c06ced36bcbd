"""report.json: every figure under a key that stays, for a gate that lets a model pass or not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.learning.entity_scores import Count, EntityScores
from bot.learning.evaluation.evaluation import Evaluation

SCHEMA = 1
_ONCE = ("mistakes", "curve")  # of the whole only: each set's are among them


def as_json(found: Evaluation) -> str:
    """UTF-8 text, indented, Chinese as it is."""
    return json.dumps(as_object(found), ensure_ascii=False, indent=1)


def as_object(found: Evaluation) -> dict[str, Any]:
    """The whole's figures at the top, then per set, per change and per voice. Shares are of 1, budgets in a hundred."""
    return {
        "schema": SCHEMA, "model": found.model, "date": found.date.isoformat(timespec="seconds"), "allowed": found.allowed,
        "data": [asdict(source) for source in found.sources],
        **asdict(found.whole),
        "sets": {name: {key: value for key, value in asdict(one).items() if key not in _ONCE} for name, one in found.sets.items()},
        "robustness": {one.name: asdict(one) for one in found.changes},
        "joined": asdict(found.joined) if found.joined else None,
        "voices": [asdict(voice) for voice in found.voices],
        "entities": _entities(found.entities) if found.entities else None,
        "unknown_labels": found.unknown,
    }


def _entities(scores: EntityScores) -> dict[str, Any]:
    return {
        "messages": scores.messages, **_count(scores.all),
        "kinds": {kind: _count(count) for kind, count in scores.by_kind.items()},
        "failing": [asdict(one) for one in scores.failing],
    }


def _count(count: Count) -> dict[str, float]:
    return {**asdict(count), "precision": count.precision, "recall": count.recall, "f1": count.f1}
