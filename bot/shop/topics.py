"""Reads topics.yml: which questions belong together, for the desk's teams and the daily report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional

from .problems import Findings
from .yamlfile import read_yaml

FILE = "topics.yml"
OWN = "faq"  # what the shop added itself is named faq/… and needs no line


@dataclass(frozen=True)
class Topics:
    """`of_intent`: a question's topic; `titles`: what a topic is called."""

    of_intent: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, intent: Optional[str]) -> Optional[str]:
        """The topic of an intent; None for no intent or one that no topic has."""
        if intent and intent.startswith(f"{OWN}/"):
            return OWN
        return self.of_intent.get(intent or "")


def read_topics(folder: Path, findings: Findings) -> Topics:
    """The topics; what cannot be read is noted and left out."""
    document = read_yaml(folder / FILE, FILE, findings)
    of_intent: dict[str, str] = {}
    titles: dict[str, str] = {}
    for name, about in (document.data if document else {}).items():
        intents = about.get("intents") if isinstance(about, Mapping) else None
        if not isinstance(about, Mapping) or not isinstance(about.get("title"), str) or not isinstance(intents, tuple):
            findings.wrong(FILE, document.line(name), f"话题“{name}”下面要有 title: 名字 和 intents: [问题, …]")
            continue
        titles[name] = about["title"]
        for intent in map(str, intents):
            if intent in of_intent:
                findings.wrong(FILE, document.line(name, "intents"), f"问题“{intent}”已经属于“{of_intent[intent]}”，不能再属于“{name}”")
            of_intent.setdefault(intent, name)
    return Topics(MappingProxyType(of_intent), MappingProxyType(titles))
