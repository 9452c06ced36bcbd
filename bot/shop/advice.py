"""From a body to a size: pure functions over one chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, NamedTuple, Optional, Sequence

from .charts import Chart
from .ranges import nearest_edge, place

# So close to the next size that both can be worn; kg for weight, cm for the rest. A foot that fills its size has that size.
_NEAR = {"height": 1.0, "weight": 1.0, "foot_length": 0.0}
_NEAR_OTHERWISE = 0.5


@dataclass(frozen=True)
class SizeAdvice:
    """Which size to take and why.

    size: the advice, or None when `needs` names the measures still missing.
    base: the chart's size before the fit was allowed for; offset: sizes moved for it (-1, 0, +1).
    between: the other size this body could wear, or None. neighbours: the sizes next to it that are sold.
    reason: how it was found — "body" (height and weight), "height", "foot_length", "waist" and other measures,
    "usual", "one_size", "needs" — followed by "_smaller" or "_larger" when the fit moved it.
    usual: the shopper's usual size as this product would have it, when they named one.
    """

    size: Optional[str]
    reason: str
    base: Optional[str] = None
    offset: int = 0
    between: Optional[str] = None
    neighbours: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    usual: Optional[str] = None


class _Pick(NamedTuple):
    """A size found in the chart; `size` None means off the chart on `side` ("small", "large" or "shape")."""

    reason: str
    size: Optional[str]
    between: Optional[str] = None
    side: Optional[str] = None


def advise(
    chart: Chart, measures: Mapping[str, float], usual: Optional[str], sold: Sequence[str], offset: int
) -> Optional[SizeAdvice]:
    """The advice for a body; None when it is off the chart or in need of a size that is not sold."""
    pick = _pick(chart, measures, usual)
    if pick is None:
        missing = tuple(m for m in chart.needs if m not in measures) or chart.needs
        return SizeAdvice(None, "needs", needs=missing)
    if pick.size is None:
        return None
    size = _moved(chart, pick.size, offset)
    if size not in sold:
        return None
    other = _moved(chart, pick.between, offset) if pick.between else None
    wanted = chart.named(usual) if usual else None
    theirs = _moved(chart, wanted, offset) if wanted else None
    if theirs in sold and _apart(chart, theirs, size) == 1:
        other = other or theirs
    done = chart.sizes.index(size) - chart.sizes.index(pick.size)
    return SizeAdvice(
        size,
        pick.reason + {-1: "_smaller", 0: "", 1: "_larger"}[done],
        base=pick.size,
        offset=done,
        between=other if other != size and other in sold else None,
        neighbours=_neighbours(chart, size, sold),
        usual=theirs,
    )


def off_chart(chart: Chart, measures: Mapping[str, float], usual: Optional[str], sold: Sequence[str], offset: int) -> Optional[str]:
    """Why there is no size: "small" or "large" (the body is), "shape" (an unusual build), None when there is one."""
    pick = _pick(chart, measures, usual)
    if pick is None:
        return None
    if pick.size is None:
        return pick.side
    size = _moved(chart, pick.size, offset)
    if size in sold:
        return None
    at = chart.sizes.index(pick.size)
    return "small" if size and all(chart.sizes.index(s) > at for s in sold if s in chart.sizes) else "large"


def _pick(chart: Chart, measures: Mapping[str, float], usual: Optional[str]) -> Optional[_Pick]:
    """Exact measures first, then height, then height × weight, then the usual size; None when nothing decides."""
    exact = [_by_measure(chart, m, measures[m]) for m in chart.body if m != "height" and m in measures]
    if exact:
        return _widest(chart, exact)
    if len(chart.sizes) == 1:
        return _Pick("one_size", chart.sizes[0])
    if "height" in chart.body and "height" in measures:
        by_height = _by_measure(chart, "height", measures["height"])
        if by_height.size or not chart.grid:
            return by_height
    if chart.grid and ("height" in measures or "weight" in measures):
        by_grid = _by_grid(chart, measures)
        if by_grid and by_grid.side == "small" and _between_the_two(chart, measures.get("height")):
            return by_grid._replace(side="shape")
        if by_grid:
            return by_grid
    known = chart.named(usual) if usual else None
    return _Pick("usual", known) if known else None


def _between_the_two(chart: Chart, height: Optional[float]) -> bool:
    """Too tall for the children's sizes and too short for the grown-ups' of a chart that has both."""
    children = chart.span("height")
    return bool(children and height and children.high < height)


def _by_measure(chart: Chart, measure: str, value: float) -> _Pick:
    by_size = sorted(chart.body[measure].items(), key=lambda item: item[1])
    ranges = tuple(one for _, one in by_size)
    reason = "one_size" if len(chart.sizes) == 1 else measure
    at = place(value, ranges)
    if at is None:
        side = "small" if value <= ranges[0].low else "large" if value > ranges[-1].high else "shape"
        return _Pick(reason, None, side=side)
    next_to = at + nearest_edge(value, ranges[at], _NEAR.get(measure, _NEAR_OTHERWISE))
    between = by_size[next_to][0] if next_to != at and 0 <= next_to < len(by_size) else None
    return _Pick(reason, by_size[at][0], between)


def _widest(chart: Chart, picks: list[_Pick]) -> _Pick:
    """Of several measures the one that needs most room decides; one off the chart decides against all."""
    off = next((pick for pick in picks if pick.size is None), None)
    return off or max(picks, key=lambda pick: chart.sizes.index(pick.size))


def _by_grid(chart: Chart, measures: Mapping[str, float]) -> Optional[_Pick]:
    """None while height or weight is missing, unless the one that is there is off the chart already."""
    for name, span in (("weight", chart.weights), ("height", chart.heights)):
        value = measures.get(name)
        if value is not None and not span.low <= value <= span.high:
            return _Pick("body", None, side="small" if value < span.low else "large")
    if "height" not in measures or "weight" not in measures:
        return None
    row, column = place(measures["height"], chart.grid.heights), place(measures["weight"], chart.grid.weights)
    size = chart.grid.at(row, column)
    if size is None:
        return _Pick("body", None, side="shape")
    beside = _beside(chart, measures, row, column)
    return _Pick("body", size, next((s for s in beside if s and s != size), None))


def _beside(chart: Chart, measures: Mapping[str, float], row: int, column: int) -> list[Optional[str]]:
    grid = chart.grid
    heavier = column + nearest_edge(measures["weight"], grid.weights[column], _NEAR["weight"])
    taller = row + nearest_edge(measures["height"], grid.heights[row], _NEAR["height"])
    return [grid.at(row, heavier), grid.at(taller, column)]


def _moved(chart: Chart, size: str, offset: int) -> Optional[str]:
    """The size `offset` away. The smallest stays the smallest; above the largest there is none."""
    at = max(chart.sizes.index(size) + offset, 0)
    return chart.sizes[at] if at < len(chart.sizes) else None


def _apart(chart: Chart, one: str, other: str) -> int:
    return abs(chart.sizes.index(one) - chart.sizes.index(other))


def _neighbours(chart: Chart, size: str, sold: Sequence[str]) -> tuple[str, ...]:
    at = chart.sizes.index(size)
    beside = chart.sizes[max(at - 1, 0) : at] + chart.sizes[at + 1 : at + 2]
    return tuple(s for s in beside if s in sold)
