"""The house keeps its shape: imports go one way, and domain, rules, actions, wording and training data name the same things."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml

from bot import no_tensorflow

no_tensorflow.install()

import actions  # noqa: E402
from actions.base import ShopAction  # noqa: E402
from bot.dialogue.own_questions import RULE  # noqa: E402
from bot.dialogue.people import WORDING  # noqa: E402
from bot.dialogue.turn import ASKS_FOR_PERSON  # noqa: E402
from bot.dialogue.understood import CARD  # noqa: E402
from bot.learning.data_check import FEWEST, read_sentences  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf8"))
PLAIN = ("bot.faq", "bot.handoff", "bot.reporting", "bot.stores", "bot.shop")  # plain Python: neither Rasa nor a web framework


# Imports ---------------------------------------------------------------------------------------------------------------------


def path(module: str) -> Path:
    return ROOT / Path(*module.split("."))


@lru_cache(maxsize=None)
def imports(module: str) -> frozenset[str]:
    """The names a module or package of ours imports anywhere in it, in full."""
    files = sorted(path(module).rglob("*.py")) if path(module).is_dir() else [path(module).with_suffix(".py")]
    found = set()
    for file in files:
        package = file.relative_to(ROOT).with_suffix("").parts[:-1]
        for node in ast.walk(ast.parse(file.read_text("utf8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = [*package[: len(package) - node.level + 1]] if node.level else []
                whole = ".".join([*base, *([node.module] if node.module else [])])
                found |= {whole, *(f"{whole}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def reached(package: str) -> set[str]:
    """Everything outside our own code that importing a package can lead to."""
    seen, waiting, outside = set(), [package], set()
    while waiting:
        for name in imports(waiting.pop()):
            if name.split(".")[0] not in ("bot", "actions"):
                outside.add(name.split(".")[0])
            elif name not in seen | {"bot", "actions"} and (path(name).is_dir() or path(name).with_suffix(".py").exists()):
                seen.add(name)
                waiting.append(name)
    return outside


def test_actions_import_bot_and_never_the_other_way() -> None:
    assert [name for name in imports("bot") if name.split(".")[0] == "actions"] == []


@pytest.mark.parametrize("package", PLAIN)
def test_records_content_and_handover_know_neither_rasa_nor_the_web(package: str) -> None:
    assert reached(package) & {"rasa", "rasa_sdk", "sanic", "aiohttp", "tensorflow", "sklearn", "spacy"} == set()


def test_grouping_what_was_missed_knows_neither_rasa_nor_the_web() -> None:
    assert reached("bot.missed") & {"rasa", "rasa_sdk", "sanic", "aiohttp", "tensorflow"} == set()


def test_what_a_message_says_is_understood_without_knowing_the_database() -> None:
    assert {name.split(".")[0] for name in imports("bot.understanding")} & {"sqlalchemy", "sanic", "rasa_sdk"} == set()


def test_actions_contain_no_sql() -> None:
    assert {name.split(".")[0] for name in imports("actions")} & {"sqlalchemy", "sqlite3", "psycopg2"} == set()


# Domain, rules, actions ------------------------------------------------------------------------------------------------------


def rules() -> Iterator[tuple[str, str, str]]:
    """(file, intent, action) of every rule, which all have these two steps."""
    for file in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text("utf8")).get("rules") or ():
            intent, action = rule["steps"]
            yield file.stem, intent["intent"], action["action"]


@lru_cache(maxsize=1)
def our_actions() -> dict[str, type[ShopAction]]:
    """Every action of the project by its name in domain.yml."""
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        importlib.import_module(module.name)
    found, waiting = {}, list(ShopAction.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("actions.") and "action" in vars(one):
            assert one.action not in found, f"{one.action} exists twice"
            found[one.action] = one
    return found


def replies() -> dict[str, list[str]]:
    """Every wording of the shop."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "data" / "shop" / "replies").glob("*.yml")):
        found.update(yaml.safe_load(file.read_text("utf8")) or {})
    return found


def test_every_intent_has_exactly_one_rule() -> None:
    """Whoever wants a person gets one before any rule is asked."""
    counted = Counter(intent for _, intent, _ in rules())
    assert counted == Counter(set(DOMAIN["intents"]) - set(ASKS_FOR_PERSON))


