"""Which of several wordings fits a message: the first whose cue is in it."""

from __future__ import annotations

import re
from typing import Sequence

from actions.carried import first_words
from actions.question import Question


def choose(text: str, cues: Sequence[tuple[str, str]], otherwise: str) -> str:
    """`cues`: (regular expression, reply name), the most particular first."""
    return next((name for pattern, name in cues if re.search(pattern, text)), otherwise)


def chosen(question: Question, cues: Sequence[tuple[str, str]], otherwise: str) -> str:
    """The same for the words that started a question. In a fragment its own words decide (那洗过呢 after 吊牌剪了呢), if they can."""
    own = choose(question.text, cues, "") if question.going_on else ""
    return own or choose(first_words(question), cues, otherwise)
