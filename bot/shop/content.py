"""Everything the shop's folder says, read at one moment and never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional

from .catalogue import PRODUCTS, SKUS, Catalogue, read_catalogue
from .hours import Hours
from .phrases import QuickPhrase, read_phrases
from .policies import Policies, read_policies
from .problems import Findings, did_you_mean
from .products import Product, Sku
from .settings import ShopSettings, read_settings
from .size_files import read_charts
from .sizes import SizeCharts
from .timetable import read_timetable
from .topics import Topics, read_topics
from .wording import Replies, read_replies, read_titles
from .workdays import FOLDER as HOLIDAYS
from .workdays import WorkCalendar, read_calendar
from .yamlfile import Document, read_yaml

SETTINGS = "shop.yml"
REASONS = ("complaint", "unsure", "failure", "no_answer", "asked")  # why a ticket may come, beside its topic
_CALENDAR_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Content:
    """One reading of data/shop.

    by_sku: SKU id → its product and itself. variables: what every reply may use, {shop}, {hours},
    {shipping_dispatch_hours} …, as words. intent_titles: what the bot calls each question. phrases: what agents say often.
    """

    settings: ShopSettings
    hours: Hours
    products: Mapping[str, Product]
    by_sku: Mapping[str, tuple[Product, Sku]]
    charts: SizeCharts
    policies: Policies
    replies: Replies
    variables: Mapping[str, str]
    intent_titles: Mapping[str, str]
    topics: Topics
    phrases: tuple[QuickPhrase, ...] = ()

    def product_of(self, id_: str) -> Optional[Product]:
        """The product with this id, or the one this SKU belongs to."""
        if id_ in self.by_sku:
            return self.by_sku[id_][0]
        return self.products.get(id_)


def read_content(folder: Path, today: date, findings: Findings) -> Optional[Content]:
    """The folder's content, or None when `findings` then holds something serious."""
    document = read_yaml(folder / SETTINGS, SETTINGS, findings)
    settings = read_settings(document, findings) if document else None
    calendar = read_calendar(folder, findings)
    hours = Hours(read_timetable(document, findings), calendar) if document else None
    catalogue = read_catalogue(folder, findings)
    charts = SizeCharts(read_charts(folder, findings))
    _check_charts(catalogue, charts, findings)
    policies, words = read_policies(folder, findings)
    variables = {**words, **_names(settings, hours)}
    replies = read_replies(folder, variables, policies, findings)
    titles = read_titles(folder, findings)
    phrases = read_phrases(folder, variables, policies, findings)
    topics = read_topics(folder, findings)
    _check_teams(document, settings, topics, findings)
    _check_calendar(calendar, today, findings)
    if findings.serious or settings is None or hours is None:
        return None
    return Content(
        settings=settings, hours=hours, products=catalogue.products, by_sku=catalogue.by_sku, charts=charts,
        policies=policies, replies=replies, variables=MappingProxyType(variables), intent_titles=titles, topics=topics,
        phrases=phrases,
    )  # fmt: skip


def _names(settings: Optional[ShopSettings], hours: Optional[Hours]) -> dict[str, str]:
    if settings is None or hours is None:
        return {}
    return {"shop": settings.name, "assistant": settings.assistant, "platform": settings.platform, "hours": hours.words}


def _check_charts(catalogue: Catalogue, charts: SizeCharts, findings: Findings) -> None:
    titles = [chart.title for chart in charts.by_name.values()]
    for product in catalogue.products.values():
        line = catalogue.lines[product.id]
        chart = charts.of(product)
        if chart is None and product.chart:
            hint = did_you_mean(product.chart, titles)
            findings.wrong(PRODUCTS, line, f"尺码表“{product.chart}”在 sizes/ 里没有{hint}")
        elif chart is None:
            message = f"类目“{product.category}”没有尺码表，请在“尺码表”一格写表名，或在 sizes/ 里某张表的 categories 加上它"
            findings.wrong(PRODUCTS, line, message)
        for sku in product.skus if chart else ():
            if sku.size not in chart.sizes:
                known = "、".join(chart.sizes)
                message = f"尺码“{sku.size}”不在 {product.name} 的尺码表（{chart.title}：{known}）里"
                findings.wrong(SKUS, catalogue.lines[sku.id], message)


def _check_teams(document: Optional[Document], settings: Optional[ShopSettings], topics: Topics, findings: Findings) -> None:
    """A team's words are topics or reasons; a misspelt topic would silently go to the first team."""
    known = (*topics.titles, *REASONS)
    for team, words in (settings.desk.teams if settings else {}).items():
        for word in words:
            if word not in known:
                findings.wrong(SETTINGS, document.line("desk", "teams", team), f"desk.teams 里“{team}”写了“{word}”，没有这个话题{did_you_mean(word, known)}；能写的有：{'、'.join(known)}")


def _check_calendar(calendar: WorkCalendar, today: date, findings: Findings) -> None:
    for year in sorted({today.year, (today + _CALENDAR_AHEAD).year}):
        if not calendar.knows(year):
            findings.advise(*unknown_year(year))


def unknown_year(year: int) -> tuple[str, int, str]:
    """The advice to give when a year's holidays are not known."""
    message = f"没有 {year} 年的放假安排，暂时按周一到周五上班、周末休息算；国务院公布后，照 holidays/2027.json.example 建这个文件"
    return f"{HOLIDAYS}/{year}.json", 1, message
