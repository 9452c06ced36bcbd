"""The size charts of the shop, and the one question they answer: which size of this product?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional

from . import advice
from .advice import SizeAdvice
from .charts import MEASURES, Chart
from .products import Product

_ALIASES = {**MEASURES, "height_cm": "height", "weight_kg": "weight", "foot_length_cm": "foot_length", "foot": "foot_length"}


@dataclass(frozen=True)
class SizeCharts:
    """All charts by file name. A product's own (sizes/P1015.yml) goes before the one its row names, then its category's."""

    by_name: Mapping[str, Chart]

    def of(self, product: Product) -> Optional[Chart]:
        """The product's chart; checked content has one for every product."""
        if product.id in self.by_name:
            return self.by_name[product.id]
        if product.chart:
            return self.get(product.chart)
        return next((chart for chart in self.by_name.values() if product.category in chart.categories), None)

    def get(self, name: str) -> Optional[Chart]:
        """A chart by its file's name or its title."""
        return self.by_name.get(name) or next((chart for chart in self.by_name.values() if chart.title == name), None)

    def advise(
        self, product: Product, height_cm: Optional[float] = None, weight_kg: Optional[float] = None,
        *, usual: Optional[str] = None, **other: Optional[float],
    ) -> Optional[SizeAdvice]:  # fmt: skip
        """Which size of this product fits, its fit allowed for; None when the body is off the chart.

        Heights and other measures in cm, weight in kg; `other` takes foot_length, waist, bust, underbust, hip, head
        (and height, weight for callers that keep them so). When something is still missing the advice has no size
        and `needs` says what to ask. `usual` is the size the shopper usually wears.
        """
        chart = self.of(product)
        if chart is None:
            return None
        return advice.advise(chart, _known(height_cm, weight_kg, other), usual, product.sizes, product.fit_offset)

    def off_chart(
        self, product: Product, height_cm: Optional[float] = None, weight_kg: Optional[float] = None,
        *, usual: Optional[str] = None, **other: Optional[float],
    ) -> Optional[str]:  # fmt: skip
        """Why `advise` found nothing: "small" or "large" (the body, for what is sold), "shape" (an unusual build)."""
        chart = self.of(product)
        if chart is None:
            return None
        return advice.off_chart(chart, _known(height_cm, weight_kg, other), usual, product.sizes, product.fit_offset)


def _known(height: Optional[float], weight: Optional[float], other: Mapping[str, Optional[float]]) -> dict[str, float]:
    given = {"height": height, "weight": weight, **{_ALIASES.get(name, name): value for name, value in other.items() if value is not None}}
    return {name: float(value) for name, value in given.items() if value is not None}
