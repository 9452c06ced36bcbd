"""From a spreadsheet of 20 new questions to the first right answer by a serving shop, beside one training of stock Rasa.

    python -m benchmarks.learning [--stock-python PYTHON --share 0.1]

Ours is the whole way: the rows are taken, a candidate is trained, evaluated against the serving model and promoted, the serving
shop takes it over under its feet, and a question of the new rows gets its answer over the bridge. It learns from all the sentences.
Stock is only `rasa train` (DIET, TED) with the same new questions, and on a part of the sentences where all would take hours.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.stock_project import NLU, sentences, shared, write_project
from benchmarks.stock_training import TRAINING, timed
from bot.clock import SHANGHAI
from bot.faq import Book, Entry, plan_import, take
from bot.learning import models
from bot.learning.rounds import PROMOTED, Rounds
from bot.settings import Settings
from tests.running import OPEN, RunningShop

ROWS = Path(__file__).resolve().parent / "new_questions.csv"
GOAL_SECONDS, GOAL_RATIO = 60, 15


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--stock-python", type=Path, help="an interpreter with requirements-stock.txt installed; without it only ours is measured")
    options.add_argument("--share", type=float, default=0.1, help="stock learns from this part of every intent's sentences")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, entries = learn(Path(folder))
        print(f"ours, all sentences: {ours['wall']:.1f} s from confirming to the right answer (goal {GOAL_SECONDS}), {ours['cpu']:.1f} s CPU of the round")
        print("  " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in ours["steps"].items()))
        if chosen.stock_python:
            stock, count = retrain_stock(Path(folder), chosen.stock_python.absolute(), entries, chosen.share)
            print(f"stock, {count} sentences: {stock['wall_seconds']:.1f} s, {stock['cpu_seconds']:.1f} s CPU of training alone")
            print(f"stock / ours: wall {stock['wall_seconds'] / ours['wall']:.1f} (goal {GOAL_RATIO}), CPU {stock['cpu_seconds'] / ours['cpu']:.1f}")


def learn(folder: Path) -> tuple[dict[str, Any], list[Entry]]:
    """Seconds of the whole way, and of its steps; the entries that were learnt. Raises RuntimeError when the round promotes nothing."""
    shop = _shop(folder).start()
    try:
        book = Book(Path(shop.environment["SHOP_DIR"]) / "faq")
        plan = plan_import(ROWS.read_bytes(), ROWS.name, book)
        entries = [row.after for row in plan.rows if row.takeable]
        began, before = time.monotonic(), _children()
        take(plan, book, "benchmark", datetime.now(SHANGHAI), [row.line for row in plan.rows if row.takeable])
        rounds = Rounds(shop.var / "learning", {name: shop.environment[name] for name in ("MODELS_DIR", "SHOP_DIR", "SHOP_NOW")})
        id = rounds.start("benchmark", "20 rows", promote=True).id
        while not _answered(shop, entries[0]):
            round = rounds.one(id)
            if not round.running and round.state != PROMOTED:
                raise RuntimeError(f"the round was {round.state}: {round.problem or (round.report or {}).get('reasons')}")
            time.sleep(0.5)
        wall = time.monotonic() - began
        while rounds.one(id).running:
            time.sleep(0.2)
        time.sleep(1)  # its process ends, and is counted
        return {"wall": wall, "cpu": _children() - before, "steps": dict(rounds.one(id).seconds)}, entries
    finally:
        shop.stop()


def _children() -> float:
    """CPU seconds of processes that were started from here and have ended; the shop's still run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shop(folder: Path) -> RunningShop:
    """A serving shop with models and content of its own, and what the last training left behind."""
    settings = Settings.from_environment()
    (folder / "models").mkdir()
    serving = models.serving_model(settings.models).name
    for file in settings.models.glob(serving.removesuffix(".tar.gz") + ".*"):
        shutil.copy2(file, folder / "models")
    models.promote(folder / "models", serving, by="benchmark", now=datetime.now(SHANGHAI))
    shutil.copytree(settings.shop_dir, folder / "shop")
    (folder / "var").mkdir()
    if (settings.var / "last_training").exists():
        shutil.copytree(settings.var / "last_training", folder / "var" / "last_training")
    return RunningShop(folder / "var", folder / "models", SHOP_DIR=str(folder / "shop"), SHOP_NOW=OPEN)


def _answered(shop: RunningShop, entry: Entry) -> bool:
    """A new shopper each time: nobody's earlier miss takes part."""
    answer = shop.say(f"buyer-{time.monotonic()}", entry.question)
    return any(entry.answer in reply["text"] for reply in answer["replies"])


def retrain_stock(folder: Path, python: Path, entries: list[Entry], share: float) -> tuple[dict[str, float], int]:
    """What `rasa train` costs with the new questions as intents of their own."""
    data = shared(sentences(NLU), share)
    data.update({f"faq_{entry.name}": list(entry.trained) for entry in entries})
    write_project(folder / "stock", data)
    return timed([str(python), "-m", "rasa", "train", "--out", str(folder)], folder / "stock", TRAINING, folder / "stock.log"), sum(map(len, data.values()))


if __name__ == "__main__":
    main()
