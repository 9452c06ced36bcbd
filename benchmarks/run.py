"""Compares this project's server with a stock Rasa pipeline, side by side, and writes docs/benchmarks.md.

    python benchmarks/run.py [--data FILE.tsv …] [--stock-model MODEL] [--stock-python PYTHON] [--rounds N] [--share S]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Optional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import accuracy, ours, report, stock_training  # noqa: E402
from benchmarks.rounds import one_round  # noqa: E402
from benchmarks.stock_project import ROOT, sentences  # noqa: E402
from benchmarks.stock_side import Stock  # noqa: E402
from bot.learning.models import serving_model  # noqa: E402

WORK = ROOT / "var" / "benchmark"
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
HELD_OUT = ROOT / "tests" / "nlu"


def main(given: Optional[list[str]] = None) -> None:
    """The command line."""
    chosen = _options().parse_args(given)
    python = None if chosen.without_stock else (chosen.stock_python or stock_training.environment(WORK / "stockenv")).absolute()
    stock_model, known = _stock_model(chosen, python)
    say("training ours from nothing")
    models, cost = ours.train(WORK / "training")
    data = sentences()
    results: dict[str, Any] = {
        "at": time.strftime("%Y-%m-%d %H:%M %Z"), "machine": report.machine(), "rounds": [],
        "training": {"ours": cost, "stock": known.get("training", {})},
        "data": {"ours": {"sentences": sum(map(len, data.values())), "data": stock_training.fingerprint(data)}, "stock": known},
        "installed_mb": {"ours": installed_mb(Path(sys.prefix))} | ({"stock": installed_mb(python.parent.parent)} if python else {}),
    }
    for number in range(1, chosen.rounds + 1):
        say(f"round {number} of {chosen.rounds}")
        results["rounds"].append(one_round(_sides(models, stock_model, python)))
    say("accuracy")
    compared = _compared(models, stock_model, known, results["training"])
    results["accuracy"] = accuracy.compare(chosen.data or [HELD_OUT], compared, python or Path(sys.executable))
    write(results, chosen.without_stock)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", action="append", type=Path, metavar="FILE", help="labelled messages (text, labels); may be given again")
    options.add_argument("--stock-model", type=Path, help="a trained stock model, stock.json beside it; else one is trained (hours)")
    options.add_argument("--stock-python", type=Path, help="an interpreter with requirements-stock.txt; else an environment is made")
    options.add_argument("--share", type=float, default=1.0, help="train stock on this part of the sentences; ours too, for accuracy")
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--without-stock", action="store_true", help="only ours, printed and not written to docs/")
    return options


def _stock_model(chosen: argparse.Namespace, python: Optional[Path]) -> tuple[Optional[Path], dict[str, Any]]:
    """The stock model and what is known of its training."""
    if python is None:
        return None, {}
    model = chosen.stock_model or WORK / "stock" / "stock.tar.gz"
    if not model.exists():
        say("training stock; this takes an hour or more")
        model = stock_training.train(model.parent, python, chosen.share)
    return model.resolve(), json.loads((model.parent / "stock.json").read_text("utf8"))


def _sides(models: Path, stock_model: Optional[Path], python: Optional[Path]) -> dict[str, Any]:
    """Both sides on fresh databases."""
    for name in ("ours", "stock"):
        shutil.rmtree(WORK / "run" / name, ignore_errors=True)
    mine = ours.Ours(WORK / "run" / "ours", models)
    if stock_model is None or python is None:
        return {"ours": mine}
    return {"ours": mine, "stock": Stock(WORK / "run" / "stock", stock_model, python, mine.database)}


def _compared(models: Path, stock_model: Optional[Path], known: dict[str, Any], training: dict[str, Any]) -> dict[str, Path]:
    """The models whose accuracy is compared: ours on the same share of the sentences as stock. Adds what that training cost."""
    if stock_model is None:
        return {"ours": serving_model(models)}
    if known["share"] < 1:
        say("training ours on the same share")
        some, training["ours_share"] = ours.train(WORK / "share", known["share"])
        return {"ours": some / "share.tar.gz", "stock": stock_model, "ours_whole": serving_model(models)}
    return {"ours": serving_model(models), "stock": stock_model}


def installed_mb(folder: Path) -> float:
    """What an environment takes on disk, MB (of 1,000,000 bytes)."""
    return sum(p.lstat().st_blocks * 512 for p in folder.rglob("*")) / 1e6


def write(results: dict[str, Any], only_ours: bool) -> None:
    """Prints the page; writes it, and the raw numbers, when both sides took part."""
    page = report.markdown(results)
    print(page)
    if not only_ours:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf8")
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, "utf8")


def say(words: str) -> None:
    """Progress, for whoever waits."""
    print(f"[{time.strftime('%H:%M:%S')}] {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
