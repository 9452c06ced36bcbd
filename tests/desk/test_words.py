"""Everything that brings a shopper to a person has a name an agent understands."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from actions.faults import FAULTS
from bot.desk.pages import FOLDER
from bot.dialogue.people import WORDING

ROOT = Path(__file__).resolve().parents[2]


def test_every_reason_for_a_handover_has_a_name() -> None:
    templates = Environment(loader=FileSystemLoader(FOLDER / "templates"))
    named = set(templates.get_template("_words.html").module.reasons)
    asked = {reason for file in (ROOT / "actions").glob("*.py") for reason in re.findall(r'hand_over\("(\w+)"\)', file.read_text("utf8"))}
    faults = {fault.removesuffix("_problem") for fault in FAULTS}
    assert asked | faults | set(WORDING) <= named
