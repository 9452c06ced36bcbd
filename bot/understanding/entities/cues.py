"""Measures that are announced: 身高165, 体重：110斤, 身高体重165 110, 三围 90 60 90; and behind: 175的身高, 160高."""

from __future__ import annotations

import re
from typing import Optional, Union

from bot.understanding.entities.amounts import Amount
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.entities.units import CM, KG, centimetres, is_body, kilograms

GOODS = "goods"  # a measure of the garment; it is read and dropped
_NET = {"净重": "weight", "毛重": "weight"}  # of goods, unless somebody's height or what to wear is told beside it
_PERSON = re.compile(r"[1一]米[3-9三四五六七八九]|(?<!\d)1[3-9]\d(?!\d)|(?:身|个子|个头)|[我他她]|穿|胖|瘦")
LIGHTEST_KG = 10  # lighter things are quilts and parcels, unless there is a child
CHILD = re.compile(r"宝宝|孩|儿子|女儿|娃|岁|童|闺女|小朋友|宝贝|个月|孙")
_FILL = re.compile(
    r"(?:[\s:：,，、/\-和是为有约在的我他她也才就不到快将近净只都没变目前现差多大概分别左右数应该已经了得量测刚]|体重|身高|要是|如果|假如|自己|实际|出来){0,10}"
)
_NEAR = 12  # characters
_SHORT_FILL = re.compile(r"(?:[\s:：是有约量]|量[了的]|大概|要是|如果){0,3}")
# Behind a number, 高 and 重 are the person's measure only before these: 160高, 95重能穿; not 160高不高, 六斤重的被子.
_BEHIND = re.compile(r"$|[\s,，。、0-9能可穿要得想]|体重|[一二两三四五六七八九][百十]")

Item = Union[Amount, Piece]


def measured(name: str, amount: Amount) -> Optional[float]:
    """The amount as that measure in cm or kg; None when it cannot be it."""
    if name == "weight":
        return kilograms(amount.value, amount.unit)
    return centimetres(name, amount.value, amount.unit) if amount.unit not in KG else None


def by_cue(reading: Reading, found: list[Amount]) -> None:
    """Gives the announced amounts their names."""
    cues = [p for p in reading.pieces if p.kind in ("CUE", "GOODS") and reading.free(p)]
    items: list[Item] = sorted([*found, *cues], key=lambda item: item.start)
    pending: list[str] = []
    for index, item in enumerate(items):
        if pending and not _continues(reading, items[index - 1], item):
            pending = []
        if isinstance(item, Amount):
            item.name = _take(item, pending)
        elif not _names_before(reading, items, index) and not _says_again(reading, items, index):
            pending += [name for name in _measures_of(reading, item) if name not in pending]


def _measures_of(reading: Reading, cue: Piece) -> list[str]:
    if cue.text in _NET and _PERSON.search(reading.before(cue.start, _NEAR) + reading.after(cue.end, _NEAR)):
        return [_NET[cue.text]]
    return cue.value.split()


def _continues(reading: Reading, before: Item, item: Item) -> bool:
    fill = _SHORT_FILL if isinstance(before, Piece) and len(before.text) == 1 else _FILL
    return bool(fill.fullmatch(reading.text, before.end, item.start))


def _can_be(name: str, amount: Amount) -> bool:
    return name == GOODS or measured(name, amount) is not None


def _take(amount: Amount, pending: list[str]) -> Optional[str]:
    """The first announced measure that this amount can be; it is announced no longer."""
    for name in pending:
        if _can_be(name, amount):
            pending.remove(name)
            return name
    return None


def _names_before(reading: Reading, items: list[Item], index: int) -> bool:
    """Whether the cue at `index` belongs to the amount before it: 175的身高, 175身高130体重; not 175 体重130."""
    amount, cue = items[index - 1] if index else None, items[index]
    if not isinstance(amount, Amount) or not isinstance(cue, Piece) or amount.name:
        return False
    between, name = reading.text[amount.end:cue.start], cue.value.split()[0]
    if between not in ("", "的") or not _can_be(name, amount) or len(cue.text) == 1 and not _ends_there(reading, cue):
        return False
    if not between and not _own_unit(name, amount) and _announces(reading, items, index, name):
        return False
    small = name == "weight" and (measured(name, amount) or 0) < LIGHTEST_KG and not CHILD.search(reading.text)
    amount.name = GOODS if small else name
    return True


def _says_again(reading: Reading, items: list[Item], index: int) -> bool:
    """Whether the cue only closes what was announced and measured: the 长 of 脚24cm长, which announces nothing."""
    amount, cue = items[index - 1] if index else None, items[index]
    touches = isinstance(amount, Amount) and amount.name is not None and amount.end == cue.start
    return touches and cue.kind == "GOODS" and not reading.after(cue.end).isdigit()


def _ends_there(reading: Reading, cue: Piece) -> bool:
    return cue.kind == "GOODS" or cue.value not in ("height", "weight") or bool(_BEHIND.match(reading.text, cue.end))


def _own_unit(name: str, amount: Amount) -> bool:
    """五尺高, 130斤重: the unit alone says what it measures."""
    return name == "height" and amount.unit in CM or name == "weight" and amount.unit in KG


def _are_body(tall: Amount, heavy: Amount) -> bool:
    """Whether two bare numbers can be one person's height and weight, in this order."""
    cm = measured("height", tall)
    return tall.unit is heavy.unit is None and cm is not None and is_body(cm, kilograms(heavy.value, None, cm))


def _announces(reading: Reading, items: list[Item], index: int, name: str) -> bool:
    """Whether the cue rather goes with the amount behind it, which nothing else names."""
    following = items[index + 1] if index + 1 < len(items) else None
    if not isinstance(following, Amount) or not _continues(reading, items[index], following) or not _can_be(name, following):
        return False
    amount = items[index - 1]
    if name == "height" and _are_body(amount, following) and not _are_body(following, amount):
        return False  # 158个子 96
    behind = items[index + 2] if index + 2 < len(items) else None
    return not (isinstance(behind, Piece) and reading.text[following.end:behind.start] in ("", "的"))
