"""How well a shop's own questions are understood that come with two or three phrasings each, and what they cost the intents.

    python -m benchmarks.few_phrasings [--swapped] [--entries N] [--dev FILE.tsv …]

Trains the intents (or takes the last training's over) and learns matching from data/calibration/other_shops, as `bot train` does, then reads
questions that took part in neither: tests/nlu/own_questions. `--swapped` learns from those and reads the other shops' instead."""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import numpy as np
import yaml

from bot import no_tensorflow

no_tensorflow.install()

from bot.learning.data_check import read_sentences  # noqa: E402
from bot.settings import ROOT  # noqa: E402
from bot.understanding.calibration import least_confidence  # noqa: E402
from bot.understanding.classifier import ShopIntentClassifier  # noqa: E402
from bot.understanding.few.entries import Entries  # noqa: E402
from bot.understanding.few.other_shops import ASKED, OtherShop, joined, read  # noqa: E402
from bot.understanding.intent_model import IntentModel  # noqa: E402
from bot.understanding.normalise import normalise  # noqa: E402

OTHERS, BLIND = ROOT / "data" / "calibration" / "other_shops", ROOT / "tests" / "nlu" / "own_questions"
SILENT = ("out_of_scope", "no_answer")
CALLED = {"again": "a colleague's", "typed": "typed plainly", "near": "shoppers, near", "between": "shoppers, between", "far": "shoppers, far"}
Asked = list[tuple[str, Sequence[str]]]


class Bench:
    """The intents of data/nlu, and entries beside them."""

    def __init__(self, learnt_from: Path, budget: float) -> None:
        pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf8"))["pipeline"]
        given = next(part for part in pipeline if part["name"].endswith("ShopIntentClassifier"))
        config = {**ShopIntentClassifier.get_default_config(), **given, "other_shops": str(learnt_from)}
        self._component = ShopIntentClassifier(config, None, None)  # type: ignore[arg-type]
        files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
        self._sentences = [(normalise(s.text), s.intent) for file in files for s in read_sentences(file, file.name)]
        self._budget = budget

    def model(self, entries: Optional[Entries] = None) -> IntentModel:
        """Trained on the intents, beside these entries."""
        return self._component._trained(self._sentences, entries or Entries((), (), ()))

    def shares(self, model: IntentModel, asked: Asked) -> dict[str, float]:
        """Shares of all messages: right, right among the first three, answered, answered wrongly, and wrongly with an intent's answer."""
        confidences = model.confidences([normalise(text) for text, _ in asked])
        least = least_confidence(model.calibration.limits, self._budget)
        found: list[tuple[bool, ...]] = []
        for row, (_, labels) in zip(confidences, asked):
            names = [model.labels[at] for at in row.argsort()[::-1][:3]]
            known = [_reported(name) for name in names]
            answered = row.max() >= least and names[0] not in SILENT
            wrong = answered and known[0] not in labels
            found.append((known[0] in labels, bool(set(known) & set(labels)), answered, wrong, wrong and "/" not in names[0]))
        return dict(zip(("right", "first three", "answered", "wrong", "wrong by an intent"), np.mean(found, axis=0).tolist()))


def _reported(name: str) -> str:
    return "out_of_scope" if name == "no_answer" else name


def own(shop: OtherShop, count: Optional[int]) -> tuple[Entries, list[tuple[str, ...]]]:
    """A shop's entries as its own questions, evenly chosen where there are more than `count`, and how shoppers ask them."""
    all_, asked = shop.entries, shop.asked
    at = range(len(all_)) if count is None or count >= len(all_) else np.linspace(0, len(all_) - 1, count).astype(int)
    entries = Entries(tuple(f"faq/{all_.labels[i]}" for i in at), tuple(all_.phrasings[i] for i in at), tuple(all_.answers[i] for i in at))
    return entries, [asked[i] for i in at]


def trials(entries: Entries, asked: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, Entries, Asked]]:
    """(name, entries as trained, what is asked)."""
    each = list(zip(entries.labels, entries.phrasings, asked))
    for out in range(3):
        yield "left-out phrasing, one trained", entries.only([[(out + 1) % 3]] * len(entries)), [(said[out], [label]) for label, said, _ in each]
    for out in range(3):
        others = [i for i in range(3) if i != out]
        yield "left-out phrasing, two trained", entries.only([others] * len(entries)), [(said[out], [label]) for label, said, _ in each]
    for at, name in enumerate(ASKED):
        yield f"{CALLED[name]}, three trained", entries, [(put[at], [label]) for label, _, put in each]


def tsv(file: Path) -> Asked:
    """Rows of labelled messages, text and labels (a|b)."""
    with open(file, encoding="utf8", newline="") as rows:
        return [(row["text"], row["labels"].split("|")) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]


def held_out() -> Asked:
    """The intents' own held-out messages."""
    rows = (row for file in sorted((ROOT / "tests" / "nlu").glob("*.yml")) for row in yaml.safe_load(file.read_text("utf8")))
    return [(row["text"], row["intents"]) for row in rows if not row.get("together")]


def _print(name: str, shares: dict[str, float], more: str = "") -> None:
    print(f"{name:34s}" + "  ".join(f"{key} {share:.3f}" for key, share in shares.items()) + more, flush=True)


def main(arguments: Optional[Sequence[str]] = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swapped", action="store_true", help="learn from tests/nlu/own_questions and read data/calibration/other_shops")
    parser.add_argument("--entries", type=int, default=None, help="so many entries, evenly chosen; all by default")
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="more labelled messages of the intents (TSV: text, labels)")
    parser.add_argument("--budget", type=float, default=5.0, help="wrong answers in a hundred that the shop allows")
    given: Any = parser.parse_args(arguments)
    learnt, blind = (BLIND, OTHERS) if given.swapped else (OTHERS, BLIND)
    bench = Bench(learnt, given.budget)
    began = time.process_time()
    alone = bench.model()
    print(f"intents: {time.process_time() - began:.1f} s of CPU")
    entries, asked = own(joined(read(blind)), given.entries)
    print(f"{len(entries)} entries of {blind.relative_to(ROOT)}, matching learnt from {learnt.relative_to(ROOT)}")
    gathered: dict[str, list[dict[str, float]]] = {}
    for name, trained, questions in trials(entries, asked):
        gathered.setdefault(name, []).append(bench.shares(bench.model(trained), questions))
    for name, shares in gathered.items():
        _print(name, {key: float(np.mean([one[key] for one in shares])) for key in shares[0]})
    began = time.process_time()
    beside = bench.model(entries)
    print(f"the entries beside taken-over intents: {time.process_time() - began:.1f} s of CPU")
    for name, messages in [("own held-out", held_out()), *((file.name, tsv(file)) for file in given.dev)]:
        before, after = bench.shares(alone, messages), bench.shares(beside, messages)
        _print(f"intents, {name}", after, f"  before: right {before['right']:.3f} answered {before['answered']:.3f} wrong {before['wrong']:.3f}")


if __name__ == "__main__":
    main()
