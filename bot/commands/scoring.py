"""`python -m bot parse` and `evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.settings import ROOT


def parse(given: argparse.Namespace) -> int:
    """Reads lines from standard input and writes one JSON object a line, as soon as each is read."""
    reader = _reader()
    for line in sys.stdin.buffer:
        text = line.decode("utf8", "replace").rstrip("\r\n")
        print(json.dumps(reader.read(text), ensure_ascii=False), flush=True)
    return 0


def evaluate(given: argparse.Namespace) -> int:
    """Scores the serving model on a TSV, or on the project's own held-out sets."""
    from bot.learning import evaluation

    try:
        labelled = evaluation.read_tsv(Path(given.data)) if given.data else evaluation.read_own(ROOT / "tests" / "nlu")
        reader = _reader()
        judged = []
        for one in labelled:
            read = reader.read(one.text)
            ranking = tuple((r["intent"], r["confidence"]) for r in read["ranking"])
            judged.append(evaluation.Judged(one, ranking, read["answer"]))
        found = evaluation.report(judged)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    name = Path(given.data).name if given.data else "项目自己的测试句"
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1) if given.json else evaluation.in_words(found, name))
    return 0


def _reader() -> "Reader":  # noqa: F821
    from bot.learning.models import serving_model
    from bot.quiet import quiet_rasa
    from bot.learning.reader import Reader
    from bot.settings import Settings
    from bot.wiring import world

    quiet_rasa()
    allowed = world().shop.content.settings.wrong_answers_per_hundred
    return Reader(serving_model(Settings.from_environment().models), allowed)
