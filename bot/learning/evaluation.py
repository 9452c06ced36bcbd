"""How well a model understands messages it was not trained on: right answers, and how often it would have answered wrongly."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Sequence

import yaml

from bot.understanding.calibration import expected_error


@dataclass(frozen=True)
class Labelled:
    """A message and the intents that are all right for it; `group` is the file or part it came from."""

    text: str
    labels: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class Judged:
    """A labelled message with what the model made of it; `answers` says whether the bot would answer by itself."""

    given: Labelled
    ranking: tuple[tuple[str, float], ...]
    answers: bool

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]

    @property
    def right(self) -> bool:
        return self.intent in self.given.labels


@dataclass
class Report:
    """Shares are of 1. `answered` is the share answered by the bot itself, `wrong` the share of wrong ones among those."""

    messages: int
    accuracy: float
    first_three: float
    answered: float
    wrong: float
    calibration_error: float
    by_group: dict[str, float]
    confusions: list[tuple[str, str, int]]
    mistakes: list[dict[str, Any]] = field(default_factory=list)


def read_tsv(path: Path) -> list[Labelled]:
    """Columns text and labels (a|b); rows whose clarity column says otherwise than clear are left out, as are labels "none".

    Raises ValueError naming what is missing."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or "text" not in rows[0] or "labels" not in rows[0]:
        raise ValueError(f"{path} 需要用制表符分隔的 text 和 labels 两列（第一行写列名）。")
    clear = [r for r in rows if (r.get("clarity") or "clear") == "clear" and r["text"] and r["labels"] not in (None, "", "none")]
    return [Labelled(r["text"], tuple(r["labels"].split("|")), r.get("part") or "") for r in clear]


def read_own(folder: Path) -> list[Labelled]:
    """The project's held-out sets: `<topic>.yml`, each a list of {text, intents}."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for row in yaml.safe_load(path.read_text("utf8")):
            found.append(Labelled(str(row["text"]), tuple(row["intents"]), path.stem))
    return found


def report(judged: Sequence[Judged]) -> Report:
    """Adds everything up. Raises ValueError for an empty set: nothing measured is not a result."""
    if not judged:
        raise ValueError("测试集里没有可用的句子。")
    answered = [j for j in judged if j.answers]
    return Report(
        messages=len(judged),
        accuracy=_share(j.right for j in judged),
        first_three=_share(any(name in j.given.labels for name, _ in j.ranking[:3]) for j in judged),
        answered=len(answered) / len(judged),
        wrong=_share(not j.right for j in answered),
        calibration_error=expected_error([j.confidence for j in judged], [j.right for j in judged]),
        by_group={g: _share(j.right for j in judged if j.given.group == g) for g in sorted({j.given.group for j in judged})},
        confusions=[(a, b, n) for (a, b), n in Counter((j.given.labels[0], j.intent) for j in judged if not j.right).most_common(20)],
        mistakes=[{"text": j.given.text, "labels": list(j.given.labels), "intent": j.intent, "confidence": round(j.confidence, 3),
                   "answered": j.answers} for j in judged if not j.right],
    )


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def in_words(found: Report, name: str) -> str:
    """The report for a terminal."""
    lines = [
        f"{name}：{found.messages} 句",
        f"  认对 {found.accuracy:.3f}（前三个里有 {found.first_three:.3f}），自己作答 {found.answered:.2f}，作答里答错 {found.wrong:.3f}，"
        f"把握的偏差 {found.calibration_error:.3f}",
    ]
    if len(found.by_group) > 1:
        lines.append("  分组：" + "  ".join(f"{g or '其他'} {share:.2f}" for g, share in found.by_group.items()))
    lines += [f"  {a} → {b}：{n}" for a, b, n in found.confusions[:10]]
    return "\n".join(lines)
