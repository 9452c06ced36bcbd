"""A folded message as a row of pieces: numbers, units, cues, catalogue words. Families of entities read this, not the text.

spaCy finds the pieces: every character is one token (so a token's number is its place in the text, and the string store stays
small however many order numbers pass through), a Matcher finds codes, dates and sizes, a PhraseMatcher the words.
Where pieces overlap the longest wins, then the one whose kind comes first in PRIORITY.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.understanding.chinese_numbers import DIGITS, NUMERALS, to_number
from bot.understanding.entities.lexicon import UNIT

PRIORITY = (
    "PRODUCT", "CODE", "DATE", "SIZE", "COLOUR", "CATEGORY", "PLACE", "DAY", "PART", "CUE", "UNIT", "GOODS", "NOTHING", "NUMBER", "LATIN",
)
_RANK = {kind: rank for rank, kind in enumerate(PRIORITY)}
_DIGIT = {"TEXT": {"IN": list("0123456789")}}
_MONTH_OR_DAY = [{**_DIGIT, "OP": "{1,2}"}]
# Runs of digits, numerals and letters. Not for the Matcher: its + takes seconds for a thousand digits in a row.
_RUNS = re.compile(rf"(?P<NUMBER>[0-9]+(?:\.[0-9]+)?|[{NUMERALS}]+(?:点[{''.join(DIGITS)}]+)?)|(?P<LATIN>[a-z]+)")


def _one_of(characters: str) -> dict[str, Any]:
    return {"TEXT": {"IN": list(characters)}}


_HAN_MONTH_OR_DAY = [{**_one_of("一二三四五六七八九十"), "OP": "{1,3}"}]
# Token patterns by kind; each character is a token.
PATTERNS: Mapping[str, list[list[dict[str, Any]]]] = {
    # Pinduoduo's order numbers: the day, a dash, fifteen digits.
    "CODE": [[_DIGIT] * 6 + [{"TEXT": "-"}] + [_DIGIT] * 15],
    "DATE": [
        [_DIGIT] * 4 + [_one_of("-/.年")] + _MONTH_OR_DAY + [_one_of("-/.月")] + _MONTH_OR_DAY + [{**_one_of("日号"), "OP": "?"}],
        _MONTH_OR_DAY + [{"TEXT": "月"}] + _MONTH_OR_DAY + [{**_one_of("日号"), "OP": "?"}],
        _HAN_MONTH_OR_DAY + [{"TEXT": "月"}] + _HAN_MONTH_OR_DAY + [{**_one_of("日号"), "OP": "?"}],
    ],
    # Height over girth and build: 175/92a. And 75b.
    "SIZE": [
        [_DIGIT, _DIGIT, {**_DIGIT, "OP": "?"}, {"TEXT": "/"}, _DIGIT, _DIGIT, {**_DIGIT, "OP": "?"}, _one_of("abcy")],
        [_one_of("6789"), _one_of("05"), _one_of("abcdef")],
    ],
}

NEAR = 5  # characters on either side decide how a word is cut
_IN_EVERY_PATTERN = re.compile("[0-9月]")  # the Matcher takes a third of the time, and most messages have neither


@dataclass(frozen=True)
class Piece:
    """text[start:end] of a kind. `value`: a number's value, a word's meaning; None for letters."""

    kind: str
    start: int
    end: int
    text: str
    value: Any = None


Word = tuple[str, int, int]  # with where it starts and ends
Tokenize = Callable[[str], Iterable[Word]]


@dataclass
class Reading:
    """The message and its pieces in order. Families claim what they have used, so that nothing is read twice."""

    text: str
    pieces: list[Piece]
    sizes: frozenset[str] = frozenset()  # the catalogue's, folded
    tokenize: Optional[Tokenize] = None
    _taken: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._taken = bytearray(len(self.text))

    def claim(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def free(self, piece: Piece) -> bool:
        return self.unused(piece.start, piece.end)

    def unused(self, start: int, end: int) -> bool:
        """Whether nothing of text[start:end] has been claimed."""
        return not any(self._taken[start:end])

    def of(self, kind: str) -> list[Piece]:
        return [p for p in self.pieces if p.kind == kind and self.free(p)]

    def words_around(self, start: int, end: int) -> Iterator[Word]:
        """The words at text[start:end] and near it, for the few pieces where it matters: cutting takes as long as all the rest."""
        first = max(0, start - NEAR)
        words = self.tokenize(self.text[first:end + NEAR]) if self.tokenize else ()
        return ((word, first + a, first + b) for word, a, b in words)

    def before(self, position: int, length: int = 1) -> str:
        """Up to `length` characters in front of a position."""
        return self.text[max(0, position - length):position]

    def after(self, position: int, length: int = 1) -> str:
        return self.text[position:position + length]


class Reader:
    """Cuts folded text into pieces. `phrases`: kind → folded phrase → what it means; `sizes`: the catalogue's, folded."""

    def __init__(self, phrases: Mapping[str, Mapping[str, Any]], sizes: frozenset[str] = frozenset()) -> None:
        self._sizes = sizes
        self._nlp = spacy.blank("zh")
        self._nlp.tokenizer = Characters(self._nlp.vocab)
        self._meanings = phrases
        self._matcher = Matcher(self._nlp.vocab, validate=False)
        for kind, patterns in PATTERNS.items():
            self._matcher.add(kind, patterns, greedy="LONGEST")
        self._phrases = PhraseMatcher(self._nlp.vocab)
        for kind, words in phrases.items():
            self._phrases.add(kind, [self._nlp.make_doc(word) for word in words])
        self._names = {self._nlp.vocab.strings[kind]: kind for kind in (*PATTERNS, *phrases)}

    def read(self, text: str, tokenize: Optional[Tokenize] = None) -> Reading:
        """`text` must be folded (no lone surrogates). `tokenize` cuts it into words when a family asks for them."""
        if not text:
            return Reading(text, [])
        doc = self._nlp.make_doc(text)
        matches = self._matcher(doc) if _IN_EVERY_PATTERN.search(text) else ()
        found = [(start, end, self._names[key]) for key, start, end in (*matches, *self._phrases(doc))]
        whole = [(start, end, kind) for start, end, kind in found if not cut_off(text, start, end)]
        runs = [(*match.span(), str(match.lastgroup)) for match in _RUNS.finditer(text)]
        return Reading(text, self._pieces(text, longest(whole + runs)), self._sizes, tokenize)

    def _pieces(self, text: str, spans: Iterable[tuple[int, int, str]]) -> list[Piece]:
        pieces: list[Piece] = []
        for start, end, kind in spans:
            said = text[start:end]
            if kind == "LATIN":
                pieces.extend(split_latin(start, said, pieces[-1] if pieces else None))
            elif kind == "NUMBER":
                pieces.append(Piece(kind, start, end, said, to_number(said)))
            else:
                pieces.append(Piece(kind, start, end, said, self._meanings.get(kind, {}).get(said)))
        return pieces


