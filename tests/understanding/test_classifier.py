"""The classifier as Rasa meets it: trained on a few sentences, kept, loaded, and asked one or several questions."""

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

from bot.understanding.classifier import ShopIntentClassifier  # noqa: E402

SAID = {
    "ask_pilling": "会起球吗 容易起球不 穿久了起球吗 起不起球 洗了会起球吗 这个起球厉害吗 起球严重吗 会不会起球",
    "ask_ship_time": "多久发货 什么时候发货 今天能发货吗 几天发货 啥时候发 现在拍多久发货 何时发货 下单后多久发货",
    "ask_size": "穿多大码 我该穿什么码 选多大的 175穿多大 体重130穿多大码 拍什么尺码 175 130 穿多大 尺码怎么选",
    "greet": "你好 在吗 您好 有人吗 哈喽 在不在 客服在吗 嗨",
}
EXAMPLES = [(text, intent) for intent, texts in SAID.items() for text in texts.split(" ")]
CONFIG = {**ShopIntentClassifier.get_default_config(), "semantics": False, "vocabulary": "bot.understanding.catalogue.nothing",
          "asides": ["greet"], "sure_apart": 0.5}


def component(folder: Path, **changed: Any) -> ShopIntentClassifier:
    folder.mkdir(exist_ok=True)
    parts = LocalModelStorage(folder), Resource("classifier"), ExecutionContext(GraphSchema({}))
    return ShopIntentClassifier.create({**CONFIG, **changed}, *parts)


def data() -> TrainingData:
    return TrainingData([Message.build(text, intent) for text, intent in EXAMPLES])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("classifier")
    component(made).train(data())
    return made


@pytest.fixture(scope="module")
def trained(folder: Path) -> ShopIntentClassifier:
    return ShopIntentClassifier.load(
        CONFIG, LocalModelStorage(folder), Resource("classifier"), ExecutionContext(GraphSchema({})))


def understood(classifier: ShopIntentClassifier, text: str, entities: list[dict] | None = None) -> dict[str, Any]:
    message = Message.build(text)
    if entities:
        message.set("entities", entities)
    (message,) = classifier.process([message])
    return message.as_dict()


def questions(classifier: ShopIntentClassifier, text: str, entities: list[dict] | None = None) -> list[tuple[str, str]]:
    return [(q["text"], q["intent"]["name"]) for q in understood(classifier, text, entities)["questions"]]


