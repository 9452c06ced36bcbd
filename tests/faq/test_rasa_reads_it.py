"""The files are Rasa's own: its reader takes them as they are, and nothing in a text is more than text to it."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Iterator

import pytest

from bot import no_tensorflow

no_tensorflow.install()

from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader  # noqa: E402

from bot.faq import Book, plan_import, take  # noqa: E402
from tests.faq.conftest import NOW  # noqa: E402
from tests.faq.sheets_for_tests import SHOP_FAQ  # noqa: E402
from tests.running import ROOT  # noqa: E402
from tests.test_architecture import reached  # noqa: E402

HARD = "问题,答案,相似问法\n[大码](size)有吗,${HOME} {shop} **粗** [链](http://x.y),/restart|- {甲}怎么用|[a]{\"entity\": \"x\"}|$USER 是谁|#号|[x][y]问法"


@pytest.fixture(autouse=True)
def strict() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # how Rasa tells what it does not understand
        yield


@pytest.mark.parametrize("raw", [SHOP_FAQ.read_bytes(), HARD.encode()], ids=["shop", "hard"])
def test_rasa_trains_every_phrasing_as_plain_text_and_knows_every_answer(book: Book, raw: bytes) -> None:
    take(plan_import(raw, "faq.csv", book), book, "小王", NOW)
    entries = book.read().entries.values()
    read: dict[str, set[str]] = {}
    answers = {}
    for path in sorted(book.folder.glob("*.yml")):
        data = RasaYAMLReader().reads(path.read_text("utf8"))
        for example in data.intent_examples:
            assert example.get("entities") is None
            read.setdefault(example.get_full_intent(), set()).add(example.get("text"))
        answers.update(data.responses)
    assert entries and read == {entry.intent: set(entry.trained) for entry in entries}
    assert {reply: said[0]["text"] for reply, said in answers.items()} == {entry.reply: entry.answer for entry in entries}
    domain = Domain.from_dict({"version": "3.1", "intents": ["faq"], "responses": answers})
    assert {entry.reply for entry in entries} == set(domain.responses)


def test_who_only_answers_does_not_load_what_reads_spreadsheets() -> None:
    said = subprocess.run([sys.executable, "-c", "import sys, bot.faq; print('openpyxl' in sys.modules)"], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.strip() == "False", said.stderr


def test_the_package_needs_neither_rasa_nor_a_web_framework() -> None:
    assert reached("bot.faq") & {"rasa", "rasa_sdk", "sanic", "aiohttp", "tensorflow", "sklearn", "spacy", "sqlalchemy"} == set()
