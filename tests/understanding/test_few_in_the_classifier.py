"""The shop's own questions as Rasa meets them: labels with a slash, answers among the responses, and trainings that only they have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import no_tensorflow

no_tensorflow.install()

from rasa.engine.graph import ExecutionContext, GraphSchema  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402

from bot.understanding import classifier as module  # noqa: E402
from bot.understanding.classifier import ShopIntentClassifier  # noqa: E402
from bot.understanding.intent_model import IntentModel  # noqa: E402
from tests.understanding.few_shop import ANSWERS, NATURAL, OWN_SENTENCES, SENTENCES, other_shop  # noqa: E402


@pytest.fixture()
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("BOT_VAR", str(tmp_path / "var"))
    natural = tmp_path / "natural.tsv"
    natural.write_text("text\tlabels\n" + "\n".join(f"{text}\t{'|'.join(labels)}" for text, labels in NATURAL), "utf8")
    return {**ShopIntentClassifier.get_default_config(), "semantics": False, "vocabulary": "bot.understanding.catalogue.nothing", "asides": ["greet"],
            "calibration": str(natural), "other_shops": str(other_shop(tmp_path / "others"))}  # fmt: skip


def trained(folder: Path, config: dict[str, Any], own: list[tuple[str, str]] = OWN_SENTENCES, answers: dict[str, str] = ANSWERS) -> ShopIntentClassifier:
    folder.mkdir(exist_ok=True)
    parts = LocalModelStorage(folder), Resource("classifier"), ExecutionContext(GraphSchema({}))
    responses = {f"utter_{label}": [{"text": answer}] for label, answer in answers.items()}
    data = TrainingData([Message.build(text, label) for text, label in [*SENTENCES, *own]], responses=responses)
    ShopIntentClassifier.create(config, *parts).train(data)
    return ShopIntentClassifier.load(config, *parts)


def understood(classifier: ShopIntentClassifier, text: str) -> dict[str, Any]:
    (message,) = classifier.process([Message.build(text)])
    return message.as_dict()


def test_ranking_confidences_and_limits_cover_both_kinds(tmp_path: Path, config: dict[str, Any]) -> None:
    found = understood(trained(tmp_path / "a", config), "杯子上刻字")
    assert found["intent"]["name"] == "faq/engraving" and found["intent"] == found["intent_ranking"][0]
    confidences = [one["confidence"] for one in found["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True) and set(found["error_budget"]) == {"1", "2", "5", "10"}


@pytest.mark.parametrize("text, found", [
    ("保温杯可以刻字吗？多久发货", ["faq/engraving", "ask_ship_time"]),
    ("多久发货，另外窗帘尺寸怎么量", ["ask_ship_time", "faq/curtain"]),
    ("可以参观工厂吗？直播间几点开播", ["faq/factory", "faq/live"]),
    ("旧衣服，可以寄给你们吗", ["faq/recycling"]),
])  # fmt: skip
def test_two_questions_are_told_apart_whatever_their_kind(tmp_path: Path, config: dict[str, Any], text: str, found: list[str]) -> None:
    questions = understood(trained(tmp_path / "a", config), text)["questions"]
    assert [one["intent"]["name"] for one in questions] == found


def test_without_own_questions_everything_is_as_if_there_were_no_such_thing(tmp_path: Path, config: dict[str, Any]) -> None:
    with_shops, without = trained(tmp_path / "a", config, [], {}), trained(tmp_path / "b", {**config, "other_shops": None, "remember": None}, [], {})
    for text in ("会起球吗？多久发货", "你好", "窗帘", ""):
        assert understood(with_shops, text) == understood(without, text)
    assert sorted(file.name for file in (tmp_path / "a").rglob("*")) == sorted(file.name for file in (tmp_path / "b").rglob("*"))


def test_a_training_after_new_entries_takes_the_intents_over_and_gives_the_model_of_a_training_from_nothing(
        tmp_path: Path, config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    trained(tmp_path / "a", config, OWN_SENTENCES[:6])
    anew = trained(tmp_path / "b", {**config, "remember": None})
    monkeypatch.setattr(IntentModel, "train", lambda *_, **__: pytest.fail("the intents were trained again"))
    monkeypatch.setattr("bot.understanding.few.training.Teaching", lambda *_: pytest.fail("the weights were learnt again"))
    taken_over = trained(tmp_path / "c", config)
    for text in ("杯子上刻字", "会起球吗？多久发货", "礼品卡过期了", ""):
        assert understood(taken_over, text) == understood(anew, text)


@pytest.mark.parametrize("changed", ["a sentence", "a natural message", "what is never answered"])
def test_intents_are_trained_again_when_anything_of_theirs_has_changed(
        tmp_path: Path, config: dict[str, Any], monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    trained(tmp_path / "a", config)
    again: list[bool] = []
    train = IntentModel.train
    monkeypatch.setattr(IntentModel, "train", lambda *given, **more: again.append(True) or train(*given, **more))
    own = OWN_SENTENCES
    if changed == "a sentence":
        own = [*own, ("啥时候寄出", "ask_ship_time")]
    elif changed == "a natural message":
        Path(config["calibration"]).write_text(Path(config["calibration"]).read_text("utf8") + "\n几时寄\task_ship_time", "utf8")
    else:
        config = {**config, "never_answered": ["greet"]}
    trained(tmp_path / "b", config, own)
    assert again == [True]


def test_a_removed_entry_is_gone_with_the_next_training(tmp_path: Path, config: dict[str, Any]) -> None:
    trained(tmp_path / "a", config)
    without = trained(tmp_path / "b", config, [one for one in OWN_SENTENCES if one[1] != "faq/engraving"])
    assert "faq/engraving" not in [one["name"] for one in understood(without, "保温杯可以刻字吗")["intent_ranking"]]


def test_own_questions_without_other_shops_to_learn_from_are_refused(tmp_path: Path, config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="other_shops"):
        trained(tmp_path / "a", {**config, "other_shops": None})


def test_changed_questions_of_other_shops_change_the_fingerprint(config: dict[str, Any]) -> None:
    before = ShopIntentClassifier.fingerprint_addon(config)
    file = Path(config["other_shops"]) / "other.yml"
    file.write_text(file.read_text("utf8").replace("催熟", "放软"), "utf8")
    assert before != ShopIntentClassifier.fingerprint_addon(config)


def test_changed_code_changes_the_fingerprint(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    before = ShopIntentClassifier.fingerprint_addon(config)
    monkeypatch.setattr(module, "_code", lambda: "other")
    assert before != ShopIntentClassifier.fingerprint_addon(config)
