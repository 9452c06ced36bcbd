"""How long 2,000 missed messages take to be grouped, and how pure the groups are.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.missed_groups [MODEL.tar.gz]

Pure: of the messages in groups of more than one, the share that means what most of their group means. Messages: the odd rows of
tests/nlu (intents as labels; a group's matter is finer than an intent, never coarser) and the part `proof` of tests/missed/groups.yml,
none of which had a part in choosing the weights. With a model the bot's own reading of each takes part, as it does in a shop.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Optional, Sequence

import yaml

from bot.clock import SHANGHAI
from bot.missed.grouping import cluster, group, variants_of
from bot.missed.meanings import Meanings
from bot.missed.missed import ASKED_BACK, Missed
from bot.missed.scrubbing import scrub

ROOT = Path(__file__).resolve().parents[1]
Labelled = list[tuple[str, tuple[str, ...]]]


def asked() -> Labelled:
    """Questions the shop's intents are about; the odd rows."""
    rows = [row for file in sorted((ROOT / "tests" / "nlu").glob("*.yml")) for row in yaml.safe_load(file.read_text("utf8"))]
    return [(row["text"], tuple(row["intents"])) for row in rows[1::2]]


def off_topic() -> Labelled:
    """Questions nobody wrote an answer for; some are near enough to an intent to count as its questions, too."""
    written = yaml.safe_load((ROOT / "tests" / "missed" / "groups.yml").read_text("utf8"))
    return [(text, (name, *written["also"].get(name, ()))) for name, texts in written["proof"].items() for text in texts]


def purity(labels: Sequence[tuple[str, ...]], numbers: Sequence[int]) -> dict[str, float]:
    """Of messages in groups of more than one (`pure`), of all (`pure_with_single`), and the share of messages in such groups."""
    together = defaultdict(list)
    for label, number in zip(labels, numbers):
        together[number].append(label)
    most = {n: max(Counter(one for label in some for one in set(label)).values()) for n, some in together.items()}
    several = [n for n, some in together.items() if len(some) > 1]
    inside = sum(len(together[n]) for n in several)
    return {"messages": len(labels), "groups": len(several), "grouped": inside / len(labels),
            "pure": sum(most[n] for n in several) / max(1, inside), "pure_with_single": sum(most.values()) / len(labels)}


def readings(model: Optional[str], texts: Sequence[str]) -> dict[str, Any]:
    """What the bot makes of each: ((intent, confidence), would answer)."""
    if model is None:
        return {}
    from bot.learning.reader import Reader

    return {text: (read.ranking[0], read.answers) for text, read in zip(texts, Reader(Path(model), 5).read_all(texts))}


def many(count: int, texts: Sequence[str], read: dict[str, Any]) -> list[Missed]:
    """So many different messages, made of the known ones with words around them."""
    chance, first = random.Random(7), datetime(2026, 11, 1, tzinfo=SHANGHAI)
    fronts, ends = ["", "请问", "亲 ", "那", "我想问下", "你好 ", "老板"], ["", "啊", "呢", "谢谢", " 急", "麻烦了", " 在线等", "？"]
    made: dict[str, Missed] = {}
    while len(made) < count:
        text = chance.choice(texts)
        said = scrub(chance.choice(fronts) + (text if chance.random() < 0.5 else f"{text} {chance.choice(texts)}") + chance.choice(ends))
        intent, sure = read.get(text, ((None, 0.0), False))[0]
        at = first + timedelta(minutes=len(made))
        made.setdefault(said, Missed(said, f"web:{chance.randrange(count)}", len(made), at, ASKED_BACK, intent, sure))
    return list(made.values())


def main(model: Optional[str]) -> None:
    """Prints one line a measure."""
    sets = {"questions of the intents": asked(), "off-topic questions": off_topic()}
    everything = sorted({text for labelled in sets.values() for text, _ in labelled})
    read, meanings = readings(model, everything), Meanings()
    sets["both"] = [one for labelled in list(sets.values()) for one in labelled]
    if read:
        sets["of both, what the bot missed"] = [one for one in sets["both"] if not read[one[0]][1]]
    for name, labelled in sets.items():
        texts = [text for text, _ in labelled]
        for how, taken in (("with the bot's reading", True), ("without", False)):
            if taken and not read:
                continue
            numbers = cluster(texts, [read[text][0] if taken else None for text in texts], meanings.of)
            measured = purity([label for _, label in labelled], numbers)
            print(f"{name}, {how}: " + ", ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in measured.items()))
    messages, fresh = many(2000, everything, read), Meanings()
    fresh.of(["你好"])  # the weights are in the server's memory already
    began, cpu = time.monotonic(), time.process_time()
    groups = group(variants_of(messages), fresh.of)
    print(f"2,000 messages: {time.monotonic() - began:.1f} s, CPU {time.process_time() - cpu:.1f} s, {len(groups)} groups")
    began = time.monotonic()
    again = group(variants_of(reversed(messages)), fresh.of)
    same = [[v.text for v in one.variants] for one in again] == [[v.text for v in one.variants] for one in groups]
    print(f"again, embeddings known, the other way round: {time.monotonic() - began:.1f} s, {'the same groups' if same else 'OTHER GROUPS'}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
