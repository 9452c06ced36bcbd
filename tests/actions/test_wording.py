"""Rules, actions and wording belong together: nothing is named that is not there."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

import actions
from actions.base import ShopAction

ROOT = Path(__file__).resolve().parents[2]
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
_VARIABLE = re.compile(r"\{(\w+)\}")
# What the server fills in when it speaks without an action.
SPOKEN_BY_THE_SERVER = {
    "utter_handover_open": {"ahead"}, "utter_handover_open_next": set(), "utter_handover_closed": {"reopens"},
    "utter_handover_already": {"reopens"}, "utter_complaint_open": {"ahead"}, "utter_complaint_open_next": set(),
    "utter_complaint_closed": {"reopens"}, "utter_unsure_human_open": {"ahead"}, "utter_unsure_human_open_next": set(),
    "utter_no_answer_open": {"ahead"}, "utter_no_answer_open_next": set(), "utter_no_answer_closed": {"reopens"},
    "utter_unsure_human_closed": {"reopens"}, "utter_follow_up_open": {"ahead"}, "utter_follow_up_open_next": set(),
    "utter_follow_up_closed": {"reopens"}, "utter_trouble": set(), "utter_trouble_open": {"ahead"}, "utter_trouble_open_next": set(),
    "utter_trouble_closed": {"reopens"}, "utter_closed_meanwhile": {"reopens"}, "utter_ask_back": set(), "utter_ask_again": set(),
    "utter_returned_to_bot": set(), "utter_out_of_scope": set(), "utter_complaint_already": set(), "utter_word_kept": set(),
    "utter_word_kept_guess": set(), "utter_hours_open": set(), "utter_hours_closed": {"reopens"}, "utter_hours_queued": {"reopens"},
    "utter_leave_word": set(), "utter_contact_kept": {"reopens"}, "utter_called_off": set(),
}  # fmt: skip


def all_actions() -> dict[str, type[ShopAction]]:
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    found, left = {}, [ShopAction]
    while left:
        cls = left.pop()
        left += [one for one in cls.__subclasses__() if one.__module__.startswith("actions.")]  # not other tests' own
        if not inspect.isabstract(cls):
            assert cls.action not in found, f"{cls} and {found[cls.action]} are both {cls.action}"
            found[cls.action] = cls
    return found


def rules() -> list[tuple[str, str]]:
    """(intent, action) of every rule."""
    pairs = []
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            intent, action = rule["steps"]
            pairs.append((intent["intent"], action["action"]))
    return pairs


def test_every_rule_names_an_action_or_a_wording(content):
    known = all_actions()
    for intent, action in rules():
        assert action in known or action in content.replies, f"{intent}: {action}"


def test_every_action_is_reached_by_a_rule():
    assert set(all_actions()) == {action for _, action in rules() if action.startswith("action_")}


def test_every_intent_has_exactly_one_rule():
    intents = [intent for intent, _ in rules()]
    assert len(intents) == len(set(intents))


def test_every_action_is_made_without_arguments():
    for cls in all_actions().values():
        assert cls().name() == cls.action


def test_every_wording_named_in_the_code_is_there(content):
    for path in [*(ROOT / "actions").glob("*.py"), *(ROOT / "bot" / "dialogue").glob("*.py")]:
        for name in re.findall(r'"(utter_\w+)"', path.read_text(encoding="utf-8")):
            assert name == "utter_action" or any(other.startswith(name) for other in content.replies), f"{path.name}: {name}"


@pytest.mark.parametrize("name, given", SPOKEN_BY_THE_SERVER.items())
def test_what_the_server_says_needs_nothing_it_does_not_have(content, name, given):
    for variant in content.replies[name]:
        assert set(_VARIABLE.findall(variant)) <= given | set(content.variables), variant


def test_a_static_answer_needs_nothing_but_the_shops_own_values(content):
    for _, name in rules():
        for variant in content.replies.get(name, ()):
            assert set(_VARIABLE.findall(variant)) <= set(content.variables), variant


def test_sentences_are_short_enough_for_a_phone(content):
    for name, variants in content.replies.items():
        for variant in variants:
            assert len(_VARIABLE.sub("", variant)) <= 120, f"{name}: {variant}"


def test_no_sentence_stands_in_the_code():
    for path in (ROOT / "actions").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, _DOCUMENTED)}
        said = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value not in docs]
        assert not [text for text in said if re.search("[\u4e00-\u9fff][。～！]|[，。][\u4e00-\u9fff]{2,}.*[，。]", text)], path.name
