"""Products, categories and colours: words of the catalogue, and colours a shopper may ask for although the shop has none."""

from __future__ import annotations

import re
from typing import Mapping

from bot.understanding.catalogue import Vocabulary
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.lexicon import COLOURS, SAME_COLOUR
from bot.understanding.entities.reading import Piece, Reading
from bot.understanding.script import fold

# A name that more products share than this says nothing about which one is meant.
MOST_PRODUCTS = 4
# One character is a colour only between these: 有白吗, 黑和白, 白m. Elsewhere it is part of a word: 明白, 白天, 红包, 黑心.
_BEFORE_ONE = set("和跟或与要选拍买个穿是有换成款件双条色码的、，,./ \t。？！?!那/+只没恤裤裙衫衣鞋")
_AFTER_ONE = set("和跟或与还有没好哪吗呢吧、，,./ \t。？！?!+码断能可都也smlx0123456789款")
_NO_SHADE = set("明洗漂变发泛苍空表坦雪显惨花不偏较点很太晒肤脸皮牙")
# 我肤色偏黑, 显肤色好看: skin, not the colour of that name.
_SKIN = re.compile(r"[我他她你人的适显亮衬搭配挑暗黄黑]$")
_OF_SKIN = re.compile(r"[偏黑黄白暗深浅较]|不[太白黑]|很[黑白暗]|有点|比较|属于")
_SPILLED = set("喝沾洒泼杯瓶吃")


def colour_phrases(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Folded spelling → the catalogue's word, or the plain word (紫色) when the catalogue has none."""
    phrases: dict[str, str] = {}
    for stem in COLOURS:
        phrases[stem] = phrases[stem + "色"] = stem + "色"
    for names in SAME_COLOUR:
        known = next((vocabulary.colours[n] for n in names if n in vocabulary.colours), None)
        if known:
            phrases[names[0]] = phrases[names[0].removesuffix("色")] = known
    phrases.update((fold(written).text, word) for written, word in vocabulary.colours.items())
    phrases.pop("米", None)  # the unit
    return phrases


def product_phrases(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Folded name or id → the ids of the products that are called so."""
    phrases: dict[str, tuple[str, ...]] = {}
    for id_, names in vocabulary.products.items():
        for name in dict.fromkeys(fold(n).text.strip() for n in (id_, *names)):
            if len(name) > 1:
                phrases[name] = (*phrases.get(name, ()), id_)
    return phrases


def category_phrases(vocabulary: Vocabulary) -> Mapping[str, str]:
    """鞋 is also said 鞋子, 包 包包; 包 by itself is rather part of 红包 and 包邮."""
    phrases: dict[str, str] = {}
    for category in vocabulary.categories:
        name = fold(category).text
        if len(name) == 1:
            phrases.update({name + "子": category, name * 2: category})
        if name != "包":
            phrases[name] = category
    return phrases


def find_products(reading: Reading) -> list[Entity]:
    """One entity per product that the words can mean, at the same place; category when they name a kind of goods."""
    found = []
    for piece in reading.of("PRODUCT"):
        if len(piece.value) <= MOST_PRODUCTS:
            found += [Entity("product", id_, piece.start, piece.end) for id_ in piece.value]
    return found + [Entity("category", p.value, p.start, p.end) for p in reading.of("CATEGORY")]


def find_colours(reading: Reading) -> list[Entity]:
    """colour: 白, 白色 and 白的 are one; 灰不溜秋, 发黄 and 红包 are none."""
    pieces = reading.of("COLOUR")
    starts, ends = {p.start for p in pieces}, {p.end for p in pieces}
    return [Entity("colour", p.value, p.start, p.end) for p in pieces if _is_meant(reading, p, p.start in ends, p.end in starts)]


def _is_meant(reading: Reading, piece: Piece, colour_before: bool, colour_behind: bool) -> bool:
    before, after = reading.before(piece.start), reading.after(piece.end)
    if piece.text.endswith("色"):
        return piece.text != "肤色" or not (_SKIN.search(before) or _OF_SKIN.match(reading.text, piece.end))
    if len(piece.text) > 1:
        return not _SPILLED.intersection(reading.before(piece.start, 2))
    if before in _NO_SHADE or piece.text in (before, after):  # 发白, 白白等
        return False
    opens = colour_before or not before or before in _BEFORE_ONE
    return after == "的" or opens and (colour_behind or not after or after in _AFTER_ONE)
