"""Numbers with their units, as said: 一米七五, 120多斤, 150-160斤, 二尺二, 63公斤, or a bare 175. Whose measure it is comes later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from bot.understanding.chinese_numbers import HALF, decimals, to_number
from bot.understanding.entities.reading import Piece, Reading

_VAGUE = re.compile(r"(多|几|好几|来|余|出头)(?![大小少久长])")
_RANGE = re.compile(r"\s?[-~到至]\s?")
# A bare number is no measure with one of these around it: 满199, 第2, 80后, 3件, 20:00, 500ml.
_BEFORE = re.compile(r"(?:[满减第¥￥$#a-kn-rt-z]|\d[:：]|优惠|便宜|立减|券|尾号|单号|编号|货号|型号|验证码)$")
_AFTER = re.compile(
    r"\s?(?:(?:还是|或者?)\s?\d|[件条双套元块折%％后岁月年日天号码度支楼室栋页分点顶只份包箱盒秒时版代档寸旦股针毛角款次遍季口层颗粒片张位名级减]|个(?!子|头|儿(?![子童媳]))|"
    r"[:：]\d|小时|星期|公里|毫升|(?!x{0,5}[sml]+(?![a-z]))[a-z])"
)
_LONG_GOODS = re.compile(r"[长宽厚深](?!\d)|[乘×*]|x\d|的?(?:大床|床|被|桌|布|地毯|沙发|窗帘|柜|线)")
# 我脚24.2cm长: behind a foot or a shoulder, 长 and 宽 are the person's.
_LONG_BODY = re.compile(r"(?:脚[丫板]?子?|足|肩膀?)[\s是有约量了大概差不多]{0,4}$")
# 胖了六斤 is no weight.
_CHANGED = re.compile(r"(?:[胖瘦长重减掉涨轻]了快?|再[瘦胖减])$")
# 一米六九十斤: what follows the metres is one or two digits and then the next number.
_TWO_NUMBERS = re.compile(r"([零一二三四五六七八九]{1,2}?)([一二两三四五六七八九][百十].*)")
MOST_SPREAD = 1.35


@dataclass
class Amount:
    """`value` in `unit` (None: a bare number). `name` is filled in when it is known what it measures."""

    start: int
    end: int
    value: float
    unit: Optional[str]
    name: Optional[str] = None
    vague: Optional[str] = None


def amounts(reading: Reading) -> list[Amount]:
    """All amounts that can be somebody's measure, in order; prices, counts and dates are left out."""
    pieces = [p for p in reading.pieces if reading.free(p)]
    found: list[Amount] = []
    index = 0
    while index < len(pieces):
        if pieces[index].kind == "NUMBER" and pieces[index].value is not None:
            amount, index = _amount(reading, pieces, index)
            if not (found and _is_range(reading, found[-1], amount)):
                found.append(amount)
            else:
                found[-1] = _middle(found[-1], amount)
        else:
            index += 1
    return [a for a in found if _can_measure(reading, a)]


def _amount(reading: Reading, pieces: list[Piece], index: int) -> tuple[Amount, int]:
    """The amount that begins at pieces[index], and the index of the next piece."""
    number = pieces[index]
    amount = Amount(number.start, number.end, number.value, None, vague=_vague(reading, number.end))
    index += 1
    at = number.end + len(amount.vague or "")
    if index < len(pieces) and pieces[index].kind == "UNIT" and reading.text[at:pieces[index].start] in ("", " "):
        amount.unit, amount.end = pieces[index].value, pieces[index].end
        index = _tail(reading, amount, pieces, index + 1)
        amount.vague = amount.vague or _vague(reading, amount.end)
    amount.value = _about(amount)
    return amount, index


def _vague(reading: Reading, at: int) -> Optional[str]:
    match = _VAGUE.match(reading.text, at)
    return match.group(1) if match else None


def _tail(reading: Reading, amount: Amount, pieces: list[Piece], index: int) -> int:
    """Takes in what follows the unit without a gap: the 七五 of 一米七五, the 二寸 of 二尺二寸, the 半 of 一斤半."""
    if index >= len(pieces) or pieces[index].kind != "NUMBER" or pieces[index].start != amount.end:
        return index
    if amount.unit in ("m", "chi"):
        _split_numeral(pieces, index)
    tail = pieces[index]
    if amount.unit not in ("m", "chi") and tail.text != HALF or amount.value != int(amount.value) or len(tail.text) > 3:
        return index
    fraction = decimals(tail.text)
    if fraction is None:
        return index
    amount.value, amount.end = amount.value + fraction, tail.end
    index += 1
    if index < len(pieces) and pieces[index].value in ("cm", "cun") and pieces[index].start == amount.end:
        amount.end, index = pieces[index].end, index + 1
    return index


def _split_numeral(pieces: list[Piece], index: int) -> None:
    piece = pieces[index]
    both = _TWO_NUMBERS.fullmatch(piece.text)
    if both:
        cut = piece.start + len(both.group(1))
        pieces[index:index + 1] = [
            Piece("NUMBER", start, end, text, to_number(text))
            for start, end, text in ((piece.start, cut, both.group(1)), (cut, piece.end, both.group(2)))
        ]


def _about(amount: Amount) -> float:
    """120多斤 is somewhere up to 130: the middle; 一米六几 likewise; 一百多斤 is 105, for 120 people say so. 出头 is hardly more than said."""
    if amount.vague in (None, "来", "出头"):
        return amount.value
    if amount.unit == "m":
        return amount.value + 0.05 if round(amount.value * 10, 6).is_integer() else amount.value
    return amount.value + 5 if amount.value >= 20 and amount.value % 10 == 0 else amount.value


def _is_range(reading: Reading, low: Amount, high: Amount) -> bool:
    """150-160斤, 110斤到120斤: two amounts of one kind, not far apart. 165-55 is none."""
    between = reading.text[low.end:high.start]
    same = low.unit in (None, high.unit)
    return bool(_RANGE.fullmatch(between)) and same and low.value < high.value <= low.value * MOST_SPREAD


def _middle(low: Amount, high: Amount) -> Amount:
    return Amount(low.start, high.end, (low.value + high.value) / 2, high.unit)


def _can_measure(reading: Reading, amount: Amount) -> bool:
    before = reading.before(amount.start, 4)
    if amount.unit is not None:
        return amount.unit != "g" and not _of_goods(reading, amount) and not _CHANGED.search(before) and before[-1:] not in tuple("第¥￥乘×*")
    at = amount.end + len(amount.vague or "")
    return reading.text[amount.start] != "0" and not _BEFORE.search(before) and not _AFTER.match(reading.text, at)


def _of_goods(reading: Reading, amount: Amount) -> bool:
    return bool(_LONG_GOODS.match(reading.text, amount.end)) and not _LONG_BODY.search(reading.before(amount.start, 7))
