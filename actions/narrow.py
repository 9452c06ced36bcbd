"""Which of several products somebody may mean: by whom it is for, what it is worn on, its names, the season."""

from __future__ import annotations

import re
from typing import Callable, Iterable, Optional

from actions.aspects import span
from actions.carried import first_words
from actions.question import Question
from actions.wishes import fits_audience, in_season, season_now
from bot.shop import Product
from bot.shop.naming import name_pieces, pieces

_CHILD = re.compile(r"童|孩|宝宝|娃|儿子|女儿|闺女|小朋友|\d\s*岁|[一二三四五六七八九十]岁")
_WOMAN = re.compile(r"女|老婆|媳妇|妈|姐|妹|奶奶|孕|我婆婆|她|胸围|罩杯")
_MAN = re.compile(r"男|老公|爸|哥|弟|爷爷|公公|(?<!其)他(?!家|们)")
_FOOT = re.compile(r"脚|鞋|靴")
_BRA = re.compile(r"下胸围|罩杯|文胸|胸罩|(?<!\d)[78]\d[a-dA-D](?![a-zA-Z])")
_WAIST_BELT = re.compile(r"腰带|皮带|打孔|怎么剪")
_SEASONS = (("冬", r"冬|零下|雪|东北|抗冻"), ("夏", r"夏|热天"))
_FROST = re.compile(r"零下|东北|抗冻|最暖|下雪|雪地")
TALLEST_CHILD = 140
_GROWN_UP = re.compile(r"老公|老婆|爸|妈|一家|全家|亲子")


def narrowed(question: Question, products: Iterable[Product], *, by_name: bool = True) -> list[Product]:
    """Those that fit the words of this message and of the one that started the question; a clue that fits none is ignored.

    `by_name`: also by pieces of their names, as 短款 or 白鸭绒."""
    text, left = words_of(question), list(products)
    for fits in _clues(question, text):
        left = [p for p in left if fits(p)] or left
    if by_name:
        left = _named_most(left, text)
    for season, said in _SEASONS:
        if re.search(said, text):
            left = [p for p in left if in_season(p, season)] or left
    return left


def has_clue(question: Question) -> bool:
    """Whether the words (or measures) say anything about which product is meant."""
    text = words_of(question)
    return bool(_clues(question, text)) or bool(pieces(text) & _all_pieces(question))


def words_of(question: Question) -> str:
    """This message and the one before we asked, when it is another."""
    first = first_words(question)
    return question.text if first == question.text else f"{first} {question.text}"


def season_choice(question: Question, products: Iterable[Product]) -> list[Product]:
    """One of each kind that is in season: what is offered when nothing at all was said."""
    now, first = {season_now(question.now)}, {}
    for product in products:
        if in_season(product, now) and fits_audience(product, None):
            first.setdefault(product.category, product)
    return list(first.values())


def _clues(question: Question, text: str) -> list[Callable[[Product], bool]]:
    found: list[Callable[[Product], bool]] = []
    audience = _audience(question, text)
    if audience == "child" and _GROWN_UP.search(text):
        found.append(lambda p: "大人" in p.audience and "小孩" in p.audience)
    elif audience:
        found.append(lambda p: fits_audience(p, audience))
    if _FOOT.search(text) or "foot_length" in question.entities:
        found.append(lambda p: p.category == "鞋")
    if _FROST.search(text):
        found.append(lambda p: (span(p)[0] or 0) < 0)
    if _BRA.search(text):
        found.append(lambda p: p.category == "内衣" and "女" in p.audience and "男" not in p.audience)
    if _WAIST_BELT.search(text):
        found.append(lambda p: p.category == "腰带")
    return found


def _audience(question: Question, text: str) -> Optional[str]:
    height = question.entities.get("height")
    if _CHILD.search(text) or height and float(height) < TALLEST_CHILD:
        return "child"
    return "female" if _WOMAN.search(text) else "male" if _MAN.search(text) else None


def _named_most(products: list[Product], text: str) -> list[Product]:
    """Those whose names have most of the text's pieces; all of them when no name has any."""
    said = pieces(text)
    hits = {p.id: len(said & name_pieces(p)) for p in products}
    most = max(hits.values(), default=0)
    return [p for p in products if hits[p.id] == most] if most else products


def name_hits(product: Product, text: str, than: Optional[Product] = None) -> int:
    """How many pieces of the text stand in the product's names; with `than`, only pieces that also stand in that one's."""
    said = pieces(text) & name_pieces(product)
    return len(said & name_pieces(than)) if than else len(said)


def _all_pieces(question: Question) -> set[str]:
    return set().union(*(name_pieces(p) for p in question.content.products.values()))
