"""Whose measure an amount is: by the word before or behind it (cues.py), by its unit, or by the number next to it (175 130).

Weights without a unit come last, when it is known how tall the person is.
"""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.understanding.entities.amounts import Amount, amounts
from bot.understanding.entities.cues import CHILD, GOODS, LIGHTEST_KG, by_cue, measured
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Reading
from bot.understanding.entities.units import KG, body_mass_index, centimetres, is_body, kilograms

_BUILD = "(?:[偏微较]|比较|有[点些]|身材)?(?:不胖不瘦|[胖瘦壮]{1,2}|匀称|苗条|标准|结实|中等)(?:身材|体型)?的?"
_BETWEEN = re.compile(
    r"(?:多|几|左右|上下|出头|的)?(?:身高|[矮小高]?个[子儿]|个头|体重|高)?[\s,，、/\\.。;；:：\-~+|_·()（）*]{0,3}"
    rf"(?:{_BUILD}[\s,，、。]{{1,2}})?"
    r"(?:左右|上下|差不多|大概|大约|约|的|是|我|[净毛]?体?重|身高|男|女)?[\s,，、:：]{0,2}"
)
_PRICES = re.compile(r"元|块|价|钱|划算|便宜|贵|减|券|优惠|¥|￥")
_SIZING = re.compile(r"穿|码|身高|体重|合适|尺|[sml]|斤|kg|cm|高|重")
# Things that are long or heavy themselves: with them a lone amount is a person's only where wearing is talked about.
_THINGS = re.compile(
    r"床|被[子套胎]|窗帘|沙发|桌|椅|柜|架|冰箱|浴缸|门框|地毯|垫|箱|袋|[跑洗].{1,2}机|哑铃|杠铃|砂|粮|大米|水果|苹果|邮|运费|快递|寄|搬|抬|扛|枕|枣|核桃|卧推"
)
_WEARING = re.compile(
    r"穿|身高|体重|[尺个这几哪]码|[smlx\d]码|合适|胖|瘦|拍多大|岁|宝宝|推荐|小个子|上身|套得|塞得|装得下|裤|裙|衫|校服|[外棉大毛睡内上]衣(?!柜)|哪个号|怀孕"
)
# After a lone weight the sentence goes on about its owner; 二十斤芒果 and 三十斤的猫砂盆 go on about goods.
_GOES_ON = re.compile(
    r"左右|上下|的(?:我|人|女|男|宝|孩|娃|身|体|胖|汉|大汉|能|穿|可|怎|要|小)|[^\u4e00-\u9fff]|$|"
    r"[穿能会拍选应是可要吗呢吧身了啊女男胖肚够哪平体腿有偏上以想买适大行该合瘦到和就也才都怎坐啤往什]"
)
ADULT_CM, CHILD_CM = 130, 50  # the shortest height believed without a cue
# What somebody weighed once, said right before the number: 怀孕前100斤, 以前是120.
_FORMERLY = re.compile(r"(?:怀孕|孕|产|减肥|生完?(?:孩子|宝宝|娃)?)(?:之|以)?前[^\d，,。；;]{0,5}$|(?:以前|之前|原来|从前|去年|原先)(?:的?体重|是|才|只有|大概|我|有|穿){0,2}\s?$")


def find(reading: Reading) -> list[Entity]:
    """height, waist, bust, hip, shoulder, foot_length in cm; weight in kg. Bare numbers only next to another measure or cue."""
    found = amounts(reading)
    if not found:
        return []
    by_cue(reading, found)
    _by_unit(reading, found)
    _by_neighbour(reading, found)
    return _of_today(reading, _converted(found))


def _of_today(reading: Reading, entities: list[Entity]) -> list[Entity]:
    """Without what was so formerly, when it is also said how it is now: 怀孕前100斤现在125 is 125."""
    former = [e for e in entities if _FORMERLY.search(reading.before(e.start, 10))]
    return [e for e in entities if e not in former or all(o in former for o in entities if o.name == e.name)]


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


def _by_unit(reading: Reading, found: list[Amount]) -> None:
    """Amounts with a unit and no cue. Alone, they must be a grown person's and not said of goods."""
    child = bool(CHILD.search(reading.text))
    wearing = bool(_WEARING.search(reading.text))
    goods = not wearing and bool(_THINGS.search(reading.text))
    for amount in found:
        if amount.name is None and amount.unit is not None:
            company = _in_company(found, amount)
            if company or wearing or not goods and (amount.unit not in KG or _GOES_ON.match(reading.text, amount.end)):
                amount.name = _named_by_unit(amount, company, child)


