"""Whose measure an amount is: by its unit, by the word before or behind it, or by the number next to it (175 130).

Three passes over the amounts of a message: cues (身高 165), neighbours (165 55), and last the weights without a unit, when it is
known how tall the person is.
"""

from __future__ import annotations

import re
from typing import Iterable, Optional, Sequence, Union

from bot.understanding.entities.amounts import Amount, amounts
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.entities.units import KG, body_mass_index, centimetres, is_body, kilograms

GOODS = "goods"  # a measure of the garment; it is read and dropped
_FILL = re.compile(
    r"(?:[\s:：,，、/\-和是为有约在的我他她也才就不到快将近净只都目前现差不多大概分别左右数应该已经了得]|体重|身高){0,10}"
)
_SHORT_FILL = re.compile(r"[\s:：是有约]{0,3}")
_BETWEEN = re.compile(
    r"(?:多|几|左右|上下|出头|的)?(?:身高|个子|个头|体重)?[\s,，、/\\.。;；:：\-~+|_·()（）*]{0,3}(?:左右|上下|差不多|大概|大约|约|的|是|我|体重|身高|男|女)?[\s,，、:：]{0,2}"
)
_CHILD = re.compile(r"宝宝|孩|儿子|女儿|娃|岁|童|闺女|小朋友|宝贝")
_PRICES = re.compile(r"元|块|价|钱|划算|便宜|贵|减|券|优惠|¥|￥")
_SIZING = re.compile(r"穿|码|身高|体重|合适|尺|[sml]|斤|kg|cm|高|重")
# Without a cue: a stranger's height, a child's, and the lightest weight that is a person's rather than a quilt's.
ADULT, CHILD, LIGHTEST_KG = 130, 50, 10

Item = Union[Amount, Piece]


def find(reading: Reading) -> list[Entity]:
    """height, waist, bust, hip, shoulder, foot_length in cm; weight in kg. Bare numbers only next to another measure or cue."""
    found = amounts(reading)
    if not found:
        return []
    _by_cue(reading, found)
    _by_neighbour(reading, found)
    return _converted(found)


def bare_measures(reading: Reading, awaiting: Sequence[str], height: Optional[float] = None) -> dict[str, float]:
    """What was asked for, read from numbers that say nothing by themselves: "130" after 体重多少. `height` in cm if known."""
    entities = find(reading)
    measures = {e.name: float(e.value) for e in reversed(entities) if e.name in awaiting}
    missing = [name for name in awaiting if name not in measures]
    used = {e.start for e in entities}
    loose = [a for a in amounts(reading) if a.unit is None and a.start not in used]
    if len(loose) == 1 and {"height", "weight"} <= set(missing):
        # Nobody weighs 145 斤 and leaves the height out when asked for both; below, it is the weight more often.
        missing = ["height" if loose[0].value < 3 or 145 <= loose[0].value <= 220 else "weight"]
    for name, amount in zip(missing, loose):
        known = measures.get("height", height)
        value = kilograms(amount.value, None, known) if name == "weight" else centimetres(name, amount.value, None)
        if value is not None:
            measures[name] = value
    return measures


def _by_cue(reading: Reading, found: list[Amount]) -> None:
    """身高165, 体重：110斤, 身高体重165 110, 三围 90 60 90, and behind: 175的身高."""
    cues = [p for p in reading.pieces if p.kind in ("CUE", "GOODS") and reading.free(p)]
    items: list[Item] = sorted([*found, *cues], key=lambda item: item.start)
    pending: list[str] = []
    for index, item in enumerate(items):
        before = items[index - 1] if index else None
        if pending and not _continues(reading, before, item):
            pending = []
        if isinstance(item, Amount):
            item.name = _take(item, pending)
        elif not _names_before(reading, items, index):
            pending += item.value.split()


def _continues(reading: Reading, before: Optional[Item], item: Item) -> bool:
    fill = _SHORT_FILL if isinstance(before, Piece) and len(before.text) == 1 else _FILL
    return before is not None and bool(fill.fullmatch(reading.text, before.end, item.start))


def _take(amount: Amount, pending: list[str]) -> Optional[str]:
    """The first announced measure that this amount can be; it is announced no longer."""
    for name in pending:
        if name == GOODS or _value(name, amount) is not None and (name == "weight") == (amount.unit in KG or amount.unit is None and name == "weight"):
            pending.remove(name)
            return name
    return None


