"""Which trained model serves. Promotion names it in a file: Rasa's own habit of taking the newest file is an accident waiting."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Optional

RECORD = "serving.json"


class ModelMissing(Exception):
    """No model can serve; the text says what to do."""


@dataclass(frozen=True)
class Promotion:
    """One line of the history: which model began to serve, and when (ISO time)."""

    model: str
    at: str


def all_models(folder: Path) -> list[Path]:
    """Trained models, newest first."""
    return sorted(folder.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)


def history(folder: Path) -> list[Promotion]:
    """Promotions, the serving one last."""
    record = folder / RECORD
    if not record.exists():
        return []
    return [Promotion(**line) for line in json.loads(record.read_text("utf8"))]


def serving_model(folder: Path) -> Path:
    """The promoted model's file. Raises ModelMissing when there is none or its file is gone."""
    promoted = history(folder)
    if not promoted:
        raise ModelMissing(f"{folder} 里还没有上线的模型；请先运行 python -m bot train。")
    path = folder / promoted[-1].model
    if not path.exists():
        raise ModelMissing(f"上线的模型 {path} 不见了；请运行 python -m bot model promote 另选一个，或重新训练。")
    return path


def promote(folder: Path, model: str, now: Optional[datetime] = None) -> None:
    """Makes this model the serving one. Raises ModelMissing when there is no such file."""
    if not model.endswith(".tar.gz") or not (folder / model).is_file():
        raise ModelMissing(f"没有模型 {model!r}；用 python -m bot model list 看有哪些。")
    promoted = history(folder)
    if promoted and promoted[-1].model == model:
        return  # a second entry would make the next rollback return to this very model
    _write(folder, [*promoted, Promotion(model, (now or datetime.now().astimezone()).isoformat(timespec="seconds"))])


def rollback(folder: Path) -> str:
    """Goes back to the model that served before; returns its name. Raises ModelMissing when there was none."""
    promoted = history(folder)
    if len(promoted) < 2:
        raise ModelMissing("没有更早上线过的模型可以回退。")
    if not (folder / promoted[-2].model).exists():
        raise ModelMissing(f"上一个模型 {promoted[-2].model} 的文件不见了，不能回退；用 python -m bot model list 另选一个。")
    _write(folder, promoted[:-1])
    return promoted[-2].model


def _write(folder: Path, promoted: list[Promotion]) -> None:
    """All or nothing: a crash in the middle leaves the old record."""
    unfinished = folder / (RECORD + ".new")
    unfinished.write_text(json.dumps([vars(p) for p in promoted], ensure_ascii=False, indent=1), "utf8")
    unfinished.replace(folder / RECORD)
