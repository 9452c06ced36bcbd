"""Putting together a receiver, a phone and an address that come in several messages, and correcting one part of them."""

from __future__ import annotations

import re
from typing import Optional

from actions.addresses import Delivery, names_city, read_delivery

_UNIT = r"(?:号楼|单元|号|栋|幢|座|楼|层|室|弄|巷)"
_HOUSE = re.compile(rf"(?:[A-Za-z]|\d+|[一二三四五六七八九十]+){_UNIT}(?!码)")
_AREA = re.compile(r"(?:不对|不是|应该|是|改成|换成|到|[,，。 ])?([\u4e00-\u9fff]{1,5}?(?:自治州|新区|区|县|街道|镇|乡|大道|路|街))")
_AREA_KINDS = ("自治州", "新区", "区", "县", "街道", "镇", "乡", "大道", "路", "街")
_ROAD = re.compile(r"[路街道巷弄村]")
_OPENING = re.compile(r"^(?:不对|不是|错了|应该|要|是|改成|[,，。 ])+")
# A phone that somebody meant to give but that is none: too short, too long, or of no mobile network.
_DIGITS = re.compile(r"(?<![\d])\d[\d -]{3,16}\d(?![\d])")
_LABEL = re.compile(r"(?:电话|手机号?码?|号码|联系方式)(?:[是为:：改成换 ]|我的)*$")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def without_broken_phone(text: str) -> tuple[str, Optional[str]]:
    """The text without, and the digits that look like a phone and are none: 1380000; None when there are none such."""
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if _MOBILE.fullmatch(digits) or len(digits) > 13:
            continue
        labelled = bool(_LABEL.search(text[: found.start()]))
        if labelled or (7 <= len(digits) <= 13 and re.match(r"1[3-9]", digits)) or (len(digits) == 11 and digits[0] == "1"):
            return f"{text[:found.start()]}，{text[found.end():]}", digits
    return text, None


def joined(before: Delivery, new: Delivery) -> Delivery:
    """`new` over `before`; an address without its city continues or corrects the one before."""
    return Delivery(new.receiver or before.receiver, new.phone or before.phone, _joined(before.address, new.address))


def corrected(before: Delivery, text: str) -> Optional[Delivery]:
    """`before` with what the message says differently: 不对 是6栋, 电话13800009999, 收件人是王芳; None when it says nothing."""
    read = read_delivery(_OPENING.sub("", text.strip()))
    address = before.address
    if read.address and names_city(read.address):
        address = read.address
    elif address:
        address = _from_road_on(address, read.address) or _with_parts(address, text)
    new = Delivery(read.receiver or before.receiver, read.phone or before.phone, address or read.address)
    return new if new != before else None


def _joined(before: Optional[str], new: Optional[str]) -> Optional[str]:
    if not before or not new:
        return new or before
    if names_city(new) and not names_city(before):
        return new + before if _fits_behind(before, new) else new
    # 江苏省南京市 and then 南京市鼓楼区…: what both say is said once.
    shared = next((n for n in range(min(len(before), len(new)), 1, -1) if before.endswith(new[:n])), 0)
    if not shared and names_city(new) and Delivery(address=new).complete:
        return new
    return before + new[shared:]


def _fits_behind(house: str, street: str) -> bool:
    """3栋502 behind 杭州市文三路90号: nothing of it is said in the street's address already."""
    units = {re.search(rf"{_UNIT}$", one).group() for one in _HOUSE.findall(house)}
    return not any(re.search(rf"[\dA-Za-z]{unit}", street) for unit in units) and house[:2] not in street


def _from_road_on(address: str, new: Optional[str]) -> Optional[str]:
    """建邺区奥体大街1号 or 奥体大街1号 in place of all that comes behind the city or the district; None for less than a road and a house."""
    if not new or not _ROAD.search(new) or not _HOUSE.search(new):
        return None
    behind = re.match(r".*?(?:市|自治州|盟)" if re.search("[区县]", new) else r".*[区县]", address)
    return behind.group() + new if behind else None


def _with_parts(address: str, text: str) -> str:
    """The address with the houses, roads and districts of the text in place of its own of the same kind."""
    for house in _HOUSE.findall(text):
        unit = re.search(rf"{_UNIT}$", house).group()
        address = _put(address, house, rf"(?:[A-Za-z]|\d+|[一二三四五六七八九十]+){unit}")
    for area in _AREA.findall(text):
        kind = next(kind for kind in _AREA_KINDS if area.endswith(kind))
        address = _put(address, area, rf"(?:(?<=[省市区县镇路街])|^)[^省市区县镇路街\d]{{1,6}}?{kind}", append=False)
    return address


def _put(address: str, part: str, like: str, append: bool = True) -> str:
    places = list(re.finditer(like, address))
    if not places:
        return address + part if append else address
    last = places[-1]
    return address[: last.start()] + part + address[last.end():]
