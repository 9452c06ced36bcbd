"""What a shopper looking for something wants, out of their words; and which products fit it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Iterable, Optional

from actions.body import body_of
from actions.carried import first_words
from actions.question import Question
from bot.shop import Product

_AUDIENCES = (
    ("child", r"孩|童|宝宝|儿子|女儿|闺女|小朋友|娃"),
    ("male", r"男|老公|爸|弟弟|哥哥|爷爷|儿子"),
    ("female", r"女|老婆|妈|姐|妹|奶奶|媳妇"),
)
_SEASONS = (
    ("春", r"春"), ("夏", r"夏|凉快|凉爽|热天|透气"), ("秋", r"秋"), ("冬", r"冬|保暖|厚的|加绒|加厚|抗冻|冷天|羽绒"),
)
_SEASON_OF_MONTH = "冬冬春春春夏夏夏秋秋秋冬"
_AT_MOST = re.compile(r"以内|之内|以下|不超过|不超|最多|内的|封顶")
_AT_LEAST = re.compile(r"以上|起步|往上|不低于")
_ABOUT = Decimal("0.25")  # how far 左右 reaches
_MATCHING = re.compile(r"搭配|怎么搭|配什么|搭什么|配一|搭一|配条|配件|搭条|搭件|一起穿")
_ALIKE = re.compile(r"类似|同类|差不多的|相似|同款|别的款|其他款|还有什么款|像这")
# Words of looking itself: they say nothing about the goods.
_EMPTY = re.compile(
    r"有没有|有什么|有哪些|推荐|求|帮我|给我|找|选|挑|看看|一下|一款|几款|款式|款|好看|便宜|实惠|合适|适合|性价比|新款|爆款|热卖|想要|想买|我想|我要|买|穿|件|条|双|个|的|吗|呢|呀|吧|了|有|卖|店里|你们|你家|家|亲|请问|衣服|东西|商品|什么|哪|样|比较|点|可以|左右|以内|元|块")
_KINDS = "裤裙鞋帽袜衣包"


@dataclass(frozen=True)
class Wishes:
    """`words`: two-character pieces of what else was said, looked for in names and features. Prices in yuan."""

    categories: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    audience: Optional[str] = None
    seasons: frozenset[str] = frozenset()
    low: Optional[Decimal] = None
    high: Optional[Decimal] = None
    body: dict[str, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    matching: bool = False
    alike: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was said that narrows the choice."""
        return bool(self.categories or self.products or self.audience or self.seasons or self.low or self.high or self.words or self.kinds)

    @property
    def goods(self) -> bool:
        """Whether a kind of goods was named, not only for whom, when and how dear."""
        return bool(self.categories or self.products or self.words or self.kinds)


def wishes_of(question: Question) -> Wishes:
    """Reads the message that started this."""
    text = first_words(question)
    low, high = _prices(question, text)
    rest = _rest(question, text)
    return Wishes(
        categories=frozenset(one["value"] for one in question.said if one["entity"] == "category"),
        products=tuple(dict.fromkeys(one["value"] for one in question.said if one["entity"] == "product")),
        audience=next((name for name, pattern in _AUDIENCES if re.search(pattern, text)), None),
        seasons=frozenset(season for season, pattern in _SEASONS if re.search(pattern, text)),
        low=low, high=high, body=body_of(question),
        words=frozenset(rest[n:n + 2] for n in range(len(rest) - 1) if " " not in rest[n:n + 2]),
        kinds=frozenset(kind for kind in _KINDS if kind in rest),
        matching=bool(_MATCHING.search(text)), alike=bool(_ALIKE.search(text)),
    )  # fmt: skip


def _rest(question: Question, text: str) -> str:
    """The text without values, without words for whom and when, and without words of looking."""
    kept = list(text)
    for one in question.said if text == question.text else ():
        for at in range(one["start"], min(one["end"], len(kept))):
            kept[at] = " "
    rest = "".join(kept)
    for pattern in (_MATCHING, _ALIKE, *(re.compile(p) for _, p in (*_AUDIENCES, *_SEASONS)), _EMPTY):
        rest = pattern.sub(" ", rest)
    return re.sub(r"[^\u4e00-\u9fff]+", " ", rest)


def _prices(question: Question, text: str) -> tuple[Optional[Decimal], Optional[Decimal]]:
    said = sorted(Decimal(str(one["value"])) for one in question.said if one["entity"] == "money")
    said = said or sorted(Decimal(n) for n in re.findall(r"(?<!\d)(\d{2,4})(?=以内|之内|以下|左右|以上|元|块|内的)", text))
    if not said:
        return None, None
    if len(said) > 1:
        return said[0], said[-1]
    if _AT_LEAST.search(text):
        return said[0], None
    return (None if _AT_MOST.search(text) else said[0] * (1 - _ABOUT)), said[0] if _AT_MOST.search(text) else said[0] * (1 + _ABOUT)


def season_now(now: datetime) -> str:
    """春, 夏, 秋 or 冬 by the month."""
    return _SEASON_OF_MONTH[now.month - 1]


def fits_audience(product: Product, audience: Optional[str]) -> bool:
    """Children's goods only when asked for; goods for both fit either."""
    childish = "童" in product.audience or "小孩" in product.audience
    if audience == "child":
        return childish
    wanted = {"male": "男", "female": "女"}.get(audience or "")
    return ("大人" in product.audience or not childish) and (wanted is None or wanted in product.audience)


def is_named(product: Product, wishes: Wishes) -> bool:
    """Whether the product is of the kind that was named (no kind named: every product is)."""
    return not wishes.goods or relevance(product, wishes) > 0


def relevance(product: Product, wishes: Wishes) -> int:
    """How well the product's names and features answer the words."""
    names = " ".join((product.name, product.category, *product.aliases))
    score = 20 * (product.id in wishes.products) + 10 * (product.category in wishes.categories)
    score += 3 * sum(word in names for word in wishes.words) + 2 * any(kind in product.category or kind in product.name for kind in wishes.kinds)
    return score + sum(word in product.features or word in product.usage for word in wishes.words)


def in_season(product: Product, seasons: Iterable[str]) -> bool:
    """Whether the product is for one of these seasons; 四季 is for all."""
    return "四季" in product.season or any(season in product.season for season in seasons)


def in_price(product: Product, wishes: Wishes) -> bool:
    """Whether something of the product costs what was said."""
    return (wishes.low is None or product.price_high >= wishes.low) and (wishes.high is None or product.price_low <= wishes.high)
