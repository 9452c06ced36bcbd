"""report.html: one page for the shopkeeper, plain words first, then tables and pictures. It asks nothing of any other address."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.learning.evaluation import plots
from bot.learning.evaluation.budgets import Kept
from bot.learning.evaluation.evaluation import Evaluation
from bot.learning.evaluation.terminal import VERDICTS
from bot.learning.evaluation.names import Names

FOLDER = Path(__file__).parent / "templates"
MOST_CONFUSED = 14  # intents in the heat map
PAIRS, SENTENCES = 16, 4


def page(found: Evaluation) -> str:
    """The whole document. Everything that was typed by somebody is escaped by the template."""
    templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters.update(share=_share, hundred=_hundred, points=_points)
    return templates.get_template("report.html").render(
        found=found, whole=found.whole, names=found.names, shops=shops_budget(found), verdicts=VERDICTS,
        confused=confused(found.whole.mistakes), pictures=_pictures(found), style=Markup((FOLDER / "report.css").read_text("utf8")))


def shops_budget(found: Evaluation) -> Optional[Kept]:
    """What the shop itself was promised."""
    return next((kept for kept in found.whole.budgets if kept.promised == found.allowed), None)


def confused(mistakes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who was taken for whom, most often first, with the sentences; those that were answered stand in front."""
    pairs: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for mistake in mistakes:
        pairs[mistake["labels"][0], mistake["intent"]].append(mistake)
    ranked = sorted(pairs.items(), key=lambda pair: (-len(pair[1]), -sum(m["answered"] for m in pair[1]), pair[0]))
    return [{"meant": meant, "named": named, "count": len(there), "answered": sum(m["answered"] for m in there),
             "sentences": sorted(there, key=lambda m: (not m["answered"], -m["confidence"]))[:SENTENCES]}
            for (meant, named), there in ranked[:PAIRS]]  # fmt: skip


def _pictures(found: Evaluation) -> dict[str, Markup]:
    """SVG by name; those with nothing to show are left out."""
    whole, names = found.whole, found.names
    drawn = {}
    if whole.curve:
        drawn["curve"] = plots.answered_against_wrong(whole.curve, whole.budgets)
    if whole.reliability:
        drawn["reliability"] = plots.reliability(whole.reliability)
    if whole.by_topic:
        rows = sorted(whole.by_topic.items(), key=lambda row: row[1])
        drawn["topics"] = plots.bars([(names.topic(t), share, _share(share)) for t, share in rows], title="每个主题认对的比例")
    if found.changes:
        said = [(names.words["changes"][c.name]["title"], c.accuracy, f"{_share(c.accuracy)} {_points(-c.loss)}") for c in found.changes]
        drawn["changes"] = plots.bars(said, against=[c.clean for c in found.changes], title="换个写法以后认对的比例")
    if whole.mistakes:
        drawn["heat"] = _heat(whole.mistakes, names)
    return {name: Markup(svg) for name, svg in drawn.items()}


def _heat(mistakes: Sequence[Mapping[str, Any]], names: Names) -> str:
    involved: dict[str, int] = defaultdict(int)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for mistake in mistakes:
        meant, named = mistake["labels"][0], mistake["intent"]
        counts[meant, named] += 1
        involved[meant] += 1
        involved[named] += 1
    chosen = sorted(involved, key=lambda name: (-involved[name], name))[:MOST_CONFUSED]
    chosen.sort(key=lambda name: (names.topic_of.get(name, ""), name))  # neighbours beside each other
    return plots.heat([names.intent(name).replace("$", "＄") for name in chosen], [[counts[a, b] for b in chosen] for a in chosen],
                      "本来是左边的意思，被认成上面的意思，各有几句")


def _share(value: Optional[float]) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def _hundred(value: Optional[float]) -> str:
    """Of a hundred, with one decimal: 4.9."""
    return "–" if value is None else f"{100 * value:.1f}"


def _points(value: float) -> str:
    return "±0" if abs(value) < 0.0005 else f"{100 * value:+.1f}".replace("-", "−")
