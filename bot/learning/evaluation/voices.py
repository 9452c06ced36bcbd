"""Leave one voice out: a model that never read this writer, measured on what this writer wrote.

A sentence that is understood only because its writer's habits stood under the same label in training shows here, and nowhere else.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterable, Iterator, NamedTuple, Optional, Sequence

import numpy as np

from bot.learning.evaluation.messages import Labelled
from bot.learning.evaluation.robustness import SEED
from bot.understanding.intent_model import Encode, IntentModel
from bot.understanding.normalise import normalise

AT_MOST = 600  # sentences of a voice that are measured
UNNAMED = "没写口吻"
_VOICE = re.compile(r"^\s*# 口吻[：:]\s*(.+?)\s*$")
_INTENT = re.compile(r"^\s*- intent: *(\S+)")
_SENTENCE = re.compile(r"^\s+- (.+)$")


class Spoken(NamedTuple):
    """A training sentence and who wrote it."""

    text: str
    intent: str
    voice: str


@dataclass(frozen=True)
class Voice:
    """One voice left out: how many of its sentences were asked, the share understood, and of its confusions the commonest."""

    name: str
    sentences: int
    asked: int
    accuracy: float
    first_three: float
    confusions: list[tuple[str, str, int]] = field(default_factory=list)


def spoken(nlu: Path) -> Iterator[Spoken]:
    """Every training sentence with its voice: the comment `# 口吻：…` over its block of examples."""
    for path in sorted(nlu.rglob("*.yml")):
        voice, intent, coming = UNNAMED, None, UNNAMED
        for line in path.read_text("utf8").splitlines():
            if named := _VOICE.match(line):
                coming = named.group(1)
            elif begins := _INTENT.match(line):
                voice, intent, coming = coming, begins.group(1), UNNAMED
            elif intent and (said := _SENTENCE.match(line)):
                yield Spoken(said.group(1).strip(), intent, voice)


def leave_one_out(sentences: Sequence[Spoken], cut: Callable[[str], list[str]], encode: Optional[Encode], natural: Sequence[Labelled],
                  say: Callable[[str], None] = lambda _: None) -> list[Voice]:
    """Trains as many models as there are voices; `say` hears of each. What another voice said in the same words is not asked.

    Raises ValueError with fewer than two voices."""
    voices = Counter(one.voice for one in sentences)
    if len(voices) < 2:
        raise ValueError("训练数据里不到两种口吻（每段上面的“# 口吻：…”），没法轮流去掉一种来测。")
    levelled = [one._replace(text=normalise(one.text)) for one in sentences]
    calm = [(normalise(one.text), one.labels) for one in natural if one.scored]
    found = []
    for number, name in enumerate(sorted(voices), 1):
        say(f"{number}/{len(voices)} 不看“{name}”训练一个模型，再拿它的话来问")
        found.append(_without(name, voices[name], levelled, cut, encode, calm))
        say(f"    {found[-1].asked} 句，认对 {found[-1].accuracy:.3f}")
    return found


def _without(name: str, said: int, levelled: Sequence[Spoken], cut: Callable[[str], list[str]], encode: Optional[Encode],
             natural: Sequence[tuple[str, Sequence[str]]]) -> Voice:
    known = list({one.text: one for one in levelled if one.voice != name}.values())
    texts = {one.text for one in known}
    asked = _sample([one for one in levelled if one.voice == name and one.text and one.text not in texts])
    model = IntentModel.train([one.text for one in known], [one.intent for one in known], cut, encode, natural)
    unseen = [one.text for one in asked]
    best = np.argsort(-model.scores(unseen, encode(unseen) if encode else None), axis=1)
    named = [[model.labels[i] for i in row[:3]] for row in best]
    wrong = Counter((one.intent, names[0]) for one, names in zip(asked, named) if names[0] != one.intent)
    count = max(len(asked), 1)
    among = sum(one.intent in names for one, names in zip(asked, named))
    return Voice(name, said, len(asked), 1 - sum(wrong.values()) / count, among / count,
                 [(a, b, n) for (a, b), n in wrong.most_common(5)])


def _sample(sentences: Iterable[Spoken]) -> list[Spoken]:
    one_each = list({one.text: one for one in sentences}.values())
    return random.Random(SEED).sample(one_each, min(AT_MOST, len(one_each)))
