"""How characters sound."""

from __future__ import annotations

import os
from functools import lru_cache

# Single characters are all we ask for; its phrases would take 45 MB of every server.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style  # noqa: E402
from pypinyin.pinyin_dict import pinyin_dict  # noqa: E402
from pypinyin.style import convert  # noqa: E402


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """A character's commonest pinyin without tone; anything else stays itself."""
    readings = pinyin_dict.get(ord(character))
    return convert(readings.split(",")[0], Style.NORMAL, strict=False) if readings else character
