"""Models as their page shows them: which one serves, what was promoted when, and what else is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, Sequence

OWN = "own"  # the frozen set of the project itself, whose score stands for a model
PROMOTIONS_SHOWN = 30


@dataclass(frozen=True)
class ModelRow:
    """A model's file with what was written beside it. `good`: it may be promoted from here; `kept`: its file is still there."""

    name: str
    trained: str = ""
    by: str = ""
    why: str = ""
    commit: str = ""
    entries: Optional[int] = None
    accuracy: Optional[float] = None
    good: bool = False
    kept: bool = True


@dataclass(frozen=True)
class PromotionRow:
    """One line of the history. what: promoted or rolled_back."""

    model: ModelRow
    at: str
    by: str
    what: str
    note: str


@dataclass(frozen=True)
class ModelList:
    """`before`: what 退回上一个 returns to, None when there is nothing; `promotions` newest first."""

    serving: Optional[ModelRow]
    since: str
    before: Optional[ModelRow]
    promotions: tuple[PromotionRow, ...]
    others: tuple[ModelRow, ...]


def model_list(
    promotions: Sequence[Any], before: Sequence[str], files: Sequence[str], about: Callable[[str], Mapping[str, Any]]
) -> ModelList:  # fmt: skip
    """`promotions`: the history, the serving one last; `before`: what a step back leads to, the next last; `files`: names of what is
    kept, newest first; `about`: the record beside a model."""
    rows = {name: model_row(name, about(name), name in files) for name in {*files, *(one.model for one in promotions)}}
    history = tuple(PromotionRow(rows[one.model], shown_time(one.at), one.by, one.what, one.note) for one in reversed(promotions))
    serving, served = (promotions[-1].model if promotions else ""), {one.model for one in promotions}
    others = tuple(replace(rows[name], good=rows[name].good or name in served) for name in files if name != serving)
    back = rows[before[-1]] if before and before[-1] in files else None
    return ModelList(rows.get(serving), history[0].at if history else "", back, history[:PROMOTIONS_SHOWN], others)


def model_row(name: str, about: Mapping[str, Any], kept: bool) -> ModelRow:
    """From the record beside a model, {} for one without."""
    entries, scores, verdict = about.get("faq"), about.get("scores") or {}, about.get("verdict") or {}
    return ModelRow(name, shown_time(about.get("trained_at") or ""), about.get("by") or "", about.get("why") or "", about.get("commit") or "",
                    None if entries is None else len(entries), scores.get(OWN), bool(verdict.get("passed")), kept)


def shown_time(text: str) -> str:
    """2026-11-24T10:30:00+08:00 as 2026-11-24 10:30."""
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M")
    except (TypeError, ValueError):
        return text or ""
