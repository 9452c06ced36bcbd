"""Which of several wordings fits a message: the first whose cue is in it."""

from __future__ import annotations

import re
from typing import Sequence


def choose(text: str, cues: Sequence[tuple[str, str]], otherwise: str) -> str:
    """`cues`: (regular expression, reply name), the most particular first."""
    return next((name for pattern, name in cues if re.search(pattern, text)), otherwise)