def test_every_action_of_a_rule_exists_as_an_action_or_has_a_wording() -> None:
    missing = [f"{file}.yml: {action}" for file, _, action in rules() if action not in our_actions() and action not in replies()]
    assert missing == []


def test_domain_and_code_name_the_same_actions_and_rules_use_them_all() -> None:
    assert set(DOMAIN["actions"]) == set(our_actions())
    assert set(DOMAIN["actions"]) == {action for _, _, action in rules() if action.startswith("action_")}


def test_the_domains_spare_wordings_are_of_replies_that_rules_name() -> None:
    assert set(DOMAIN.get("responses") or ()) <= {action for _, _, action in rules() if action.startswith("utter_")}


def test_rasa_can_make_every_action_without_arguments() -> None:
    assert {action().name() for action in our_actions().values()} == set(our_actions())


# Wording ---------------------------------------------------------------------------------------------------------------------


def said_in(*folders: str) -> Iterator[tuple[str, str, bool]]:
    """(place, name, whole) of every utter_ name in the code; not whole: the beginning of an f-string, or of a table."""
    for folder in folders:
        for file in sorted((ROOT / folder).glob("*.py")):
            tree = ast.parse(file.read_text("utf8"))
            pieces = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
            called = {id(arg) for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                      and node.func.attr in ("say", "ask", "_say") for arg in node.args[:3]}  # fmt: skip
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"utter_(?!action$)\w*", node.value):
                    yield f"{file.name}:{node.lineno}", node.value, id(node) in called and id(node) not in pieces


def test_every_wording_the_code_names_exists() -> None:
    known, missing = replies(), []
    for place, name, whole in said_in("actions", "bot/dialogue"):
        if name not in known and (whole or not any(k.startswith(name) for k in known)):
            missing.append(f"{place} {name}")
    assert missing == []


@pytest.mark.parametrize("name", WORDING.values())
@pytest.mark.parametrize("when", ["open", "open_next", "closed"])
def test_every_handover_can_be_told_at_any_hour(name: str, when: str) -> None:
    assert replies().get(f"{name}_{when}")


def test_every_reply_belongs_to_one_file() -> None:
    named = [line.split(":")[0] for file in (ROOT / "data" / "shop" / "replies").glob("*.yml")
             for line in file.read_text("utf8").splitlines() if line.startswith("utter_")]  # fmt: skip
    assert [name for name, n in Counter(named).items() if n > 1] == []


# Training data ---------------------------------------------------------------------------------------------------------------


def taught() -> list[str]:
    """The intents that shoppers say in words; what the shop's own questions are about, each shop teaches itself."""
    return [intent for intent in DOMAIN["intents"] if intent not in (*CARD.values(), RULE)]


@lru_cache(maxsize=1)
def sentences() -> Counter:
    """How many sentences each intent has."""
    files = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    return Counter(s.intent for file in files for s in read_sentences(file, file.name))


def test_the_training_data_teaches_the_domains_intents_and_no_others() -> None:
    assert set(sentences()) == set(taught())


@pytest.mark.parametrize("intent", taught())
def test_every_intent_is_taught_with_enough_sentences(intent: str) -> None:
    assert sentences()[intent] >= FEWEST


@pytest.mark.parametrize("intent", taught())
def test_over_each_intent_stands_what_is_wanted_and_what_it_is_not(intent: str) -> None:
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        lines = file.read_text("utf8").splitlines()
        if f"- intent: {intent}" in lines:
            first = lines.index(f"- intent: {intent}")
            comments = lines[first - 2 : first]
            assert all(re.match(r"# .*[\u4e00-\u9fff]", line) for line in comments), f"{file.name}:{first + 1} {comments}"
            return
    raise AssertionError(f"{intent} is in no file")


def test_one_topic_has_one_name_everywhere() -> None:
    def topics(folder: str) -> set[str]:
        return {file.stem for file in (ROOT / folder).glob("*.yml")}

    assert topics("data/stories") <= topics("data/shop/replies")
    assert topics("data/nlu") == topics("tests/nlu") <= topics("data/shop/replies")


def test_every_intent_can_be_offered_by_a_title_of_its_own() -> None:
    titles: dict[str, Any] = yaml.safe_load((ROOT / "data" / "shop" / "intents.yml").read_text("utf8"))
    assert set(titles) <= set(taught())
    assert [title for title, n in Counter(titles.values()).items() if n > 1] == []
