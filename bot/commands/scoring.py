"""`python -m bot parse` and `evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Callable

from bot.settings import ROOT, Settings

SIGN_OF_LIFE = 2.0  # seconds


def parse(given: argparse.Namespace) -> int:
    """Reads lines from standard input and writes one JSON object a line, as soon as each is read."""
    reader = _reader()
    for line in sys.stdin.buffer:
        text = line.decode("utf8", "replace").rstrip("\r\n")
        print(json.dumps(reader.read(text), ensure_ascii=False), flush=True)
    return 0


def evaluate(given: argparse.Namespace) -> int:
    """Scores the serving model on files, or on the project's own held-out sets; writes report.html and report.json."""
    try:
        found = _evaluated(given)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    _write_down(found, given)
    return 0


def _evaluated(given: argparse.Namespace) -> "Evaluation":  # noqa: F821
    from bot.dialogue.matters import SMALL_TALK
    from bot.learning.evaluation import evaluation, names, same_answer, sets

    own, titles = ROOT / "tests" / "nlu", Settings.from_environment().shop_dir / "intents.yml"
    these = sets.given_sets([Path(file) for file in given.data]) if given.data else sets.own_sets(own)
    called = names.read_names(ROOT / "data" / "nlu", titles)
    asides = {*SMALL_TALK, *(intent for intent, topic in called.topic_of.items() if topic == "human")}
    reader = _reader()
    found = evaluation.evaluate(
        these, evaluation.judge_with(reader, reader.allowed, _counting()), model=reader.name, date=datetime.now().astimezone(),
        allowed=reader.allowed, names=called, same=same_answer.read_same_answer(ROOT / same_answer.FILE), root=ROOT, asides=asides)
    if not given.data:
        found.entities = _entities()
    if given.voices:
        found.voices = _voices()
    return found


def _entities() -> "EntityScores":  # noqa: F821
    """On the project's own labelled messages, which speak of the demo shop's goods on the day they were written."""
    from bot.learning.entity_scores import entity_scores, read_labelled
    from bot.shop import Shop
    from bot.understanding.catalogue import of_content
    from bot.understanding.entities import Extractor, province_of

    written = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
    vocabulary = of_content(Shop(ROOT / "data" / "shop", lambda: written).content)
    labelled = [one for file in ("entities.yml", "entities_second.yml") for one in read_labelled(ROOT / "tests" / "understanding" / file)]
    return entity_scores(labelled, Extractor(lambda: vocabulary).extract, written, province_of)


def _voices() -> list:
    """Minutes of training: one model a voice, with the pipeline's own settings."""
    from bot.learning.evaluation import tables, voices
    from bot.learning.training import progress
    from bot.understanding.catalogue import LIVE, source
    from bot.understanding.semantics import Remembered
    from bot.understanding.words import words_of

    encode = Remembered(Settings.from_environment().var / "last_training" / "embeddings.npz").encode
    natural = tables.read_tsv(ROOT / "data" / "calibration" / "natural.tsv")
    with redirect_stdout(sys.stderr), progress("轮流去掉一种口吻", every=20):
        return voices.leave_one_out(list(voices.spoken(ROOT / "data" / "nlu")), words_of(source(LIVE)).cut, encode, natural, _say)


def _write_down(found: "Evaluation", given: argparse.Namespace) -> None:  # noqa: F821
    from bot.learning.evaluation import report_html, report_json, terminal

    folder = Path(given.report) if given.report else Settings.from_environment().var / "reports" / found.model
    folder.mkdir(parents=True, exist_ok=True)
    written = report_json.as_json(found)
    (folder / "report.json").write_text(written, "utf8")
    (folder / "report.html").write_text(report_html.page(found), "utf8")
    if given.json:
        print(written)
    else:
        print(terminal.summary(found))
        print(f"报告：{folder / 'report.html'}（给程序看的在旁边的 report.json）")


def _counting() -> Callable[[int, int], None]:
    """Says on standard error now and then how far it is; standard output is the result's alone."""
    last = time.monotonic()

    def say(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SIGN_OF_LIFE:
            last = time.monotonic()
            _say(f"  问了 {done} / {of} 句……")

    return say


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _reader() -> "Reader":  # noqa: F821
    from bot.learning.models import serving_model
    from bot.quiet import quiet_rasa
    from bot.learning.reader import Reader
    from bot.wiring import world

    quiet_rasa()
    allowed = world().shop.content.settings.wrong_answers_per_hundred
    return Reader(serving_model(Settings.from_environment().models), allowed)
