"""What of a cell's text is kept, when two questions are the same one, and which phrasings are held out for tests."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from bot.understanding.normalise import normalise

_NEW_LINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad")  # nobody sees them
_KEPT_OUT = frozenset(("Cc", "Cs", "Cn"))
_BULLET = re.compile(r"^[-–—•·*#\s]+")
_APART = re.compile(r"[\n；;|｜]|(?<=[？?])(?=[^\s？?！!）)」”\"])")
_EVERY = 5  # one phrasing in so many is held out


def answer_text(text: str) -> str:
    """An answer as the shopper will read it: lines kept, nothing that cannot be written or seen. Braces and Markdown are text."""
    lines = (line.rstrip() for line in _clean(text).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def phrasing(text: str) -> str:
    """A question in one line. Square brackets become wide ones: Rasa reads [word](name) in a sentence as an entity."""
    line = " ".join(_clean(text).split()).replace("[", "［").replace("]", "］")
    return _BULLET.sub("", line)


def phrasings(text: str) -> tuple[str, ...]:
    """The questions of a cell: one a line, or with ；or | between them, or one behind the question mark of another."""
    found = (phrasing(part) for part in _APART.split(_clean(text)))
    return tuple(dict.fromkeys(part for part in found if part))


def shown(text: str) -> str:
    """A sentence for the shopkeeper in one line, whatever is quoted in it."""
    return "".join(c if c.isprintable() else " " for c in text)


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Equal for questions that are the same to the bot: without politeness, marks and decoration."""
    return "".join(c for c in normalise(text) if c.isalnum()) or unicodedata.normalize("NFKC", text).strip().lower()


def held_out(text: str) -> bool:
    """Whether a phrasing is for tests and never for training: one in five, decided by its words alone."""
    return int(hashlib.sha256(key(text).encode("utf8")).hexdigest()[:8], 16) % _EVERY == 0


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _NEW_LINE.sub("\n", text))
    if text.isprintable():
        return text
    return "".join(c for c in text.replace("\t", " ") if c == "\n" or c not in _DIRECTIONS and unicodedata.category(c) not in _KEPT_OUT)
