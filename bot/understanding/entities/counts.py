"""How many of something."""

from __future__ import annotations

import re
from typing import Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

_COUNTED = re.compile(r"\s?(?:[件条双套顶只份箱盒](?![装套])|包(?![邮裹]))")
_TIMES = re.compile(r"(?<![a-z0-9])[x*×]$")
_PIECE = re.compile(r"个(?!月|星期|小时|礼拜|码|问题|颜色|色|子|头|儿(?![子童媳])|尺码|人|字|电话|工作|半|多|晚上|地址|订单|快递|客服|意思|样|季|面|角|孩|宝|朋友|男|女|号|款|牌)")
_TAKEN = re.compile(r"(?:买|拍|要|订|来|下|发|少|缺|收到|拿|寄|退|换)了?$")
MOST = 999


def find(reading: Reading) -> list[Entity]:
    """quantity: 买2件, 三双, x2; not 第二件, 三个月, 两个问题."""
    return [e for e in (_quantity(reading, p) for p in reading.of("NUMBER")) if e is not None]


def _quantity(reading: Reading, piece: Piece) -> Optional[Entity]:
    value = piece.value
    if value is None or value != int(value) or not 1 <= value <= MOST or reading.before(piece.start) == "第":
        return None
    word = _COUNTED.match(reading.text, piece.end) or _things(reading, piece)
    if word:
        return Entity("quantity", int(value), piece.start, word.end())
    if piece.text.isdigit() and _TIMES.search(reading.before(piece.start, 2)):
        return Entity("quantity", int(value), piece.start, piece.end)
    return None


def _things(reading: Reading, piece: Piece) -> Optional[re.Match[str]]:
    if piece.value >= 2 or _TAKEN.search(reading.before(piece.start, 3)):
        return _PIECE.match(reading.text, piece.end)
    return None
