"""Folding a message to one script, one character for one character, so that what is found can be pointed at in the original.

Traditional becomes simplified (OpenCC's character table), full width becomes half width, letters become lower case. Nothing is
dropped: that is the business of `normalise`. Both start from the one table here, applied with `str.translate`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Iterator, Optional, Sequence

# Characters of chat that OpenCC's table leaves alone because they also exist in simplified texts.
ALSO_TRADITIONAL = {"妳": "你", "祂": "他", "牠": "它", "著": "着", "喫": "吃", "衹": "只"}
# What shoppers type for a decimal point, a dash or a slash between two numbers.
PUNCTUATION = {"﹣": "-", "－": "-", "–": "-", "—": "-", "−": "-", "～": "~", "〜": "~", "／": "/", "∕": "/"}
SQUARE = re.compile("[\u3300-\u33ff]")  # ㎏, ㎝: one character for a unit of two letters


@lru_cache(maxsize=1)
def table() -> dict[int, str]:
    """Code point → the one character it becomes. Built once, about 20 ms."""
    mapping = dict(_full_width())
    mapping.update((ord(a), b) for a, b in _opencc_characters())
    mapping.update((ord(a), b) for a, b in {**ALSO_TRADITIONAL, **PUNCTUATION}.items())
    mapping.update((code, chr(code).lower()) for code in range(ord("A"), ord("Z") + 1))
    # Control characters separate words; a lone surrogate cannot be encoded, so nothing after us may see one.
    mapping.update((code, " ") for code in range(32))
    mapping.update((code, "\ufffd") for code in range(0xD800, 0xE000))
    return mapping


def _full_width() -> Iterator[tuple[int, str]]:
    for code in (0x3000, *range(0xFF01, 0xFFE7)):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1:
            yield code, folded


def _opencc_characters() -> Iterator[tuple[str, str]]:
    """Pairs (traditional, simplified); read from the installed package's data without importing its code."""
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package opencc-python-reimplemented is not installed; install requirements.lock again.")
    path = Path(spec.origin).parent / "dictionary" / "TSCharacters.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if simplified:
            yield sys.intern(traditional), simplified.split(" ")[0]


@dataclass(frozen=True)
class Folded:
    """A folded message. `origins[i]` is where character i came from; None when every character stayed in its place."""

    text: str
    origins: Optional[Sequence[int]] = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original message that text[start:end] came from."""
        if self.origins is None or end <= start:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """One script, half width, lower case; at most a few characters (㎏, ㎝) become two."""
    folded = text.translate(table())
    return _fold_squares(folded) if SQUARE.search(folded) else Folded(folded)


def _fold_squares(text: str) -> Folded:
    letters, origins = [], []
    for index, character in enumerate(text):
        parts = unicodedata.normalize("NFKC", character).lower() if SQUARE.match(character) else character
        letters.append(parts)
        origins.extend([index] * len(parts))
    return Folded("".join(letters), origins)
