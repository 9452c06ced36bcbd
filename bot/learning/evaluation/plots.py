"""The report's pictures: SVG to be put into a page. Labels stay text, drawn by the reader's own Chinese fonts.

Widths are chosen for a phone: a picture shrinks to its column, and its letters with it.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Optional, Sequence

import matplotlib
import matplotlib.colors
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from markupsafe import escape

from bot.learning.evaluation.budgets import Kept
from bot.learning.evaluation.reliability import Bin

INK, SOFT, LINE, BLUE, PALE, RED, ORANGE, GREEN = (
    "#22272b", "#6d757c", "#dfe4e8", "#1f6396", "#a9c7dd", "#c0342b", "#cf6a12", "#2c7a4b")
WIDTH = 400  # CSS pixels of a column
_LOOK = {
    "svg.fonttype": "none", "font.size": 13, "text.color": INK, "axes.edgecolor": "#b9c3cb", "axes.labelcolor": SOFT,
    "xtick.color": SOFT, "ytick.color": SOFT, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": LINE,
    "grid.linewidth": 0.8, "axes.axisbelow": True, "legend.frameon": False, "xtick.major.size": 0, "ytick.major.size": 0,
}  # fmt: skip
_PROLOGUE = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<!--.*?-->", re.S)
_FAMILY = re.compile(r"px (?:&apos;|&quot;|'|\")[^;'\"&]*(?:&apos;|&quot;|'|\")")


@matplotlib.rc_context(_LOOK)
def answered_against_wrong(curve: Sequence[tuple[float, float, float]], budgets: Sequence[Kept]) -> str:
    """What every threshold would have done, and where the model's own limits fell. Both axes in percent."""
    figure, axes = _canvas(290, left=48, right=16, bottom=50, top=14)
    top = max([12.0] + [100 * b.wrong_answers * 1.15 for b in budgets if b.wrong_answers is not None])
    usual = [(a, w) for a, w, _ in curve]
    axes.plot([100 * a for a, _ in usual], [100 * w for _, w in usual], color=BLUE, linewidth=2)
    marked: list[float] = []
    for budget in budgets:
        if budget.wrong_answers is None:
            continue
        x, y = 100 * budget.answered, 100 * budget.wrong_answers
        colour = GREEN if budget.verdict == "kept" else RED if budget.verdict == "broken" else ORANGE
        axes.plot([x], [y], "o", color=colour, markersize=8, markeredgecolor="white", zorder=5, clip_on=False)
        if any(abs(x - other) < 3 for other in marked):  # two limits that fell together are written once
            continue
        marked.append(x)
        axes.annotate(f"答应 {budget.promised:g}", (x, y), xytext=(-6, 9), textcoords="offset points", ha="right", color=colour, zorder=6)
    axes.set(xlim=(0, 100), ylim=(0, min(top, 60)), xlabel="机器人自己答的（每 100 句）", ylabel="其中答错的（每 100 句）")
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    return _svg(figure, "自己答得越多，答错的越多；圆点是几种答应各自落在哪里")


