"""Makes the stock environment and trains the stock bot, once; what the training cost is kept beside the model.

    python -m benchmarks.stock_training --into DIR [--python STOCK_PYTHON] [--share 0.25]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Mapping, Optional

from benchmarks.stock_project import ROOT, sentences, shared, write_project

REQUIREMENTS = Path(__file__).resolve().parent / "requirements-stock.txt"
#: Stock as it is installed, only without chatter.
SILENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore", "CUDA_VISIBLE_DEVICES": ""}
#: For training also few threads: more would wait for each other and count as CPU.
TRAINING = {**SILENT, "TF_INTRA_OP_PARALLELISM_THREADS": "2", "TF_INTER_OP_PARALLELISM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def environment(folder: Path) -> Path:
    """The interpreter of a stock Rasa environment at `folder`, made when missing (2.5 GB). Needs uv, or a python3.10."""
    python = folder / "bin" / "python"
    if python.exists():
        return python
    uv = shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "--python", "3.10", str(folder)], check=True)
        subprocess.run([uv, "pip", "install", "--python", str(python), "-r", str(REQUIREMENTS)], check=True)
    else:
        subprocess.run([shutil.which("python3.10") or sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-r", str(REQUIREMENTS)], check=True)
    return python


def timed(command: list[str], cwd: Path, env: Mapping[str, str], log: Path) -> dict[str, float]:
    """Runs a command to its end and says what it and its children cost: CPU seconds, peak MB. Raises when it fails."""
    began = time.monotonic()
    with open(log, "wb") as out:
        process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **env}, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}; its output is in {log}")
    return {
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1), "wall_seconds": round(time.monotonic() - began, 1),
        "peak_mb": round(used.ru_maxrss / 1024),
    }


def fingerprint(data: Mapping[str, list[str]]) -> str:
    """The same for the same sentences, whatever file they are in."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def train(into: Path, python: Path, share: float = 1.0) -> Path:
    """Trains on the project's data with nothing cached. `into` gets project/, stock.tar.gz, stock.json and train.log."""
    into.mkdir(parents=True, exist_ok=True)
    project = into / "project"
    shutil.rmtree(project, ignore_errors=True)
    data = shared(sentences(), share)
    write_project(project, data)
    command = [str(python), "-m", "rasa", "train", "--out", str(into), "--fixed-model-name", "stock"]
    cost = timed(command, project, TRAINING, into / "train.log")
    known = {"share": share, "sentences": sum(map(len, data.values())), "data": fingerprint(data), "training": cost}
    (into / "stock.json").write_text(json.dumps(known, indent=2), "utf8")
    return into / "stock.tar.gz"


def main(given: Optional[list[str]] = None) -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--into", type=Path, default=ROOT / "var" / "benchmark" / "stock")
    options.add_argument("--python", type=Path, help="an interpreter with requirements-stock.txt installed; else one is made")
    options.add_argument("--share", type=float, default=1.0, help="train on this part of every intent's sentences")
    chosen = options.parse_args(given)
    python = chosen.python or environment(ROOT / "var" / "benchmark" / "stockenv")
    print(train(chosen.into.resolve(), python.absolute(), chosen.share))


if __name__ == "__main__":
    main()
