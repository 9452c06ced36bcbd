"""Drawings of the demonstration products, so that the page needs no photographs and no other host."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import yaml
from jinja2 import Environment

_RULES: Mapping[str, Mapping[str, str]] = yaml.safe_load((Path(__file__).parent / "drawings.yml").read_text(encoding="utf-8"))
_OTHER = "其他"
_LIGHT = 150  # of 255: seams on a brighter cloth are drawn dark


def draw(templates: Environment, product: Any, colour: str) -> str:
    """An SVG of this product in this colour word."""
    tone = tone_of(colour)
    return templates.get_template("picture.svg").render(
        shape=shape_of(product), colour=tone, light=_brightness(tone) > _LIGHT, title=f"{product.name} {colour}")


def shape_of(product: Any) -> str:
    """The shape in picture.svg: by a word in the name, else by the category."""
    named = next((shape for word, shape in _RULES["named"].items() if word in product.name), None)
    return named or _RULES["shapes"].get(product.category, _RULES["shapes"][_OTHER])


def tone_of(colour: str) -> str:
    """The colour word as #rrggbb."""
    return next((tone for word, tone in _RULES["colours"].items() if word in colour), _RULES["colours"][_OTHER])


def _brightness(tone: str) -> float:
    red, green, blue = (int(tone[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