@matplotlib.rc_context(_LOOK)
def reliability(bins: Sequence[Bin]) -> str:
    """How sure against how often right, in percent; the size of a dot says how many messages it stands for."""
    figure, axes = _canvas(290, left=54, right=16, bottom=50, top=14)
    axes.plot([0, 100], [0, 100], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
    axes.plot([100 * b.said for b in bins], [100 * b.true for b in bins], color=BLUE, linewidth=1.5)
    most = max((b.messages for b in bins), default=1)
    axes.scatter([100 * b.said for b in bins], [100 * b.true for b in bins], s=[25 + 220 * b.messages / most for b in bins], color=BLUE,
                 edgecolors="white", zorder=5, clip_on=False)
    axes.set(xlim=(0, 102), ylim=(0, 104), xlabel="它说自己有几成把握（%）", ylabel="真的认对（%）")
    axes.text(30, 12, "在虚线下面：说大话", color=SOFT)
    axes.text(4, 92, "在虚线上面：太谦虚", color=SOFT)
    return _svg(figure, "机器人说的把握和真的认对的比例")


@matplotlib.rc_context(_LOOK)
def bars(rows: Sequence[tuple[str, float, str]], *, low: float = 0.0, against: Optional[Sequence[float]] = None, title: str) -> str:
    """One bar a (label, share of 1, words at its end), first row on top; `against` draws a pale bar behind each."""
    longest = max(len(label) for label, _, _ in rows)
    figure, axes = _canvas(27 * len(rows) + 34, left=13.5 * longest + 14, right=72, bottom=26, top=4)
    places = range(len(rows))
    if against is not None:
        axes.barh(places, [100 * a for a in against], color=LINE, height=0.72)
    axes.barh(places, [100 * share for _, share, _ in rows], color=BLUE, height=0.5 if against is not None else 0.62)
    for at, (_, share, said) in enumerate(rows):
        behind = against[at] if against is not None else share
        axes.text(100 * max(share, behind) + 1.2, at, said, va="center", color=INK, fontsize=12)
    axes.set_yticks(list(places), [label for label, _, _ in rows], color=INK)
    axes.set(xlim=(100 * low, 100), ylim=(len(rows) - 0.4, -0.6))
    axes.grid(False, axis="y")
    axes.spines["bottom"].set_visible(False)
    return _svg(figure, title)


@matplotlib.rc_context(_LOOK)
def heat(names: Sequence[str], counts: Sequence[Sequence[int]], title: str) -> str:
    """Who is taken for whom: rows meant, columns named; the diagonal, being right, is left empty."""
    size = len(names)
    longest = 13.5 * max(map(len, names))
    figure, axes = _canvas(27 * size + longest + 20, left=longest + 14, right=longest / 2, bottom=8, top=longest + 12,
                           width=27 * size + 1.5 * longest + 14)
    top = max((n for row in counts for n in row), default=1) or 1
    shown = [[float("nan") if i == j else n for j, n in enumerate(row)] for i, row in enumerate(counts)]
    colours = matplotlib.colors.LinearSegmentedColormap.from_list("wrong", ["#ffffff", "#f2c3bd", RED])
    colours.set_bad("#eef1f3")
    axes.pcolormesh(range(size + 1), range(size + 1), shown, cmap=colours, vmin=0, vmax=top, edgecolors=LINE, linewidth=0.6)
    for i, row in enumerate(counts):
        for j, n in enumerate(row):
            if n and i != j:
                axes.text(j + 0.5, i + 0.53, str(n), ha="center", va="center", fontsize=12, color="white" if n > 0.6 * top else INK)
    axes.set_xticks([i + 0.5 for i in range(size)], [])
    axes.set_yticks([i + 0.5 for i in range(size)], list(names), color=INK)
    for at, name in enumerate(names):
        axes.text(at + 0.5, -0.25, name, rotation=60, rotation_mode="anchor", ha="left", va="center", color=INK)
    axes.set(xlim=(0, size), ylim=(size, 0))
    axes.grid(False)
    for side in axes.spines.values():
        side.set_visible(False)
    return _svg(figure, title)


def _canvas(height: float, *, left: float, right: float, bottom: float, top: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Everything in CSS pixels, margins too: nothing is fitted to fonts this machine may not have."""
    figure = Figure(figsize=(width / 72, height / 72), facecolor="none")
    FigureCanvasSVG(figure)
    axes = figure.add_axes([left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height])
    axes.set_facecolor("none")
    return figure, axes


def _svg(figure: Figure, title: str) -> str:
    """The figure for a page: no prologue, no metadata with addresses, no font of this machine, and a title for who cannot see it."""
    out = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": title}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Glyph missing": it measures with its own font what the reader's will draw
        figure.savefig(out, format="svg", metadata={"Date": None})
    drawn = _FAMILY.sub("px sans-serif", _PROLOGUE.sub("", out.getvalue()))
    wide, high = figure.get_size_inches() * 72
    opening = f'<svg viewBox="0 0 {wide:g} {high:g}" style="max-width:{1.15 * wide:g}px" role="img" aria-label="{escape(title)}">'
    return re.sub(r"<svg[^>]*>", lambda _: opening, _unnamed(drawn), count=1)


def _unnamed(drawn: str) -> str:
    """Ids that nothing refers to are taken out: several pictures share one page."""
    used = set(re.findall(r"#([\w.-]+)", drawn))
    return re.sub(r' id="([\w.-]+)"', lambda m: m.group(0) if m.group(1) in used else "", drawn)