def _in_company(found: Sequence[Amount], amount: Amount) -> bool:
    """Whether a weight comes with some length that can be a height, or a length with a weight."""
    if amount.unit in KG:
        return any(a.name in (None, "height") and a.unit not in KG and measured("height", a) for a in found)
    return any(a.name == "weight" or a.name is None and a.unit in KG for a in found)


def _named_by_unit(amount: Amount, company: bool, child: bool) -> Optional[str]:
    if amount.unit in KG:
        kg = kilograms(amount.value, amount.unit)
        return "weight" if kg is not None and (kg >= LIGHTEST_KG or company or child) else None
    if amount.unit == "chi":
        return "waist" if 1.5 <= amount.value <= 4.5 else None
    if amount.unit == "m" and amount.value == int(amount.value) and not company and not child:
        return None  # 两米 is a curtain
    cm = centimetres("height", amount.value, amount.unit)
    shortest = CHILD_CM if company or child else ADULT_CM
    return "height" if amount.unit in ("m", "cm") and cm is not None and cm >= shortest else None


def _by_neighbour(reading: Reading, found: list[Amount]) -> None:
    """The bare number beside a height is the weight, beside a weight the height, and two bare ones are both: 175 130."""
    beside = [_BETWEEN.fullmatch(reading.text, a.end, b.start) is not None for a, b in zip(found, found[1:])]
    prices = _PRICES.search(reading.text) and not _SIZING.search(reading.text)
    shortest = CHILD_CM if CHILD.search(reading.text) else ADULT_CM
    for index, near in enumerate(beside):
        left, right = found[index:index + 2]
        if not near:
            continue
        if _bare(left) and _bare(right):
            if not prices and not _is_list(found, beside, index):
                _pair(left, right, shortest)
        elif _bare(left):
            _beside(left, right)
        elif _bare(right):
            _beside(right, left)


def _bare(amount: Amount) -> bool:
    return amount.name is None and amount.unit is None


def _is_list(found: Sequence[Amount], beside: Sequence[bool], index: int) -> bool:
    """110 130 150: three rising numbers in a row are sizes."""
    for first in (index - 1, index):
        three = found[first:first + 3] if first >= 0 else []
        if len(three) == 3 and beside[first] and beside[first + 1] and three[0].value < three[1].value < three[2].value:
            return True
    return False


def _pair(left: Amount, right: Amount, shortest: int) -> None:
    """175 130 and 130 175; not 160 165, which are two sizes."""
    if abs(left.value - right.value) <= 5 and left.value % 5 == right.value % 5 == 0:
        return
    for tall, heavy in ((left, right), (right, left)):
        cm = measured("height", tall)
        if cm is not None and cm >= shortest and is_body(cm, kilograms(heavy.value, None, cm)):
            tall.name, heavy.name = "height", "weight"
            return


def _beside(bare: Amount, known: Amount) -> None:
    cm = measured("height", known if known.name == "height" else bare)
    if known.name == "height" and is_body(cm, kilograms(bare.value, None, cm)):
        bare.name = "weight"
    elif known.name == "weight" and cm is not None:
        kg = kilograms(known.value, known.unit, cm)
        if kg is not None and body_mass_index(kg, cm) <= 48 and (cm >= 100 or known.unit):
            bare.name = "height"


def _converted(found: list[Amount]) -> list[Entity]:
    entities = []
    for index, amount in enumerate(found):
        if amount.name in (None, GOODS):
            continue
        height = _height_near(found, index) if amount.name == "weight" and amount.unit is None else None
        value = kilograms(amount.value, amount.unit, height) if amount.name == "weight" else measured(amount.name, amount)
        if value is not None:
            entities.append(Entity(amount.name, value, amount.start, amount.end))
    return entities


def _height_near(found: list[Amount], index: int) -> Optional[float]:
    """The height of the same person: the last one said before, else the next."""
    for amount in (*reversed(found[:index]), *found[index + 1:]):
        if amount.name == "height":
            return measured("height", amount)
    return None
