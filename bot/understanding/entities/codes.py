"""Order numbers, tracking numbers, phone numbers: long digits told apart by their length, their head and what is said around them."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.groups import (
    CARRIER, FEWEST, FEWEST_OF_PARCEL, Run, groupings, is_cut_short, is_one_number, phone_in, runs_of,
)  # fmt: skip
from bot.understanding.entities.reading import Reading

_LETTERED_PARCEL = re.compile(r"(?!qq|wx|vx|no|id|sku)[a-z]{2,4}\d{9,18}(?:[a-z]{2})?")
# 中通 73-78, 申通 77, 韵达 31 43 46, 圆通 88, 邮政 97-99, 极兔 has letters: 13 to 15 digits. Shops' order numbers are longer or shorter.
_PARCEL = re.compile(r"(?:7[3-8]|31|32|43|46|88|9[789])\d{11,13}")
_ORDER = re.compile(r"\d{12,20}")
_CARRIERS = "邮政|中通|圆通|申通|韵达|顺丰|极兔|德邦|百世|丹鸟|ems"
# The nearest word in front says what the number is. 快递 or a carrier alone is weaker than 快递单号: 快递没到330281745930264817.
_ANNOUNCED = re.compile(
    rf"(?:(?P<certain>(?:快递|物流|包裹|{_CARRIERS})(?:快递|速递|速运)?的?(?:订?单|编?号)|运单)|(?P<order>订单)|(?P<parcel>快递|物流|包裹|{_CARRIERS})"
    rf"|(?P<number>单号|编号))(?:(?!订单|运单|快递|物流|包裹|{_CARRIERS})[^\d]){{0,8}}$"
)
_SAID_BEHIND = re.compile(
    rf"[\s,，、。(（]{{0,2}}(?:这?个?是|走的?|发的?|用的?|寄的?)?(?:{_CARRIERS})(?:快递|速递|速运)?(?:[的,，。?？!！)）\s]|$|单号|到[哪了]|怎么|查|显示|一直|没)"
    r"|[\s,，]{0,2}(?:这?个?(?:就?是|是不是))?(?:我的?|你们的?|退货的?|寄回的?)?(?:快递|物流|运)单?号"
)
_OTHER = re.compile(r"(?:银行卡|卡号|税号|身份证|[账帐]号|(?:条形?|取件|验证|券|兑换|核销|付款|收款|二维)码)[号码是为:：\s]{0,5}$")  # they have many digits too
_LOOK_BACK = 16
_SHORTEST = 6
MOST_OF_PARCEL = 15  # digits of a tracking number without letters


def find(reading: Reading) -> list[Entity]:
    """order_number and tracking_number in upper case without gaps, phone as eleven digits."""
    found = [Entity("order_number", p.text, p.start, p.end) for p in reading.of("CODE")]
    runs = runs_of(reading)
    index = 0
    while index < len(runs):
        entity, used = _at(reading, runs, index)
        found += [entity] if entity else []
        index += used
    return found


def _at(reading: Reading, runs: Sequence[Run], index: int) -> tuple[Optional[Entity], int]:
    """The number whose first group is runs[index], and how many runs are done with."""
    run, announced, longest = runs[index], None, 0
    for groups in groupings(reading.text, runs, index):
        longest = longest or len(groups)
        entity = _phone(groups)
        whole = len(groups) == longest or sum(len(g.text) for g in groups) >= FEWEST  # not a piece of what goes on behind it
        if entity is None and whole:
            announced = announced or _announced(reading, run) or ""
            entity = _code(reading, groups, announced) if is_one_number(reading.text, groups, announced) else None
        if entity is not None:
            return entity, len(groups)
    if len(run.text) < _SHORTEST:
        return None, 1
    announced = _announced(reading, run)
    if announced and is_cut_short(reading.text, runs, index):
        return None, 1
    return _phone([run]) or _code(reading, [run], announced), 1


def _announced(reading: Reading, run: Run) -> Optional[str]:
    """What the words in front say the number is: certain or parcel (tracking), order, or number (one of the two)."""
    said = _ANNOUNCED.search(reading.before(run.start, _LOOK_BACK))
    return said.lastgroup if said else None


def _phone(groups: Sequence[Run]) -> Optional[Entity]:
    number = phone_in(groups)
    return Entity("phone", number, groups[0].start, groups[-1].end) if number else None


def _code(reading: Reading, groups: Sequence[Run], announced: Optional[str]) -> Optional[Entity]:
    said, start, end = "".join(g.text for g in groups), groups[0].start, groups[-1].end
    kind = _kind(said, announced) or _kind_of_digits(reading, said, start, end)
    return Entity(kind, said.upper(), start, end) if kind else None


def _kind(said: str, announced: Optional[str]) -> Optional[str]:
    ends = len(said) >= FEWEST_OF_PARCEL and said[-1].isdigit()
    if CARRIER.fullmatch(said) or ends and announced == "certain":
        return "tracking_number"
    if ends and announced == "parcel" and not (said.isdigit() and len(said) > MOST_OF_PARCEL):
        return "tracking_number"
    if announced == "order" and any(c.isdigit() for c in said):
        return "order_number"
    return "tracking_number" if _LETTERED_PARCEL.fullmatch(said) else None


def _kind_of_digits(reading: Reading, said: str, start: int, end: int) -> Optional[str]:
    """By their length and head, and by what is said behind: 618204793375 韵达."""
    if not said.isdigit() or _OTHER.search(reading.before(start, _LOOK_BACK)):
        return None
    if _PARCEL.fullmatch(said) or FEWEST_OF_PARCEL <= len(said) <= MOST_OF_PARCEL and _SAID_BEHIND.match(reading.text, end):
        return "tracking_number"
    return "order_number" if _ORDER.fullmatch(said) else None
