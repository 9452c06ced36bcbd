"""Intent accuracy of both models on labelled messages that neither was trained on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Mapping

from benchmarks.ours import environment
from benchmarks.stock_project import ROOT
from benchmarks.stock_training import SILENT
from bot.learning.evaluation import Labelled, read_own, read_tsv

SCRIPT = Path(__file__).resolve().parent / "understand.py"


def labelled(file: Path) -> list[Labelled]:
    """The messages with a right intent of a TSV as `python -m bot evaluate` reads it, or of the project's own held-out folder."""
    return [row for row in (read_own(file) if file.is_dir() else read_tsv(file)) if row.scored]


def read(python: Path, model: Path, texts: list[str], *, ours: bool) -> tuple[list[str], float]:
    """The intent of each text, and CPU milliseconds a text, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "intents.json"
        env = environment(Path(folder), model.parent) if ours else {**os.environ, **SILENT}
        command = [str(python), str(SCRIPT), str(model), str(out)] + (["--ours"] if ours else [])
        subprocess.run(command, input=json.dumps(texts).encode(), cwd=ROOT if ours else folder, env=env, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = json.loads(out.read_text("utf8"))
    return found["intents"], found["ms"]


def compare(files: list[Path], models: Mapping[str, Path], stock_python: Path) -> list[dict[str, Any]]:
    """One entry a file: the rows that count, and how often each side's first intent was right."""
    found = []
    for file in files:
        rows = labelled(file)
        entry: dict[str, Any] = {"file": f"{file.parent.name}/{file.name}" if file.is_dir() else file.name, "rows": len(rows)}
        for side, model in models.items():
            python = stock_python if side == "stock" else Path(sys.executable)
            intents, spent = read(python, model, [row.text for row in rows], ours=side != "stock")
            right = sum(intent in row.labels for intent, row in zip(intents, rows))
            entry[side] = {"accuracy": right / len(rows), "parse_ms": spent}
        found.append(entry)
    return found
