"""The next model learns the project's data and the shop's own questions; what is held out or over it never sees."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot import no_tensorflow

no_tensorflow.install()

from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader  # noqa: E402

from bot.clock import SHANGHAI  # noqa: E402
from bot.faq import Book, BookProblem, Entry  # noqa: E402
from bot.learning import candidate  # noqa: E402
from bot.learning.candidate import material, train_candidate  # noqa: E402
from bot.learning.gate.examining import exam  # noqa: E402
from bot.learning.training import DATA  # noqa: E402
from bot.missed.learned import Learned  # noqa: E402
from bot.settings import ROOT, Settings  # noqa: E402

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=SHANGHAI)
HARD = ('说"引号"和\'单引号\'', "大括号 {shop} 和 ${HOME}", "- 开头是横线", "# 开头是井号\n第二行\n\n隔一行", "冒号: 值 | 竖线 > 大于", "%百分 &和 *星 !叹", "末尾反斜杠\\")


@pytest.mark.parametrize("answer", HARD)
def test_an_answer_reaches_rasa_as_it_is_whatever_stands_in_it(answer: str) -> None:
    entry = Entry("x", "怎么印字", answer, ("能印logo吗", "*星号问法", "冒号: 问法", '带"引号"的问法'))
    with material([entry]) as given:
        read = RasaYAMLReader().reads(given.files[-1].read_text("utf8"))
    assert read.responses["utter_faq/x"][0]["text"] == answer
    assert {example.get("text") for example in read.intent_examples} == set(entry.trained)
    assert {example.get_full_intent() for example in read.intent_examples} == {"faq/x"}


def test_without_own_questions_it_is_the_projects_data_and_nothing_else() -> None:
    with material([]) as given:
        assert given.files == tuple(ROOT / folder for folder in DATA)


def test_what_is_held_out_is_nowhere_in_what_is_trained_on() -> None:
    with material([Entry("x", "怎么印字", "可以", ("能印logo吗",), ("考试用的问法",), by="小王", at=NOW)]) as given:
        assert "考试用的问法" not in given.files[-1].read_text("utf8")
        assert yaml.safe_load(given.files[-1].read_text("utf8"))["nlu"]
    assert not given.files[-1].exists()


def test_another_wording_is_no_reason_to_train_another_phrasing_is() -> None:
    def digest(*entries: Entry) -> str:
        with material(entries) as given:
            return given.digest

    one, two = Entry("a", "问甲", "答甲"), Entry("b", "问乙", "答乙")
    assert digest(one, two) == digest(two, Entry("a", "问甲", "答得不一样"))
    assert len({digest(), digest(one), digest(one, two), digest(Entry("a", "问甲", "答甲", ("也这样问",)), two)}) == 4


@pytest.fixture
def trained_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Rasa would have been given."""
    seen: list[str] = []

    def train(settings: Settings, *, name: str | None, data: tuple[Path, ...]) -> Path:
        seen.extend(path.read_text("utf8") for path in data if path.is_file())
        settings.models.mkdir(exist_ok=True)
        (settings.models / "model-1.tar.gz").write_bytes(b"model")
        return settings.models / "model-1.tar.gz"

    monkeypatch.setattr(candidate, "train", train)
    return seen


def test_what_is_over_is_left_out_what_begins_later_is_not_and_the_model_says_what_it_learnt(tmp_path: Path, trained_on: list[str]) -> None:
    book = Book(tmp_path / "faq")
    book.put(Entry("over", "双十一有活动吗", "有", valid_until=datetime(2026, 11, 11, 23, 59, tzinfo=SHANGHAI)))
    book.put(Entry("later", "双十二有活动吗", "有", ("双12打折吗",), valid_from=datetime(2026, 12, 12, tzinfo=SHANGHAI)))
    settings = Settings.from_environment({"BOT_VAR": str(tmp_path), "MODELS_DIR": str(tmp_path / "models")})
    model = train_candidate(settings, book, NOW, by="小王", why="导入")
    assert len(trained_on) == 1 and "faq/later" in trained_on[0] and "双十一" not in trained_on[0]
    known = candidate.models.about(settings.models, model.name)
    assert (known["by"], known["why"], known["trained_at"]) == ("小王", "导入", NOW.isoformat())
    assert known["faq"] == {"later": ["双十二有活动吗", "双12打折吗"]} and len(known["data"]) == 16


def test_a_broken_file_stops_the_training_with_its_line(tmp_path: Path, trained_on: list[str]) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "a.yml").write_text('version: "3.1"\nnlu:\n- intent: faq/a\n  examples: |\n    没有横线\n', "utf8")
    settings = Settings.from_environment({"BOT_VAR": str(tmp_path), "MODELS_DIR": str(tmp_path / "models")})
    with pytest.raises(BookProblem, match="faq/a.yml 第 5 行"):
        train_candidate(settings, Book(tmp_path / "faq"), NOW)
    assert trained_on == []


def test_sentences_put_to_built_in_intents_are_trained_and_their_proofs_are_not(tmp_path: Path) -> None:
    learned = Learned(tmp_path / "learned")
    learned.accept("ask_care", [f"这个能不能放洗衣机转第{n}回" for n in range(20)])
    with material([], learned.in_rasas_form()) as given, material([]) as without:
        text = given.files[-1].read_text("utf8")
        assert all(one in text for one in learned.training()["ask_care"])
        assert learned.held_out()["ask_care"] and not any(one in text for one in learned.held_out()["ask_care"])
        assert given.digest != without.digest and len(without.files) == len(given.files) - 1


def test_what_supervisors_held_out_is_a_set_of_its_own_in_the_gate() -> None:
    given = exam((), (), {"ask_care": ("这个能机洗不",)})
    assert [(row.text, row.labels) for one in given.sets if one.name == "learned" for row in one.rows] == [("这个能机洗不", ("ask_care",))]
