"""What the shop sells: products with their facts, and the SKUs (colour × size) of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Optional


@dataclass(frozen=True)
class Sku:
    """One thing that can be put into a parcel. `price` is yuan with two places, `stock` the sheet's count."""

    id: str
    product: str
    colour: str
    size: str
    price: Decimal
    stock: int
    image: Optional[str] = None

    @property
    def words(self) -> str:
        """As a shopper would name it: 雾霾蓝 M."""
        return f"{self.colour} {self.size}"


@dataclass(frozen=True)
class Product:
    """One product and everything true about it, in the shopkeeper's words without a final full stop.

    `fit_offset` is how many sizes from the chart's advice the fit calls for: -1 smaller, 0, +1 larger.
    `presale` is None for goods in stock; `presale_days` counts from payment.
    `chart` names a size chart and is empty when the category's is used. `pairs` are product ids it is worn with.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    category: str
    audience: str
    fabric: str
    lining: str
    pilling: str
    fading: str
    shrink: str
    thickness: str
    season: str
    fit: str
    fit_offset: int
    fit_advice: str
    stretch: str
    care: str
    smell: str
    origin: str
    model_wears: str
    features: str
    included: str
    warranty: str
    gift: str
    usage: str
    presale: Optional[str] = None
    presale_days: Optional[int] = None
    chart: str = ""
    pairs: tuple[str, ...] = ()
    skus: tuple[Sku, ...] = field(default=(), repr=False)

    @property
    def link(self) -> str:
        return f"/goods/{self.id}"

    @property
    def price_low(self) -> Decimal:
        return min(sku.price for sku in self.skus)

    @property
    def price_high(self) -> Decimal:
        return max(sku.price for sku in self.skus)

    @property
    def price(self) -> str:
        """49.9, or 45-79.9 when the SKUs differ: yuan without the sign."""
        low, high = plain(self.price_low), plain(self.price_high)
        return low if low == high else f"{low}-{high}"

    @property
    def colours(self) -> tuple[str, ...]:
        """In the sheet's order."""
        return tuple(dict.fromkeys(sku.colour for sku in self.skus))

    @property
    def sizes(self) -> tuple[str, ...]:
        """In the sheet's order."""
        return tuple(dict.fromkeys(sku.size for sku in self.skus))

    def find(self, colour: Optional[str] = None, size: Optional[str] = None) -> tuple[Sku, ...]:
        """The SKUs of this colour and size; None stands for any."""
        return tuple(s for s in self.skus if colour in (None, s.colour) and size in (None, s.size))

    def fact(self, name: str) -> Any:
        """A fact by its field's name, for replies that are chosen by name; None for a name there is not."""
        return getattr(self, name, None)


def plain(amount: Decimal) -> str:
    """49.90 as 49.9 and 129.00 as 129."""
    return f"{amount.normalize():f}"
