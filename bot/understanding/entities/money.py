"""Money in yuan: with its unit (199元, 三块五), announced (券后89.9, 退240), or written like a price (39.9的那件)."""

from __future__ import annotations

import re
from typing import Optional

from bot.understanding.chinese_numbers import decimals
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.entities.sizes import is_number_size

_SIGN = re.compile(r"[¥￥]\s?$")
_SIGN_BEHIND = re.compile(r"\s?[¥￥](?!\s?\d)")
_YUAN = re.compile(r"\s?(?:元|块钱|块|圆|rmb|人民币|(?=包邮))")
_TOGETHER = re.compile(r"块(?![钱0-9一二三四五六七八九])")  # 一块 is "together" more often than a yuan
_A_PIECE = re.compile(r"块[板布砖表皮肉地屏电香肥蛋饼糖]")
_TENTHS = re.compile(r"\s?(?:毛钱?|角钱)")
# What follows 块: 五毛八, 零五毛, 5, 零五. Behind 元 only what says that it is change: 2元6角.
_CHANGE = re.compile(
    r"零?(?P<tenths>[0-9一二两三四五六七八九])[毛角](?:(?P<cents>[0-9一二三四五六七八九])分?)?钱?"
    r"|(?P<rest>零?(?:[0-9]{1,2}|[一二三四五六七八九半]))(?![0-9件条双个块元])"
)
_CHANGED = ("块", "元", "圆")
LEAST = 5  # a bare smaller number behind 减 or 补 counts something else
# 满199减10, 优惠20, 便宜5: a bare number behind one of these is money, whatever else it could be.
_SAID = re.compile(r"(?:满|减|立减|(?:优惠|便宜|降)到?|抹|返|券|花了?|卖|贵|价格是?|到手价?|只要)\s?$")
# Behind these too, unless it can be a size (退38换39) and nothing else is about money.
_PAID = re.compile(
    r"(?:[付退扣](?:款|回|给)?[了我你]{0,2}|(?<!一)赔[了我你]{0,2}|收了[我你]?|补(?:差价|给?我|了)|[券折]后|价[是为要才差]?|(?<![长宽围厚高重])标了?|预算是?|[涨降变][到成回]了?|涨了)\s?$"
)
# And behind these where prices are talked about and sizes are not: 昨天79现在69 退差价, 单买要68.
_AT_TIMES = re.compile(r"(?:[昨前今][天儿]|今早|昨晚|现在|目前|之前|上次|上周|原来|刚才?|当时|那天|时候|单买|显示|一看|成|要|是|才|差|[拍买卖]的?)[是才要卖还]{0,2}\s?$")
_EACH = re.compile(r"[一二两三四五2-9][件条双套]\s?$")  # 一件86
_SURELY = re.compile(r"[元块￥¥价钱贵减券]|优惠|便宜|折后|包邮|预算|差的|退差|[只少多才就][付退扣赔收补差]")
_PRICES = re.compile(r"[元块￥¥价钱贵付退减券差卖花涨降]|优惠|便宜|活动|打折|折后|包邮|多少|划算|预算|[以之]内|以下|[一总]共|合计")
SIZING = re.compile(r"[穿码斤高重围脚鞋号]|cm|kg")
NO_MONEY = re.compile(
    r"\s?(?:[件条双个套天年月号日折码斤克岁小分%％张份句台把桶罐袋瓶倍次床盒箱包]|[单只](?![买独退要有能给收剩付])|[a-z])"
    r"|[米尺寸度级版代支升秒层点成期页里颗遍公厘毫英吋]"
)
_SPOKEN_DIGIT = re.compile(r"[^\x00-\x7f]|.*点.*")  # 退伍, 变成五颗, 十二点一过
# 39.9, 129.00, 59.99: how prices are written. 36.5 and 4.8 are not, and need a word about money.
_LIKE_A_PRICE = re.compile(r"\d{2,4}\.(?:[89]0?|99|88|00)|\d{1,3}\.9")
_MAY_BE_A_DAY = re.compile(r"(?:[5-9]|1[0-2])\.(?:[1-9]|[12]\d|3[01])")
_GOODS = re.compile(r"\s?(?:的|那[件款个条双]|这[件款个条双])")
_DECIMAL = re.compile(r"\d{1,4}\.\d{1,2}")
_MEASURED = re.compile(
    r"(?:[版第vx×*/.\-+长宽高围重厚深]|系统|ios|评分|描述|物流分|服务分|体温|气温|温度|蓝牙|脚|鞋码?|腰|胸|肩|臀|身|直径|度数|视力|近视|跟|底|版本|型号|毫米|图|楼)[是有约为:：]?\s?$"
)
_COMPARED = re.compile(r"\s?(?:[-/:：+×*x%％]\d|左右的?(?:脚|鞋|腰|身)|的?(?:脚|鞋|腰|身高|体重|系统|版本|评分))")
LONGEST_FOOT = 33  # 16.8 among sizes is a foot
_THROUGH = re.compile(r"\s?[-~到至]\s?")
MOST_APART = 5  # 100-200的 is a range of prices, 1-200 something else


