"""Which trained model serves, since when and by whom. Promotion names it in a file: Rasa's own habit of taking the newest is an accident waiting.

The record keeps every promotion and every step back. Both are written whole or not at all, by one process at a time.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, Optional

from bot.clock import SHANGHAI
from bot.files import alone, whole_or_not

RECORD = "serving.json"
PROMOTED, ROLLED_BACK = "promoted", "rolled_back"
ENDING = ".tar.gz"
UNFINISHED = ".unfinished"  # a folder in that of the models, where models are packed
A_DAY = 24 * 3600  # seconds; no training takes so long


class ModelMissing(Exception):
    """No model can serve; the text says what to do."""


class Overtaken(Exception):
    """Another model than the one compared with serves by now."""


@dataclass(frozen=True)
class Promotion:
    """One line of the history: which model began to serve, when (ISO time), by whom, and whether by stepping back. `note` is free."""

    model: str
    at: str
    by: str = ""
    what: str = PROMOTED
    note: str = ""


def all_models(folder: Path) -> list[Path]:
    """Trained models, newest first."""
    return sorted(folder.glob("*" + ENDING), key=lambda p: p.stat().st_mtime, reverse=True)


def history(folder: Path) -> list[Promotion]:
    """Everything that ever served, the serving one last. Raises ModelMissing when the record cannot be read."""
    try:
        written = (folder / RECORD).read_text("utf8")
    except FileNotFoundError:
        return []
    try:
        return [Promotion(**line) for line in json.loads(written)]
    except (ValueError, TypeError):
        raise ModelMissing(f"{folder / RECORD} 读不懂，不知道哪个模型在线；请用 python -m bot model list 看有哪些，把这个文件挪走后再 promote 一个。") from None


def serving(folder: Path) -> str:
    """The name of the serving model's file; "" when none does. Raises ModelMissing when the record cannot be read."""
    promoted = history(folder)
    return promoted[-1].model if promoted else ""


def before(folder: Path) -> list[str]:
    """What a step back returns to: the models that served before the serving one, the next to return to last."""
    return _stack(history(folder))[:-1]


def serving_model(folder: Path) -> Path:
    """The promoted model's file. Raises ModelMissing when there is none or its file is gone."""
    name = serving(folder)
    if not name:
        raise ModelMissing(f"{folder} 里还没有上线的模型；请先运行 python -m bot train。")
    path = folder / name
    if not path.exists():
        raise ModelMissing(f"上线的模型 {path} 不见了；请运行 python -m bot model promote 另选一个，或重新训练。")
    return path


def promote(folder: Path, model: str, now: Optional[datetime] = None, *, by: str = "", note: str = "", instead_of: Optional[str] = None) -> None:
    """Makes this model the serving one. Raises ModelMissing when there is no such file.

    instead_of: the model that it was compared with; raises Overtaken when another one serves by now."""
    if not model.endswith(ENDING) or Path(model).name != model or not (folder / model).is_file():
        raise ModelMissing(f"没有模型 {model!r}；用 python -m bot model list 看有哪些。")
    with _alone(folder):
        now_serving = serving(folder)
        if instead_of is not None and now_serving != instead_of:
            raise Overtaken(f"现在上线的是 {now_serving}，不是比较时的 {instead_of}。")
        if now_serving != model:  # a second entry would make the next rollback return to this very model
            _write(folder, [*history(folder), Promotion(model, _time(now), by, PROMOTED, note)])


def rollback(folder: Path, now: Optional[datetime] = None, *, by: str = "", note: str = "") -> str:
    """Goes back to the model that served before, and again to the one before that; returns its name. Raises ModelMissing when there was none."""
    with _alone(folder):
        promoted = history(folder)
        stack = _stack(promoted)
        if len(stack) < 2:
            raise ModelMissing("没有更早上线过的模型可以回退。")
        if not (folder / stack[-2]).exists():
            raise ModelMissing(f"上一个模型 {stack[-2]} 的文件不见了，不能回退；用 python -m bot model list 另选一个。")
        _write(folder, [*promoted, Promotion(stack[-2], _time(now), by, ROLLED_BACK, note)])
        return stack[-2]


def tidy(folder: Path, keep: int) -> list[str]:
    """Deletes models beyond the newest `keep` that never served, and those that served before the last `keep`; returns their names.

    What serves and what a step back may return to stays: one can step back `keep` times."""
    with _alone(folder):
        stack = _stack(history(folder))
        stay = set(stack[-(keep + 1):])
        stay |= {path.name for path in [path for path in all_models(folder) if path.name not in stack][:keep]}
        gone = [path for path in all_models(folder) if path.name not in stay]
        for path in gone:
            for file in (path, *folder.glob(path.name.removesuffix(ENDING) + ".*json")):
                file.unlink(missing_ok=True)
        for left in (folder / UNFINISHED).glob("*"):  # of a training that was killed
            if time.time() - left.stat().st_mtime > A_DAY:
                left.unlink()
    return [path.name for path in gone]


# What is known of a model -------------------------------------------------------------------------------------------------------


def about(folder: Path, model: str) -> dict[str, Any]:
    """What was written down beside a model; {} for one of which nothing is known.

    trained_at, by, why; commit: of the project; data: digest of everything it was trained on; faq: name → phrasings of the shop's
    own questions it learnt; scores: set → share right; passed, verdict: {against, passed, reasons, at} of the last comparison."""
    try:
        found = json.loads(_beside(folder, model).read_text("utf8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note_about(folder: Path, model: str, **known: Any) -> None:
    """Adds to what is known of a model."""
    whole_or_not(_beside(folder, model), json.dumps({**about(folder, model), **known}, ensure_ascii=False, indent=1))


def _beside(folder: Path, model: str) -> Path:
    return folder / (model.removesuffix(ENDING) + ".about.json")


def _stack(promoted: list[Promotion]) -> list[str]:
    """What served in turn, without what was stepped back from; the serving model last."""
    stack: list[str] = []
    for one in promoted:
        if one.what == ROLLED_BACK and one.model in stack:
            while stack[-1] != one.model:
                stack.pop()
        elif not stack or stack[-1] != one.model:
            stack.append(one.model)
    return stack


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / "serving.lock"):
        yield


def _write(folder: Path, promoted: list[Promotion]) -> None:
    whole_or_not(folder / RECORD, json.dumps([vars(p) for p in promoted], ensure_ascii=False, indent=1))


def _time(now: Optional[datetime]) -> str:
    return (now or datetime.now(SHANGHAI)).isoformat(timespec="seconds")