def test_a_message_gets_its_intent_the_ranking_and_the_budgets_limits(trained: ShopIntentClassifier) -> None:
    found = understood(trained, "亲，请问会起球吗～")
    assert found["intent"]["name"] == "ask_pilling" and found["intent"] == found["intent_ranking"][0]
    confidences = [r["confidence"] for r in found["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True) and sum(confidences) == pytest.approx(1, abs=1e-4)
    assert set(found["error_budget"]) == {"1", "2", "5", "10"}


@pytest.mark.parametrize("text, found", [
    ("会起球吗？多久发货", [("会起球吗", "ask_pilling"), ("多久发货", "ask_ship_time")]),
    ("穿多大码，什么时候发货，起不起球", [("穿多大码", "ask_size"), ("什么时候发货", "ask_ship_time"), ("起不起球", "ask_pilling")]),
    ("多久发货 会起球吗", [("多久发货", "ask_ship_time"), ("会起球吗", "ask_pilling")]),
    ("会起球吗另外多久发货", [("会起球吗", "ask_pilling"), ("多久发货", "ask_ship_time")]),
    ("会起球吗今天能发货吗", [("会起球吗", "ask_pilling"), ("今天能发货吗", "ask_ship_time")]),
    ("会起球吗另外多久发货 起球吗", [("会起球吗", "ask_pilling"), ("多久发货", "ask_ship_time")]),
])  # fmt: skip
def test_several_questions_are_found_in_the_order_asked(trained: ShopIntentClassifier, text: str, found: list) -> None:
    assert questions(trained, text) == found


@pytest.mark.parametrize("text, intent", [
    ("会起球吗", "ask_pilling"), ("你好，多久发货", "ask_ship_time"), ("起球吗，会起球吗", "ask_pilling"), ("阿巴阿巴，多久发货", "ask_ship_time"),
    ("在吗 在吗", "greet"),
])  # fmt: skip
def test_a_single_question_stays_whole(trained: ShopIntentClassifier, text: str, intent: str) -> None:
    assert questions(trained, text) == [(text, intent)]


def test_parts_that_are_not_sure_are_not_kept_apart(folder: Path) -> None:
    shy = ShopIntentClassifier.load(
        {**CONFIG, "sure_apart": 1.1}, LocalModelStorage(folder), Resource("classifier"), ExecutionContext(GraphSchema({})))
    assert len(questions(shy, "会起球吗？多久发货")) == 1


def test_each_question_has_its_own_entities_first_and_the_others_too(trained: ShopIntentClassifier) -> None:
    black, white = ({"entity": "colour", "value": v, "start": s, "end": s + 2} for v, s in (("黑色", 0), ("白色", 7)))
    found = understood(trained, "黑色会起球吗 白色多久发货", [black, white])["questions"]
    assert [[e["value"] for e in q["entities"]] for q in found] == [["黑色", "白色"], ["白色", "黑色"]]


def test_a_saved_and_loaded_classifier_says_the_same(tmp_path: Path) -> None:
    fresh = component(tmp_path)
    fresh.train(data())
    loaded = ShopIntentClassifier.load(
        CONFIG, LocalModelStorage(tmp_path), Resource("classifier"), ExecutionContext(GraphSchema({})))
    for text in ("会起球吗", "发货", "???", "", "你好，穿多大"):
        assert understood(fresh, text) == understood(loaded, text)


def test_an_untrained_classifier_says_so_instead_of_guessing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="bot train"):
        component(tmp_path).process([Message.build("会起球吗")])


def test_a_model_whose_files_are_gone_does_not_load(tmp_path: Path) -> None:
    component(tmp_path).train(data())
    (tmp_path / "classifier" / "weights.npz").unlink()
    with pytest.raises(OSError):
        ShopIntentClassifier.load(
            CONFIG, LocalModelStorage(tmp_path), Resource("classifier"), ExecutionContext(GraphSchema({})))


def test_training_data_with_one_intent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two intents or more"):
        component(tmp_path).train(TrainingData([Message.build(t, "greet") for t in ("你好", "在吗", "您好")]))


def test_changed_calibration_messages_change_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "natural.tsv"
    file.write_text("text\tlabels\n会起球不\task_pilling\n", "utf8")
    before = ShopIntentClassifier.fingerprint_addon({**CONFIG, "calibration": str(file)})
    assert before == ShopIntentClassifier.fingerprint_addon({**CONFIG, "calibration": str(file)})
    file.write_text("text\tlabels\n会起球不\task_pilling|ask_size\n", "utf8")
    assert before != ShopIntentClassifier.fingerprint_addon({**CONFIG, "calibration": str(file)})


def test_calibration_messages_decide_the_limits_and_are_not_trained_on(tmp_path: Path) -> None:
    file = tmp_path / "natural.tsv"
    rows = ["text\tlabels", *(f"{text}{n}\t{intent}" for n in "一二" for text, intent in EXAMPLES), '"怪"引号\tgreet', "\tgreet", "别家的\tother"]
    file.write_text("\n".join(rows), "utf8")
    calibrated = component(tmp_path / "a", calibration=str(file))
    calibrated.train(data())
    plain = component(tmp_path / "b")
    plain.train(data())
    assert understood(calibrated, "会起球吗")["error_budget"] != understood(plain, "会起球吗")["error_budget"]
    ranked = [[r["name"] for r in understood(c, "发货 起球")["intent_ranking"]] for c in (calibrated, plain)]
    assert ranked[0] == ranked[1]


def test_a_configured_calibration_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere.tsv"):
        component(tmp_path, calibration="nowhere.tsv").train(data())
