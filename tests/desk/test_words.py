"""Everything that brings a shopper to a person has a name an agent understands."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from actions.faults import FAULTS
from bot.desk.rendering import FOLDER
from bot.dialogue.people import WORDING
from bot.dialogue.understood import MEASURES
from bot.handoff.presence import STATUSES
from bot.stores.parcel import PARCEL_STATUSES
from bot.stores.records import CASE_KINDS, CASE_STATUSES, ORDER_STATUSES

ROOT = Path(__file__).resolve().parents[2]


def test_every_reason_for_a_handover_has_a_name() -> None:
    templates = Environment(loader=FileSystemLoader(FOLDER / "templates"))
    named = set(templates.get_template("_words.html").module.reasons)
    asked = {reason for file in (ROOT / "actions").glob("*.py") for reason in re.findall(r'hand_over\("(\w+)"\)', file.read_text("utf8"))}
    faults = {fault.removesuffix("_problem") for fault in FAULTS}
    assert asked | faults | set(WORDING) <= named


def test_every_code_of_the_records_has_a_name() -> None:
    words = Environment(loader=FileSystemLoader(FOLDER / "templates")).get_template("_words.html").module
    assert set(ORDER_STATUSES) <= set(words.statuses) and set(PARCEL_STATUSES) <= set(words.parcels)
    assert {*CASE_KINDS, *CASE_STATUSES} <= set(words.cases)
    assert set(STATUSES) <= set(words.presence) and set(MEASURES) <= set(words.measures)
    assert {"threat", "angry", "annoyed", "urgent", "money", "regular"} == set(words.pressing)


def test_every_sentence_that_is_told_after_something_was_done_exists() -> None:
    words = Environment(loader=FileSystemLoader(FOLDER / "templates")).get_template("_words.html").module
    said = {code for file in FOLDER.glob("*.py") for code in re.findall(r'done\(request, .*"(\w+)"\)', file.read_text("utf8"))}
    assert said and said <= set(words.sayings)
