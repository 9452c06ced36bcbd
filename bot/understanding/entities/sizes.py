"""Sizes: letters (XL, 2XL = XXL), numbers (38码, 41.5, 穿165的), height over girth (175/92A), 均码."""

from __future__ import annotations

import re
from typing import Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

ONE_SIZE = "均码"
_LETTERS = re.compile(r"(x*)([sml])")
_APOSTROPHES = set("'’&")
_FREE = re.compile(r"\s?(?:size|码)")
_NO_SIZE_BEFORE = set("0123456789赛级型钩店")
_SUFFIX = re.compile(r"\s?[码号]")
_WORN = re.compile(r"(?:穿的?是?|拍的?了?|买的?了?|要个?|选|换成?|尺码是?|码数是?|码|都是|一直是|平时|拿)[:： ]?$")
_MEASURED = re.compile(r"\s?(?:[件条双个套元块折斤减岁/天年月点份箱盒包台瓶袋张只把床桶罐]|厘米|公斤|千克|克|米|多|几|[-~到]\d|\d|[a-z])")
_ASKED = re.compile(r"(?:的|哪|呢|有|还有|没|断|能|可以|合适|会|和|或|跟|还是|行|大|小|偏|怎么|吧|吗)")
_ALSO = re.compile(r"(?:^|[那的和或跟是有没,，、 ])$")


def find(reading: Reading) -> list[Entity]:
    """size in upper case: S M L XL 2XL, 均码, `38`, `41.5`, `175/92A`."""
    found = [Entity("size", p.value or p.text.upper(), p.start, p.end) for p in reading.of("SIZE")]
    numbers = {p.end: p for p in reading.pieces if p.kind == "NUMBER"}
    found += [e for e in (_letter_size(reading, p, numbers.get(p.start)) for p in reading.of("LATIN")) if e is not None]
    return found + [e for e in (_number_size(reading, p) for p in reading.of("NUMBER")) if e is not None]


def letter_size(said: str, count: Optional[int] = None) -> Optional[str]:
    """The one spelling of a letter size: xl → XL, xxl → 2XL, ("xl", 3) → 3XL; None for other words."""
    match = _LETTERS.fullmatch(said)
    if match is None or len(said) > 6 or match.group(2) == "m" and match.group(1):
        return None
    crosses, letter = len(match.group(1)), match.group(2)
    if count is not None:
        if crosses != 1 or not 1 <= count <= 9:
            return None
        crosses = count
    if crosses < 2:
        return "X" * crosses + letter.upper()
    return f"{crosses}XL" if letter == "l" else "X" * crosses + "S"


def _letter_size(reading: Reading, piece: Piece, number: Optional[Piece]) -> Optional[Entity]:
    """`number`: the one that stands right in front of the letters, as in 2xl."""
    start, count = piece.start, None
    if reading.after(piece.end) in _NO_SIZE_BEFORE or reading.before(piece.start) in _APOSTROPHES:
        return None
    if number is not None and number.text in "123456789":
        start, count = number.start, int(number.text)
    elif number is not None and number.text.isascii():
        return None
    size = letter_size(piece.text, count) or _one_size(reading, piece)
    suffix = _SUFFIX.match(reading.text, piece.end)
    return Entity("size", size, start, suffix.end() if suffix else piece.end) if size else None


def _one_size(reading: Reading, piece: Piece) -> Optional[str]:
    return ONE_SIZE if piece.text == "freesize" or piece.text in ("free", "f") and _FREE.match(reading.text, piece.end) else None


def is_worn(reading: Reading, piece: Piece) -> bool:
    """Whether the number is introduced as a size: 穿38, 换成40, 尺码165."""
    return bool(_WORN.search(reading.before(piece.start, 5)))


def _number_size(reading: Reading, piece: Piece) -> Optional[Entity]:
    value = piece.value
    if value is None or value * 2 != int(value * 2):
        return None
    suffix = _SUFFIX.match(reading.text, piece.end)
    worn = is_worn(reading, piece)
    if suffix and is_number_size(value) and (suffix.group().strip() == "码" or value > 31 or worn):
        return _with_half(reading, piece, suffix.end())
    if suffix or _MEASURED.match(reading.text, piece.end) or reading.before(piece.start) in tuple("满减第¥￥"):
        return None
    if _shoe_half(reading, piece):
        return _with_half(reading, piece, piece.end)
    if worn and is_number_size(value) and (value <= 52 or piece.text.isascii()) or _asked_about(reading, piece):
        return Entity("size", f"{value:g}", piece.start, piece.end)
    return None


def is_number_size(value: float) -> bool:
    """Trousers and shoes 24–52 (halves too), clothes by height 59, 66, 73 and 80–200 in fives."""
    return 24 <= value <= 52 or value in (59, 66, 73) or 80 <= value <= 200 and value % 5 == 0


def _with_half(reading: Reading, piece: Piece, end: int) -> Entity:
    half = reading.after(end) == "半"
    return Entity("size", f"{piece.value + 0.5 * half:g}", piece.start, end + half)


def _shoe_half(reading: Reading, piece: Piece) -> bool:
    """41.5 and 38半."""
    half = piece.text.endswith(".5") or piece.text.isdigit() and re.match(r"半(?![天年个价])", reading.text[piece.end:])
    return 34 <= piece.value <= 48 and bool(half) and not _after_cue(reading, piece)


def _asked_about(reading: Reading, piece: Piece) -> bool:
    """那40呢, 38的还有吗: only for numbers that the shop's sizes are."""
    known = piece.text.isdigit() and reading.sizes and f"{piece.value:g}" in reading.sizes
    said = _ASKED.match(reading.text, piece.end) and _ALSO.search(reading.before(piece.start))
    return bool(known and said and not _after_cue(reading, piece))


def _after_cue(reading: Reading, piece: Piece) -> bool:
    return any(p.kind in ("CUE", "GOODS") and 0 <= piece.start - p.end <= 4 for p in reading.pieces)