def _names_before(reading: Reading, items: list[Item], index: int) -> bool:
    """Whether the cue at `index` belongs to the amount before it: 175的身高, 175身高130体重; not 175 体重130."""
    amount, cue = items[index - 1] if index else None, items[index]
    between = reading.text[amount.end:cue.start] if isinstance(amount, Amount) else None
    if between not in ("", "的") or amount.name:
        return False
    following = items[index + 1] if index + 1 < len(items) else None
    if not between and isinstance(following, Amount) and _continues(reading, cue, following):
        behind = items[index + 2] if index + 2 < len(items) else None
        if not (isinstance(behind, Piece) and reading.text[following.end:behind.start] in ("", "的")):
            return False
    name = cue.value.split()[0]
    if name != GOODS and _value(name, amount) is None:
        return False
    amount.name = name
    return True


def _by_neighbour(reading: Reading, found: list[Amount]) -> None:
    child = bool(_CHILD.search(reading.text))
    for amount in found:
        if amount.name is None and amount.unit is not None:
            amount.name = _by_unit(amount, child or _in_company(found, amount))
    prices = _PRICES.search(reading.text) and not _SIZING.search(reading.text)
    for left, right in zip(found, found[1:]):
        if not _BETWEEN.fullmatch(reading.text, left.end, right.start):
            continue
        if left.name is None and right.name is None and left.unit is None and right.unit is None:
            if not prices:
                _pair(left, right, CHILD if child else ADULT)
        elif left.name is None and left.unit is None:
            _beside(left, right)
        elif right.name is None and right.unit is None:
            _beside(right, left)


def _in_company(found: Iterable[Amount], amount: Amount) -> bool:
    """Whether a weight comes with some length that is a height, or a length with a weight."""
    if amount.unit in KG:
        return any(a is not amount and a.unit not in KG and centimetres("height", a.value, a.unit) is not None for a in found)
    return any(a.name == "weight" or a.unit in KG for a in found)


def _by_unit(amount: Amount, small_too: bool) -> Optional[str]:
    """What an amount with a unit but no cue measures. Short lengths and light weights need company to be a person's."""
    if amount.unit in KG:
        kg = kilograms(amount.value, amount.unit)
        return "weight" if kg is not None and (kg >= LIGHTEST_KG or small_too and kg >= 2) else None
    if amount.unit == "chi":
        return "waist" if 1.5 <= amount.value <= 4.5 else None
    cm = centimetres("height", amount.value, amount.unit)
    return "height" if amount.unit in ("m", "cm") and cm is not None and cm >= (CHILD if small_too else ADULT) else None


def _pair(left: Amount, right: Amount, shortest: int) -> None:
    """175 130 and 130 175; not 160 165, which are two sizes."""
    if abs(left.value - right.value) <= 5 and left.value % 5 == right.value % 5 == 0:
        return
    for tall, heavy in ((left, right), (right, left)):
        cm = _value("height", tall)
        if cm is not None and cm >= shortest and is_body(cm, kilograms(heavy.value, None, cm)):
            tall.name, heavy.name = "height", "weight"
            return


def _beside(bare: Amount, known: Amount) -> None:
    """The bare number next to a height is the weight, next to a weight the height."""
    if known.name == "height" and is_body(_value("height", known), kilograms(bare.value, None, _value("height", known))):
        bare.name = "weight"
    elif known.name == "weight":
        cm = _value("height", bare)
        kg = kilograms(known.value, known.unit, cm)
        if cm is not None and kg is not None and body_mass_index(kg, cm) <= 48 and (cm >= 100 or known.unit):
            bare.name = "height"


def _value(name: str, amount: Amount) -> Optional[float]:
    if name == "weight":
        return kilograms(amount.value, amount.unit)
    return centimetres(name, amount.value, amount.unit) if amount.unit not in KG else None


def _converted(found: list[Amount]) -> list[Entity]:
    entities = []
    for index, amount in enumerate(found):
        if amount.name in (None, GOODS):
            continue
        height = _height_near(found, index) if amount.name == "weight" and amount.unit is None else None
        value = kilograms(amount.value, amount.unit, height) if amount.name == "weight" else _value(amount.name, amount)
        if value is not None:
            entities.append(Entity(amount.name, value, amount.start, amount.end))
    return entities


def _height_near(found: list[Amount], index: int) -> Optional[float]:
    """The height of the same person: the last one said before, else the next."""
    for amount in (*reversed(found[:index]), *found[index + 1:]):
        if amount.name == "height":
            return _value("height", amount)
    return None
