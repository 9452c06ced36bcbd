"""Where the changes of `robustness` come from: the training data's characters, jieba's words, and the content in data/calibration."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, Sequence

from jieba.analyse.tfidf import TFIDF

from bot.learning.evaluation.robustness import Material, homophones_of
from bot.understanding.normalise import HAN
from bot.understanding.words import load_dictionary

_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile(r"^ +- (?!intent:)(.+)$", re.M)


def read_material(root: Path) -> Material:
    """From the project at `root`. Raises OSError for a missing file, ValueError for a filler without {}."""
    content, words = root / "data" / "calibration", load_dictionary()
    telling = TFIDF()
    telling.tokenizer = words  # not jieba's shared one: that would load its dictionary a second time

    def key_words(text: str, count: int) -> Sequence[str]:
        return [word for word in telling.extract_tags(text, topK=None) if _HAN.search(word)][:count]

    fillers = lines(content / "fillers.txt", "{}")
    english = dict(line.split("\t") for line in lines(content / "english.tsv", "\t"))
    return Material(homophones_of(training_sentences(root / "data" / "nlu")), lambda text: words.lcut(text, HMM=False), key_words, fillers,
                    english)


def training_sentences(nlu: Path) -> Iterator[str]:
    """Every line of examples, read as lines: YAML takes seconds for what a look at the hyphens tells."""
    for path in sorted(nlu.rglob("*.yml")):
        yield from _SENTENCE.findall(path.read_text("utf8"))


def lines(path: Path, *holding: str) -> list[str]:
    """The lines of a content file without comments. Raises ValueError naming the line that lacks what it must hold."""
    found = []
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not all(part in line for part in holding):
            raise ValueError(f"{path} 第 {number} 行：缺少 {'、'.join(part for part in holding if part not in line)!r}。")
        found.append(line)
    return found
