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
from benchmarks.stock_side import SERVING
from bot.learning.evaluation import read_own, read_tsv

SCRIPT = Path(__file__).resolve().parent / "understand.py"
Row = tuple[str, frozenset[str]]


def labelled(file: Path) -> list[Row]:
    """Texts and their right intents: a TSV (read as `python -m bot evaluate` reads it) or the folder of our own held-out sets."""
    found = read_own(file) if file.is_dir() else read_tsv(file)
    return [(one.text, frozenset(one.labels)) for one in found]


def read(python: Path, model: Path, texts: list[str], *, ours: bool) -> tuple[list[str], float]:
    """The intent of each text, and CPU milliseconds a text, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "intents.json"
        env = environment(Path(folder), model.parent) if ours else {**os.environ, **SERVING}
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
        entry: dict[str, Any] = {"file": file.name, "rows": len(rows)}
        for name, model in models.items():
            python = stock_python if name == "stock" else Path(sys.executable)
            intents, spent = read(python, model, [text for text, _ in rows], ours=name != "stock")
            right = sum(intent in labels for intent, (_, labels) in zip(intents, rows))
            entry[name] = {"accuracy": right / len(rows), "parse_ms": spent}
        found.append(entry)
    return found
