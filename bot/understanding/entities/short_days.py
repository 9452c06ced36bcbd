"""11/26, 11.28, 11-26: days without 月 and 号. Prices, sizes, versions and ranges look the same, so something must happen on them."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Reading

_SHORT = re.compile(
    r"(?<![\d.\-/])(1[0-2]|0?[1-9])([./-])(3[01]|[12]\d|0?[1-9])([号日])?"
    r"(?![\d.\-/%％折元块米斤码寸升版天件小分点个岁倍万月a-z])"
)
_WILL = r"\s?(?:当天|那天|之?前|以前|左右)?(?:能不能|能|可以|会|可|就|才|再|一定|必须|得|想)?"
_HAPPENS = re.compile(
    rf"{_WILL}(?:要?用(?!多|几)|要(?![多几不穿])|要穿(?![多什哪几啥])|送|寄|发|到(?![手0-9一二三四五六七八九十])|收|取|签收|生日|结婚|婚礼|出发|出门|开学|走)"
    r"|\s?(?:之?前|以前|当天|那天)"
)
_PAID = re.compile(rf"{_WILL}(?:拍|买|订|下单|付款|的?(?:订单|单子|单(?!价)))")
_ON = re.compile(r"(?:赶在|改到|约在|约到|定在|定于|等到|时间是?|日期是?|婚期是?|生日是?)\s?$")
_PRICED = re.compile(r"(?:[¥￥$券付退补减差价花卖]|到手|优惠|便宜|还是|才|只要)[了我后是到]?\s?$")
MOST_DAYS = 3  # 10-12号 is from the 10th to the 12th, 11-26号 the 26th of November


def short_days(reading: Reading) -> list[Entity]:
    """date: `11月26日`."""
    return [e for e in (_short_day(reading, match) for match in _SHORT.finditer(reading.text)) if e]


def _short_day(reading: Reading, match: re.Match[str]) -> Optional[Entity]:
    month, mark, day, said = match.groups()
    meant = mark != "-" or not 0 < int(day) - int(month) <= MOST_DAYS if said else _happens(reading, match)
    if not meant or not reading.unused(*match.span()):
        return None
    try:
        date(2024, int(month), int(day))
    except ValueError:
        return None
    return Entity("date", f"{int(month)}月{int(day)}日", *match.span())


def _happens(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it is told what happens that day. 12.9拍的 is a price, 11.20拍的 a day."""
    mark, day, before = match.group(2), match.group(3), reading.before(match.start(), 6)
    if _PRICED.search(before) or mark == "-" and len(match.group()) < 5:
        return False
    if _HAPPENS.match(reading.text, match.end()) or _ON.search(before):
        return True
    return (mark != "." or len(day) == 2) and bool(_PAID.match(reading.text, match.end()))
