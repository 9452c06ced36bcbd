"""Sizes: letters (XL, 2XL = XXL = 两个加), words (大号), numbers (38码, 41.5, 穿165的, 37还是38), height over girth (175/92A), 均码."""

from __future__ import annotations

import re
from typing import Mapping, Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

ONE_SIZE = "均码"
# What tailors call the letters. 加大码 and 大码 are plus sizes in general, 小号 may be an account: both are left alone where it shows.
IN_WORDS = {"小号": "S", "中号": "M", "中码": "M", "大号": "L", "加大号": "XL"}
_NO_WORD_BEFORE = re.compile(r"(?:[多最更再特超太偏么用我你开换大小]|换个|个)$")
_NO_WORD_BEHIND = re.compile(r"[上登领里买下注被字体]|拍不|拍了|的?一[码号]|[一两]码")
_NO_MIDDLE_BEFORE = re.compile(r"[大小偏]$")  # 换大号 is a larger one, 换中号 the M
# 大号换中号, L想换大号: behind another size it is the one to change to.
_CHANGED_TO = re.compile(r"码?的?\s?(?:我?[想要能可]以?)?[换改][成为到]?个?")
_PLUSES = re.compile(r"个(?:加|x)(?=$|[的码号有没能够可吗呢会是还才合,，。?？!！ ])")
_LETTERS = re.compile(r"(x*)([sml])")
_APOSTROPHES = set("'’&")
_FREE = re.compile(r"\s?(?:size|码)")
_NO_SIZE_BEFORE = set("0123456789赛级型钩店")
_SUFFIX = re.compile(r"\s?(?:欧码|[码号])")
_WORN = re.compile(r"(?:穿的?是?|拍的?了?|买的?了?|要个?|选|换成?|尺码是?|码数是?|码|都是|一直是|平时|拿)[:： ]?$")
MEASURED = re.compile(r"\s?(?:[件条双个套元块折斤减岁/天年月点份箱盒包台瓶袋张只把床桶罐]|厘米|公斤|千克|克|米|多|几|[-~到]\d|\d|[a-z])")
_ASKED = re.compile(r"(?:的|哪|呢|有|还有|没|断|能|可以|合适|会|和|或|跟|还是|行|大|小|偏|怎么|吧|吗)")
_ALSO = re.compile(r"(?:^|[那的和或跟是有没,，、 ])$")
_OR = re.compile(r"\s?(?:还是|或者?|和|跟|与|、|/|or|vs|[换改]成?)\s?")
_EITHER = re.compile(r"\s?(?:还是|或者?|[换改]成?)\s?\d")
_OF_DAY = re.compile(r"\s?才?(?:发|到|寄|送|签|付|买|拍|下单|收)")  # 买的29号发的
_TO = re.compile(r"[-~到至/]")


def find(reading: Reading) -> list[Entity]:
    """size in upper case: S M L XL 2XL, 均码, `38`, `41.5`, `175/92A`."""
    found = [Entity("size", p.value or p.text.upper(), p.start, p.end) for p in reading.of("SIZE") if _is_meant(reading, p)]
    numbers = reading.of("NUMBER")
    letters = reading.of("LATIN")
    if letters:
        in_front = {p.end: p for p in numbers}
        found += [e for e in (_letter_size(reading, p, in_front.get(p.start)) for p in letters) if e is not None]
    return found + _number_sizes(reading, numbers) if numbers else found


def words(catalogue: Mapping[str, str]) -> dict[str, str]:
    """The words for letter sizes the shop has, as 大号 for L. `catalogue`: its sizes, folded → as written; its own words stay its own."""
    return {word: catalogue[letter.lower()] for word, letter in IN_WORDS.items() if letter.lower() in catalogue and word not in catalogue}


def _is_meant(reading: Reading, piece: Piece) -> bool:
    """换大号 is a larger one, 多大号 a question, 小号 somebody's second account; 大号有吗 is L."""
    if piece.text not in IN_WORDS or piece.value == piece.text:
        return True
    before = _NO_MIDDLE_BEFORE if piece.value == "M" else _NO_WORD_BEFORE
    if before.search(reading.before(piece.start, 2)) and not _is_changed_to(reading, piece):
        return False
    return not _NO_WORD_BEHIND.match(reading.text, piece.end)


def _is_changed_to(reading: Reading, piece: Piece) -> bool:
    """Whether the size stands behind another one and a verb of change."""
    others = (p for p in reading.pieces if p.end < piece.start and (p.kind == "SIZE" or p.kind == "LATIN" and letter_size(p.text)))
    return any(_CHANGED_TO.fullmatch(reading.text, p.end, piece.start) for p in others)


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
    """Whether the number is introduced as a size: 穿38, 换成40, 尺码165; not 28号买的29号发的."""
    if not _WORN.search(reading.before(piece.start, 5)):
        return False
    return not (reading.after(piece.end) == "号" and _OF_DAY.match(reading.text, piece.end + 1))


def _number_sizes(reading: Reading, numbers: list[Piece]) -> list[Entity]:
    """With the second of two behind the first: 37还是38, 穿42-43."""
    found: list[Entity] = []
    before: Optional[Piece] = None  # the size in front, when nothing was said behind it
    for piece in numbers:
        size = _number_size(reading, piece) or (_second(reading, before, piece) if before else None)
        if size is None and _may_be_first(reading, piece):
            before = piece
            continue
        if size and before and _second(reading, before, piece) and not any(e.start == before.start for e in found):
            found.append(Entity("size", f"{before.value:g}", before.start, before.end))
        found += [size] if size else []
        before = piece if size and size.end == piece.end else None
    return found


def _may_be_first(reading: Reading, piece: Piece) -> bool:
    """Whether the number is a size if the next one is: 穿42-43, and 40还是41 where the shop has them."""
    if not is_number_size(piece.value or 0) or _after_cue(reading, piece):
        return False
    known = piece.text in reading.sizes and _EITHER.match(reading.text, piece.end)
    return bool(known or is_worn(reading, piece) and _TO.match(reading.text, piece.end))


def _second(reading: Reading, first: Piece, piece: Piece) -> Optional[Entity]:
    """The other of two sizes of one kind."""
    value, small = piece.value, first.value <= 52
    if value is None or not is_number_size(value) or (value <= 52) != small or MEASURED.match(reading.text, piece.end):
        return None
    far = value - first.value
    joined = _OR.fullmatch(reading.text, first.end, piece.start) and far
    through = _TO.fullmatch(reading.text, first.end, piece.start) and 0 < far <= (1 if small else 10)
    return Entity("size", f"{value:g}", piece.start, piece.end) if joined or through else None


def _number_size(reading: Reading, piece: Piece) -> Optional[Entity]:
    value = piece.value
    if value is None or value * 2 != int(value * 2):
        return None
    pluses = _PLUSES.match(reading.text, piece.end)
    if pluses and 1 <= value <= 6:
        return Entity("size", letter_size("xl", int(value)), piece.start, pluses.end())
    suffix = _SUFFIX.match(reading.text, piece.end)
    worn = is_worn(reading, piece)
    if suffix and is_number_size(value) and (suffix.group().endswith("码") or value > 31 or worn):
        return _with_half(reading, piece, suffix.end())
    if suffix or MEASURED.match(reading.text, piece.end) or reading.before(piece.start) in tuple("满减第¥￥"):
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
