"""Order numbers, tracking numbers, phone numbers: long digits told apart by their length, their head and what is said before them."""

from __future__ import annotations

import re
from typing import Iterator, Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

_PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_CARRIER = re.compile(r"(?:sf|yt|jt|jd[a-z]{0,2}|zto|sto|yd|dpk|dpl|ems|ky)\d{9,18}|[a-z]{2}\d{9}cn")
_LETTERED_PARCEL = re.compile(r"(?!qq|wx|vx|no|id|sku)[a-z]{2,4}\d{9,18}(?:[a-z]{2})?")
# 中通 73-78, 申通 77, 韵达 31 43 46, 圆通 88, 邮政 97-99, 极兔 has letters: 13 to 15 digits. Shops' order numbers are longer or shorter.
_PARCEL = re.compile(r"(?:7[3-8]|31|32|43|46|88|9[789])\d{11,13}")
_ORDER = re.compile(r"\d{12,20}")
_SAID_PARCEL = re.compile(r"(?:快递|物流|运单|包裹|邮政|中通|圆通|申通|韵达|顺丰|极兔|德邦|ems)[^\d]{0,8}$")
_SAID_ORDER = re.compile(r"订单[^\d]{0,8}$")
_LOOK_BACK = 16


def find(reading: Reading) -> list[Entity]:
    """order_number and tracking_number in upper case, phone as eleven digits."""
    found = [Entity("order_number", p.text, p.start, p.end) for p in reading.of("CODE")]
    for start, end in _runs(reading):
        entity = _classify(reading, start, end)
        if entity is not None:
            found.append(entity)
    return found


def _runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Spans of letters and digits without a gap, and phone numbers written in groups (138 1234 5678)."""
    pieces = [p for p in reading.pieces if p.text.isascii() and p.text.isalnum() and reading.free(p)]
    grouped: set[Piece] = set()
    for three in zip(pieces, pieces[1:], pieces[2:]):
        if [len(p.text) for p in three] == [3, 4, 4] and _PHONE.fullmatch("".join(p.text for p in three)):
            if all(reading.text[a.end:b.start] in (" ", "-") for a, b in zip(three, three[1:])):
                grouped.update(three)
                yield three[0].start, three[2].end
    runs: list[tuple[int, int]] = []
    for piece in pieces:
        if piece not in grouped:
            joined = runs and runs[-1][1] == piece.start
            runs.append((runs.pop()[0] if joined else piece.start, piece.end))
    yield from runs


def _classify(reading: Reading, start: int, end: int) -> Optional[Entity]:
    said = reading.text[start:end]
    digits = re.sub(r"[ -]", "", said)
    if len(digits) < 6:
        return None
    phone = _PHONE.fullmatch(digits)
    if phone:
        return Entity("phone", phone.group(1), start, end)
    before = reading.before(start, _LOOK_BACK)
    if _CARRIER.fullmatch(said) or len(said) >= 9 and said[-1].isdigit() and _SAID_PARCEL.search(before):
        return Entity("tracking_number", said.upper(), start, end)
    if _SAID_ORDER.search(before) and any(c.isdigit() for c in said):
        return Entity("order_number", said.upper(), start, end)
    if _LETTERED_PARCEL.fullmatch(said):
        return Entity("tracking_number", said.upper(), start, end)
    if _PARCEL.fullmatch(said):
        return Entity("tracking_number", said, start, end)
    return Entity("order_number", said, start, end) if _ORDER.fullmatch(said) else None
