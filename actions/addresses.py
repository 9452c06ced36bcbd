"""Reads a receiver, a phone and an address out of one typed message. Modest: what it is not sure of it leaves out."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Optional

from bot.understanding.entities import province_of

_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CHANGE = re.compile(r"(?:改成|改为|改到|换成|换到|换为|变成|寄到|送到|发到|寄去|寄往|更新为|新地址(?:是|为)?|地址(?:是|为)|[:：])")
_LABELLED_NAME = re.compile(r"(?:收件人|收货人|姓名|名字)[^\u4e00-\u9fff]*(?:改成|改为|换成|填|写|叫|是|为)*[^\u4e00-\u9fff]*([\u4e00-\u9fff·]{2,5})")
_LABEL = re.compile(r"(?:收货地址|收件地址|详细地址|新地址|地址|收件人|收货人|姓名|名字|手机号码?|联系电话|电话号码?|电话|手机|联系方式)(?:[是为]|[:：])?")
_SPLIT = re.compile(r"[,，。;；!！?？\n\t|、]+")
_TAIL = re.compile(r"(?:吧|吗|嘛|谢谢|多谢|哈|哦|噢|了|啊|呢|可以吗|可以不|行吗|行不|好吗|好不好|麻烦(?:了|您|你)?|拜托|[~～ ])+$")
_HEAD = re.compile(r"^(?:你好|您好|亲|麻烦|请|帮我|帮忙|把|我的|我|要|想|改|换|一下|那个|就|填|写|是|为|[ ])+")
_REGION = re.compile(r"省|(?<![超城])市|自治区|(?<![小社园校厂])区|县|州|盟|旗|北京|上海|天津|重庆")
_TALK = re.compile(r"错|不对|怎么|能不能|想要|地址|快递|订单|发货")
_LONG_NUMBER = re.compile(r"\d{9,}")
_DETAIL = re.compile(r"\d|号|栋|幢|楼|村|小区|公寓|广场|大厦|学校|大学|学院|中学|医院|公司|驿站|店|园|苑|城")
_PLACE = re.compile(r"[省市区县州盟旗镇乡村路街道巷弄号栋幢座楼层室院苑园]|小区|公寓|广场|大厦|大学|学院|\d")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温柯梅季满北安鹿欧司上诸"
)
_NO_NAME = frozenset("谢谢 麻烦 你好 您好 好的 地址 电话 改下 一下 可以 马上 尽快 收货 现在 今天 明天 安排 安全 方便 万一 任何 金额 白色 黄色 于是 余下 高兴".split())


_CITY = re.compile(r"省|(?<![超城])市|自治[区州]|特别行政区")
_STREET = re.compile(r"[区县路街镇道]|[东南西北中][一二三]?[路街]")  # 中山路 and 朝阳区 are in many cities
_BEGINS = 6  # characters within which an address names its province or city


@dataclass(frozen=True)
class Delivery:
    """What is to be changed about where an order goes; None stays as it is."""

    receiver: Optional[str] = None
    phone: Optional[str] = None
    address: Optional[str] = None

    def given(self) -> dict[str, str]:
        """Only what was said."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def complete(self) -> bool:
        """The address, if any, names its province or city, and a house or place in it."""
        return self.address is None or bool(len(self.address) >= 8 and not _TALK.search(self.address) and not self.missing)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the address lacks: city (also when no province is said), detail."""
        address = self.address or ""
        there = {"city": names_city(address), "detail": bool(_DETAIL.search(address))}
        return tuple(name for name, is_there in there.items() if not is_there)


def names_city(address: str) -> bool:
    """Whether it says which city or province it is in, with 市 and 省 or without: 杭州西湖区."""
    begins = any(province_of(address[:n]) and not _STREET.match(address[n:]) for n in range(2, _BEGINS + 1))
    return bool(_CITY.search(address)) or begins


def read_delivery(text: str) -> Delivery:
    """`张三 13800001201 浙江省杭州市西湖区文三路90号`, in any order, in words or after 改成."""
    phones = [re.sub(r"\D", "", found) for found in _PHONE.findall(text)]
    rest = _LONG_NUMBER.sub("，", _PHONE.sub("，", text))
    named = _LABELLED_NAME.search(rest)
    if named:
        rest = rest[: named.start()] + "，" + rest[named.end() :]
    pieces = [piece for piece in map(_bare, _SPLIT.split(rest)) if piece]
    address = _address(pieces)
    receiver = _without_tail(named.group(1)) if named else None
    if receiver is None and (phones or address):
        receiver = next((word for piece in pieces for word in piece.split() if _is_name(word)), None)
    return Delivery(receiver, phones[-1] if phones else None, address)


def _bare(piece: str) -> str:
    after = _CHANGE.split(piece)[-1]
    return _without_tail(_HEAD.sub("", _LABEL.sub("", after)).strip())


def _without_tail(text: str) -> str:
    return _TAIL.sub("", text).strip()


def _address(pieces: list[str]) -> Optional[str]:
    parts = ["".join(word for word in piece.split() if not _is_name(word)) for piece in pieces]
    start = next((i for i, part in enumerate(parts) if _REGION.search(part) and len(part) >= 3), None)
    if start is None:
        start = next((i for i, part in enumerate(parts) if _PLACE.search(part) and _DETAIL.search(part) and len(part) >= 3), None)
    if start is None:
        return None
    whole = parts[start]
    for part in parts[start + 1 :]:
        if not _PLACE.search(part):
            break
        whole += part
    return whole


def _is_name(word: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", word) or word in _NO_NAME:
        return False
    return word[0] in _SURNAMES and not re.search(r"[省市区县镇乡村路街]$", word)
