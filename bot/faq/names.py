"""A name for a question: pinyin to be recognised by, and a few digits of its own so that no two questions ever share one.

It follows from the words alone: imported elsewhere, or again after it was deleted, a question has the name it had.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from typing import Callable

from bot.faq.texts import key

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as in bot/understanding/sounds.py: 45 MB we do not ask for
LONGEST = 40
NAME = re.compile(r"[a-z0-9_]{1,40}")
_DIGITS = 4
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")  # file names Windows keeps for itself


def name_for(question: str, taken: Callable[[str], bool]) -> str:
    """The question's name; with more digits than usual when another question has that one."""
    digest = hashlib.sha256(key(question).encode("utf8")).hexdigest()
    for digits in range(_DIGITS, len(digest)):
        name = f"{slug(question, LONGEST - 1 - digits)}_{digest[:digits]}".lstrip("_")[:LONGEST]
        if not taken(name):
            return name
    raise AssertionError("two questions with one digest")


def file_for(topic: str) -> str:
    """The file of a topic. Two topics that sound the same share one, which does no harm: every entry says its own."""
    stem = slug(topic, LONGEST) or "faq"
    return f"{stem}_.yml" if _RESERVED.fullmatch(stem) else f"{stem}.yml"


def slug(text: str, longest: int) -> str:
    """Small letters and digits with _ between syllables, cut between two of them."""
    from pypinyin import Style, lazy_pinyin  # 11 MB, which a process that only reads entries does without

    parts: list[str] = []
    for part in lazy_pinyin(key(text)[:LONGEST], style=Style.NORMAL, v_to_u=False):
        plain = "".join(c for c in unicodedata.normalize("NFKD", part).lower() if c.isascii() and c.isalnum())
        if plain and len("_".join([*parts, plain])) > longest:
            return "_".join(parts) or plain[:max(longest, 0)]
        parts += [plain] if plain else []
    return "_".join(parts)
