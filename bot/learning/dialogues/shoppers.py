"""A shop folder in which every dialogue has a shopper of its own, so that no dialogue sees what another has done.

The demonstration shoppers stay as they are; each dialogue that needs one gets a twin with its own order and parcel numbers.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.learning.dialogues.script import Dialogue
from bot.settings import ROOT

_NUMBERS = {"number", "tracking", "return_tracking", "replacement_tracking"}


def shop_folder(into: Path, dialogues: list[Dialogue], source: Path = ROOT / "data" / "shop") -> Path:
    """A copy of data/shop with the dialogues' shoppers in it; one that the shop does not know any more is a guest."""
    folder = into / "shop"
    shutil.copytree(source, folder)
    file = folder / "demo" / "shoppers.yml"
    read = (yaml.safe_load(file.read_text("utf8")) if file.exists() else None) or {}
    known = {one.get("id"): one for one in read.get("shoppers") or ()}
    wanted = [d for d in dialogues if d.shopper]
    twins = [{**_renumbered(known[d.shopper], i), "id": d.id} for i, d in enumerate(wanted, 1) if d.shopper in known]
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump({**read, "shoppers": [*known.values(), *twins]}, allow_unicode=True, sort_keys=False), "utf8")
    return folder


def _renumbered(value: Any, twin: int, name: str = "") -> Any:
    """The same with other numbers: the last three digits but one say which twin it is."""
    if isinstance(value, dict):
        return {key: _renumbered(one, twin, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_renumbered(one, twin) for one in value]
    return f"{value[:-4]}{twin:03d}{value[-1]}" if name in _NUMBERS else value
