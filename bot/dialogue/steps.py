"""大一号, 小两码: another size by how far it is from one that is known."""

from __future__ import annotations

import re

_STEPS = re.compile(r"(?<![买拍发穿太])([大小])(一|两|二|半|1|2)个?[码号](?!了)")
_COUNT = {"一": 1, "1": 1, "半": 1, "两": 2, "二": 2, "2": 2}


def steps_asked(text: str) -> int:
    """How many sizes larger (or, below zero, smaller) the words want; 0 when they say nothing of the kind. 买大一码了 tells what went wrong."""
    found = _STEPS.search(text)
    return (1 if found.group(1) == "大" else -1) * _COUNT[found.group(2)] if found else 0