class Characters:
    """A spaCy tokenizer: one character, spaces included, is one token."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self._vocab, words=list(text), spaces=[False] * len(text))


def cut_off(text: str, start: int, end: int) -> bool:
    """Whether the span is the middle of a longer number or Latin word: 60a in 160a is no size, 26-1-1 in 126-1-1 no date."""
    before, after = text[start - 1:start], text[end:end + 1]
    return _joined(before, text[start]) or _joined(text[end - 1], after)


def _joined(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and (left.isdigit() and right.isdigit() or left.isalpha() and right.isalpha())


def longest(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest of what overlaps, in reading order."""
    taken = bytearray(max((end for _, end, _ in found), default=0))
    kept = []
    for start, end, kind in sorted(found, key=lambda s: (s[0] - s[1], _RANK[s[2]], s[0])):
        if not taken[start] and not taken[end - 1]:
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, kind))
    return sorted(kept)


def split_latin(start: int, said: str, before: Optional[Piece]) -> list[Piece]:
    """Letters behind a number begin with its unit when they can: 65kg, 175cm, and 65kgxl without any space."""
    if before is not None and before.kind == "NUMBER":
        gap = start - before.end
        for unit in ("kgs", "cm", "kg", "mm", "m", "g"):
            if said.startswith(unit) and (gap == 0 or gap == 1 and len(unit) > 1):
                end = start + len(unit)
                rest = said[len(unit):]
                if not rest or len(unit) > 1 and rest.strip("x") in ("s", "m", "l"):
                    pieces = [Piece("UNIT", start, end, unit, UNIT[unit])]
                    return pieces + ([Piece("LATIN", end, start + len(said), rest)] if rest else [])
    return [Piece("LATIN", start, start + len(said), said)]
