"""Money in yuan and how many of something."""

from __future__ import annotations

import re
from typing import Optional

from bot.understanding.chinese_numbers import decimals
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading

_SIGN = re.compile(r"[¥￥]\s?$")
_YUAN = re.compile(r"\s?(?:元|块钱|块|圆|rmb|人民币|(?=包邮))")
_TOGETHER = re.compile(r"块(?![钱0-9一二三四五六七八九])")  # 一块 is "together" more often than a yuan
_A_PIECE = re.compile(r"块[板布砖表皮肉地屏电香肥蛋饼糖]")
LEAST = 5  # a bare smaller number behind 减 or 补 counts something else
_TENTHS = re.compile(r"\s?(?:毛钱?|角钱)")
_CHANGE = re.compile(r"([0-9]{1,2}|[一二三四五六七八九半])(?![0-9件条双个])(?:毛|角)?")
# 满199减10, 优惠20, 便宜5: a bare number behind one of these is money.
_SAID_MONEY = re.compile(r"(?:满|减|立减|优惠|便宜|抹|降|返|券|花了?|卖|价格是?|到手价?|只要)\s?$")
_NOT_MONEY = re.compile(r"\s?(?:[件条双个套天年月号日折码斤克岁小分%张份句台把桶只单罐袋瓶倍次床盒箱包]|cm|kg|mm|天|斤)")
_COUNTED = re.compile(r"\s?(?:[件条双套顶只份箱盒](?![装套])|包(?![邮裹]))")
_TIMES = re.compile(r"(?<![a-z0-9])[x*×]$")
_PIECE = re.compile(r"个(?!月|星期|小时|礼拜|码|问题|颜色|色|尺码|人|字|电话|工作|半|多|晚上|地址|订单|快递|客服|意思|样|季|面|角|孩|宝|朋友|男|女|号|款|牌)")
_TAKEN = re.compile(r"(?:买|拍|要|订|来|下|发|少|缺|收到|拿|寄|退|换)了?$")
MOST = 999


def find_money(reading: Reading) -> list[Entity]:
    """money in yuan: 199元, ¥199, 三块五, 5毛, 满199减10."""
    return [e for e in (_money(reading, p) for p in reading.of("NUMBER")) if e is not None]


def _money(reading: Reading, piece: Piece) -> Optional[Entity]:
    if piece.value is None:
        return None
    sign = _SIGN.search(reading.before(piece.start, 2))
    unit = _YUAN.match(reading.text, piece.end)
    if unit and not (piece.text == "一" and _TOGETHER.match(reading.text, piece.end) or _A_PIECE.match(reading.text, piece.end)):
        change = _CHANGE.match(reading.text, unit.end()) if unit.group().strip() == "块" else None
        value = piece.value + (decimals(change.group(1)) or 0 if change else 0)
        return Entity("money", round(value, 2), piece.start, change.end() if change else unit.end())
    tenths = _TENTHS.match(reading.text, piece.end)
    if tenths:
        return Entity("money", round(piece.value / 10, 2), piece.start, tenths.end())
    if sign or piece.value >= LEAST and _SAID_MONEY.search(reading.before(piece.start, 4)) and not _NOT_MONEY.match(reading.text, piece.end):
        return Entity("money", piece.value, piece.start, piece.end)
    return None


def find_quantities(reading: Reading) -> list[Entity]:
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
