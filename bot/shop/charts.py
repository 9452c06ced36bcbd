"""Size charts as data: who wears which size, and how long and wide each size is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from .ranges import Range, place

# What a chart's file calls a measure, and what the rest of the program calls it. Centimetres, weight in kilograms.
MEASURES = {
    "身高": "height", "体重": "weight", "脚长": "foot_length", "腰围": "waist", "胸围": "bust", "下胸围": "underbust",
    "臀围": "hip", "肩宽": "shoulder", "头围": "head",
}  # fmt: skip


_LETTERS = {"XXL": "2XL", "XXXL": "3XL", "XXXXL": "4XL", "2XL": "XXL", "3XL": "XXXL", "4XL": "XXXXL"}


@dataclass(frozen=True)
class Grid:
    """Height × weight: `cells[row][column]`, None where no size fits."""

    heights: tuple[Range, ...]
    weights: tuple[Range, ...]
    cells: tuple[tuple[Optional[str], ...], ...]

    def at(self, row: Optional[int], column: Optional[int]) -> Optional[str]:
        """The size in a cell; None for an empty cell or outside the grid."""
        inside = row is not None and column is not None
        if not inside or not (0 <= row < len(self.heights) and 0 <= column < len(self.weights)):
            return None
        return self.cells[row][column]

    def size(self, height: float, weight: float) -> Optional[str]:
        return self.at(place(height, self.heights), place(weight, self.weights))


@dataclass(frozen=True)
class Chart:
    """One chart. `sizes` rise; `body` maps a measure (see MEASURES) to the range of each size in cm;
    `also` maps other names of a size (165, 38) to it; `garment` is size → part → cm;
    `one_size` says whom the only size fits, else None.
    """

    name: str
    title: str
    categories: tuple[str, ...]
    sizes: tuple[str, ...]
    grid: Optional[Grid] = None
    body: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    garment: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    note: str = ""
    one_size: Optional[str] = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The measures to ask a shopper for: the fewest that decide."""
        if len(self.sizes) == 1:
            return ()
        if self.grid:
            return ("height", "weight")
        return tuple(self.body)[:1]

    @property
    def parts(self) -> tuple[str, ...]:
        """What the garment table measures, in the file's order: 衣长, 胸围 …"""
        return tuple(dict.fromkeys(part for row in self.garment.values() for part in row))

    @property
    def heights(self) -> Optional[Range]:
        """The heights the chart covers, in cm."""
        if self.grid:
            return Range(self.grid.heights[0].low, self.grid.heights[-1].high)
        return self.span("height")

    @property
    def weights(self) -> Optional[Range]:
        """The weights the chart covers, in kg."""
        return Range(self.grid.weights[0].low, self.grid.weights[-1].high) if self.grid else None

    def span(self, measure: str) -> Optional[Range]:
        """All that the sizes cover of a body measure, in cm; None when the chart does not go by it."""
        ranges = self.body.get(measure)
        if not ranges:
            return None
        return Range(min(r.low for r in ranges.values()), max(r.high for r in ranges.values()))

    def named(self, size: str) -> Optional[str]:
        """The chart's size for what a shopper calls it (l, 165, 170/92A, XXL), or None."""
        word = spelling(size)
        for form in (word, _LETTERS.get(word, word)):
            for own in self.sizes:
                if form == own.upper():
                    return own
        return self.also.get(word)


def spelling(size: str) -> str:
    """A size's name as it is compared: capitals, without 码 and 号 and without what follows a stroke."""
    return size.strip().upper().split("/")[0].removesuffix("码").removesuffix("号") if size != "均码" else size
