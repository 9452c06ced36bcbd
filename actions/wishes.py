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
    ("both", r"情侣|夫妻|两口子|男女"), ("child", r"孩|童|宝宝|儿子|女儿|闺女|小朋友|娃"),
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
_KINDS = "裤裙鞋帽袜包"
# Words for several kinds at once: what the names of such goods have in them.
_GROUPS = {
    "外套": ("羽绒服", "大衣", "风衣", "皮衣", "冲锋衣", "防晒衣", "开衫"), "上衣": ("T恤", "短袖", "衬衫", "卫衣", "毛衣", "开衫"),
    "打底": ("T恤", "毛衣", "保暖内衣", "打底裤"), "内搭": ("T恤", "毛衣", "衬衫"),
}  # fmt: skip


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
    groups: tuple[str, ...] = ()
    matching: bool = False
    alike: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was said that narrows the choice."""
        return bool(self.kind_named or self.audience or self.seasons or self.low or self.high or self.words)

    @property
    def kind_named(self) -> bool:
        """Whether a kind of goods was named, not only for whom, when and how dear."""
        return bool(self.categories or self.products or self.kinds or self.groups)


def wishes_of(question: Question) -> Wishes:
    """Reads the message that started this."""
    text = first_words(question)
    low, high = _prices(question, text)
    rest = _rest(question, text)
    groups = tuple(part for word, parts in _GROUPS.items() if word in rest for part in parts)
    kinds = frozenset(kind for kind in _KINDS if kind in rest)
    for word in (*_GROUPS, *(kind + more for kind in _KINDS for more in ("子", kind))):
        rest = rest.replace(word, " ")
    return Wishes(
        categories=frozenset(one["value"] for one in question.said if one["entity"] == "category"),
        products=tuple(dict.fromkeys(one["value"] for one in question.said if one["entity"] == "product")),
        audience=next((name for name, pattern in _AUDIENCES if re.search(pattern, text)), None),
        seasons=frozenset(season for season, pattern in _SEASONS if re.search(pattern, text)),
        low=low, high=high, body=body_of(question),
        words=frozenset(rest[n:n + 2] for n in range(len(rest) - 1) if " " not in rest[n:n + 2]),
        kinds=kinds, groups=groups,
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
    wanted = {"male": "男", "female": "女", "both": "男女"}.get(audience or "")
    return ("大人" in product.audience or not childish) and (wanted is None or wanted in product.audience)


def is_named(product: Product, wishes: Wishes) -> bool:
    """Whether the product is of the kind that was named, else has something of the words (nothing said: every product)."""
    if wishes.kind_named:
        return _of_kind(product, wishes) > 0
    return not wishes.words or word_hits(product, wishes) > 0


def relevance(product: Product, wishes: Wishes) -> int:
    """How well the product answers: being named itself, being of the kind named, its names and features."""
    return _of_kind(product, wishes) + word_hits(product, wishes)


def _of_kind(product: Product, wishes: Wishes) -> int:
    group = any(part in product.name + product.category for part in wishes.groups)
    # 平角内裤三条装 is no answer to 裤子: the kind stands at the end of a name.
    kind = any(kind in product.category or product.name.endswith(kind) for kind in wishes.kinds)
    return 20 * (product.id in wishes.products) + 10 * (product.category in wishes.categories) + 5 * group + 5 * kind


def word_hits(product: Product, wishes: Wishes, features: bool = True) -> int:
    """How many of the remaining words the product's names (counted threefold) and features have."""
    names = " ".join((product.name, product.category, *product.aliases))
    others = product.features + product.usage if features else ""
    return sum(3 if word in names else word in others for word in wishes.words)


def in_season(product: Product, seasons: Iterable[str]) -> bool:
    """Whether the product is for one of these seasons; 四季 is for all."""
    return "四季" in product.season or any(season in product.season for season in seasons)


def season_rank(product: Product, seasons: Iterable[str]) -> int:
    """Lower is more in season: how far down its row's words the season stands, 四季 last."""
    found = [product.season.find(season) for season in seasons if season in product.season]
    return min(found) if found else 100


def in_price(product: Product, wishes: Wishes) -> bool:
    """Whether something of the product costs what was said."""
    return (wishes.low is None or product.price_high >= wishes.low) and (wishes.high is None or product.price_low <= wishes.high)