def find(reading: Reading) -> list[Entity]:
    """money in yuan: 199元, ¥199, 三块五毛, 5毛, 满199减10, 退240, 39.9的那件."""
    found: list[Entity] = []
    end, before = 0, None
    for piece in reading.of("NUMBER"):
        if piece.value is None or piece.start < end:
            continue
        entity = _money(reading, piece)
        if before and _is_range(reading, before, piece) and (entity is None) == (before.end == end):
            other = piece if entity is None else before  # 100-200元, 预算100到200
            found.append(Entity("money", other.value, other.start, other.end))
        found += [entity] if entity else []
        end, before = (entity.end if entity else piece.end if found and found[-1].start == piece.start else end), piece
    return found


def _is_range(reading: Reading, low: Piece, high: Piece) -> bool:
    return low.value < high.value <= low.value * MOST_APART and bool(_THROUGH.fullmatch(reading.text, low.end, high.start))


def _money(reading: Reading, piece: Piece) -> Optional[Entity]:
    text = reading.text
    unit = _YUAN.match(text, piece.end)
    if unit and not (piece.text == "一" and _TOGETHER.match(text, piece.end) or _A_PIECE.match(text, piece.end)):
        return _with_change(text, piece, unit)
    tenths = _TENTHS.match(text, piece.end)
    if tenths:
        return Entity("money", round(piece.value / 10, 2), piece.start, tenths.end())
    if _SIGN.search(reading.before(piece.start, 2)) or _is_price(reading, piece):
        return Entity("money", piece.value, piece.start, piece.end)
    behind = _SIGN_BEHIND.match(text, piece.end)
    return Entity("money", piece.value, piece.start, behind.end()) if behind else None


def _with_change(text: str, piece: Piece, unit: re.Match[str]) -> Entity:
    said = unit.group().strip()
    change = _CHANGE.match(text, unit.end()) if said in _CHANGED else None
    if change is None or said != "块" and not change["tenths"]:
        return Entity("money", round(piece.value, 2), piece.start, unit.end())
    cents = (change["tenths"] or "") + (change["cents"] or "") or change["rest"]
    return Entity("money", round(piece.value + (decimals(cents) or 0), 2), piece.start, change.end())


def _is_price(reading: Reading, piece: Piece) -> bool:
    """A bare number that is announced as money or written like a price."""
    text, before = reading.text, reading.before(piece.start, 6)
    if piece.value < LEAST or NO_MONEY.match(text, piece.end):
        return False
    if _SAID.search(before):
        return True
    if reading.after(piece.end) in ("多", "几"):
        return False
    if _DECIMAL.fullmatch(piece.text):
        return bool(_PAID.search(before)) or _is_written_like_one(reading, piece, before)
    return not _SPOKEN_DIGIT.fullmatch(piece.text) and _is_announced(text, piece, before)


def _is_announced(text: str, piece: Piece, before: str) -> bool:
    """A whole number; sizes are whole numbers too."""
    size, surely = is_number_size(piece.value), bool(_SURELY.search(text))
    if _PAID.search(before):
        return surely or not size
    sizing = SIZING.search(text)
    return not sizing and bool(surely and _AT_TIMES.search(before) or not size and _EACH.search(before))


def _is_written_like_one(reading: Reading, piece: Piece, before: str) -> bool:
    text = reading.text
    if _MEASURED.search(before) or _COMPARED.match(text, piece.end):
        return False
    if _PRICES.search(text):
        return True
    if not _LIKE_A_PRICE.fullmatch(piece.text) or piece.value <= LONGEST_FOOT and SIZING.search(text):
        return False
    return not _MAY_BE_A_DAY.fullmatch(piece.text) or bool(_GOODS.match(text, piece.end))
