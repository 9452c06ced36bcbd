"""What things are called: the topic of each intent, and the words a shopkeeper knows it by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import yaml

_INTENT = re.compile(r"^\s*- intent: *(\S+)", re.M)
WORDS = Path(__file__).parent / "words.yml"


@dataclass(frozen=True)
class Names:
    """`topic_of`: intent → topic. The rest are Chinese titles; what has none is shown by its own name."""

    topic_of: Mapping[str, str] = field(default_factory=dict)
    intents: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=lambda: yaml.safe_load(WORDS.read_text("utf8")))

    def intent(self, name: str) -> str:
        return str(self.intents.get(name) or self.words["intents"].get(name) or name)

    def topic(self, name: str) -> str:
        return str(self.words["topics"].get(name) or name)

    def set(self, name: str) -> str:
        return str(self.words["sets"].get(name) or name)


def read_names(nlu: Path, titles: Path) -> Names:
    """From the training data's folder, where a file or folder is a topic, and the shop's button titles (intent: title)."""
    topic_of = {intent: topic for path in sorted(nlu.rglob("*.yml")) for topic in [_topic(path, nlu)]
                for intent in _INTENT.findall(path.read_text("utf8"))}  # fmt: skip
    return Names(topic_of, (yaml.safe_load(titles.read_text("utf8")) or {}) if titles.exists() else {})


def _topic(path: Path, nlu: Path) -> str:
    """data/nlu/size.yml, data/nlu/size_2.yml and data/nlu/size/….yml are all about size."""
    first = path.relative_to(nlu).parts[0].removesuffix(".yml")
    return re.split(r"[^a-z]", first)[0] or first
