"""Where in a text somebody's address stands, however incomplete: a run of its parts, of which one alone proves nothing.

发到杭州要几天 and 3号发货 are questions; 西湖区文三路 and 3栋501 are somebody's door.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator

from bot.understanding.entities.places import provinces

# No part of an address begins with these: what stands before is what is asked.
_HAN = "\u4e00-\u9fff"
_NAME = rf"(?:(?![我你您他她它们寄发送到在往给是改成为换的了吗呢吧啊和跟就要想能会可不请麻烦帮走把从住哪几什么啥])[{_HAN}])"
_NUMBER = r"(?:\d{1,5}(?:[-－]\d{1,4})*|[一二三四五六七八九十百零〇]{1,5}|[A-Za-z](?:\d{1,4})?)"
_ROAD = r"(?:大道|大街|胡同|路|街(?!道|拍)|巷|弄)"
_AREA = r"(?:街道|社区|小区|花园|家园|公寓|大厦|广场|新村|工业园|科技园|产业园|宿舍|大学(?!生)|学院|中学|小学(?!生)|医院|[花雅佳名馨丽]?苑|镇|乡|村)"
_PARTS = (
    # (kind, pattern): p a place of the country's list, d a district, a an area, r a road, n a numbered thing that may be a day
    # or a size as well, h a numbered thing that is only ever a building or a room
    ("d", rf"{_NAME}{{1,6}}?(?:自治[区州县]|(?<!超)(?<!城)市(?![场面值])|(?<!小)(?<!社)(?<!专)区(?![别分间域])|县|开发区|新区)"),
    ("a", rf"{_NAME}{{1,8}}?{_AREA}|(?:科技|工业|产业)园|{_NAME}{{1,3}}组(?=\d)"),
    ("r", rf"{_NAME}{{1,8}}?(?<!半)(?<!思)(?<!线)(?<!网)(?<!一){_ROAD}(?:[东西南北中]?段)?"),
    ("h", rf"{_NUMBER}(?:号楼|号院|栋|幢|号?座|单元|室|号房|门牌)(?:{_NUMBER}(?![\d元块斤码米月年天件折cCkK号栋幢座单室楼层]))?"),
    ("n", rf"{_NUMBER}(?:号|楼|层|房|组|户|弄)"),
)
_OF_TWO = frozenset(("rn", "rh", "ra", "ar", "ah", "an", "aa", "rr", "hh", "hn", "da", "dr", "dh", "dn", "pr"))  # 杭州西湖区 stays: it is asked about
_BETWEEN = re.compile(r"[\s,，、/·-]{0,2}")
_LOOSE = re.compile(r"(?<![\d.])\d{3,4}(?![\d元块斤码米月年天件折cCkK.])")
_ANNOUNCED = re.compile(r"(?:地址|住址)(?:改成|改为|改到|换成|换到|写成|写的?是|是|为|:|：|\s)+$")
_CLAUSE = re.compile(r"[^\s，。,;；!！?？]*")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    places = "|".join(sorted(map(re.escape, provinces()), key=len, reverse=True))
    kinds = [("p", rf"(?:{places})(?![区县旗])(?:特别行政区|自治[区州县]|省|市|地区)?"), *_PARTS]
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the addresses in `text`, whose digits and letters are plain ones."""
    at = 0
    while at < len(text):
        found = _pattern().search(text, at)
        if found is None:
            return
        kinds, end = _run(text, found)
        announced = _ANNOUNCED.search(text, max(0, found.start() - 12), found.start())
        if _is_address(kinds, bool(announced)):
            if announced and announced.group()[-1] in ":：":
                end = max(end, _CLAUSE.match(text, end).end())
            yield found.start(), end
            at = end
        else:
            at = found.end() if found.lastgroup == "p" else found.start() + 1


def _run(text: str, first: re.Match[str]) -> tuple[str, int]:
    """The kinds of the parts that follow each other from `first` on, and where the last ends."""
    kinds, end = _kind(first), first.end()
    while True:
        after = _BETWEEN.match(text, end).end()
        following = _pattern().match(text, after)
        if following is None:
            loose = _LOOSE.match(text, after) if set(kinds) & set("hra") and len(kinds) > 1 else None
            return kinds, loose.end() if loose else end
        kinds, end = kinds + _kind(following), following.end()


def _kind(found: re.Match[str]) -> str:
    """3栋501 is a building and its room."""
    return "hh" if found.lastgroup == "h" and found.group()[-1].isalnum() and found.group()[-1].isascii() else found.lastgroup


def _is_address(kinds: str, announced: bool) -> bool:
    if announced:
        return len(kinds) > 1 or kinds in "arhd"
    return kinds in _OF_TWO if len(kinds) == 2 else len(kinds) > 2 and bool(set(kinds) - {"p", "n"})
