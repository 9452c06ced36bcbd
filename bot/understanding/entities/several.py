"""Sizes of several pieces, told by how they are shared out: 一双37一双39, 120和130各一件. Only numbers that the shop's sizes are."""

from __future__ import annotations

import re
from itertools import groupby

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Reading
from bot.understanding.entities.sizes import MEASURED, is_number_size

_NUMBER = r"(?<![\d.])(\d{2,3}(?:\.5)?)(?![\d.])"
_ONE = re.compile(rf"[一1]([双件条套])\s?(?:我?[要买拍穿选]|[\u4e00-\u9fff]{{1,3}}色的?)?\s?{_NUMBER}")  # 一双37, 一件白色120
_EACH = re.compile(rf"{_NUMBER}码?\s?[和跟与、,， ]\s?{_NUMBER}码?的?\s?各[要来拍买]?[一两1-9][双件条套]")
_ENDS = re.compile(r"\s|多少|多大")  # what is counted or measured would follow at once
_PRICES = re.compile(r"[元块价贵￥¥券折]|(?<!多少)钱|便宜|优惠")
FEWEST_PIECES = 3  # two sizes and how many of each
LARGEST_SHOE = 52

Found = tuple[int, int]  # where the number stands


def find(reading: Reading) -> list[Entity]:
    """size; 一件120一件150 may also be what two shops take, so nothing where prices are talked about."""
    text = reading.text
    if len(reading.pieces) < FEWEST_PIECES or not ("双" in text or "件" in text or "条" in text or "套" in text):
        return []  # nearly always, and much sooner than the patterns see it
    groups = [*_one_each(text), *([m.span(1), m.span(2)] for m in _EACH.finditer(text))]
    if not groups or _PRICES.search(text):
        return []
    return [Entity("size", text[a:b], a, b) for group in groups if _are_sizes(reading, group) for a, b in group if reading.unused(a, b)]


def _one_each(text: str) -> list[list[Found]]:
    """The numbers behind 一双 and those behind 一件."""
    matches = sorted(_ONE.finditer(text), key=lambda m: m.group(1))
    return [[m.span(2) for m in those] for _, those in groupby(matches, key=lambda m: m.group(1))]


def _are_sizes(reading: Reading, group: list[Found]) -> bool:
    """At least two, of one kind, that the shop has."""
    said = [reading.text[a:b] for a, b in group]
    small = {float(number) <= LARGEST_SHOE for number in said}
    known = all(number in reading.sizes and is_number_size(float(number)) for number in said)
    measured = any(MEASURED.match(reading.text, b) for _, b in group if not _ENDS.match(reading.text, b))
    return len(said) > 1 and len(small) == 1 and known and not measured
