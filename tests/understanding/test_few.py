"""The shop's own questions beside the intents: two or three phrasings are enough, and the intents keep theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Iterable, Mapping, Optional, Sequence

import numpy as np
import pytest

from bot.understanding import closer_look, intent_model
from bot.understanding.few.entries import Entries
from bot.understanding.few.likeness import NAMES, Known
from bot.understanding.few.own import EMPHASIS, ModelOutdated, is_unsure
from bot.understanding.few.training import OwnTraining
from bot.understanding.intent_model import IntentModel
from bot.understanding.last_training import LastTraining
from tests.understanding.few_shop import ANSWERS, NATURAL, OWN, OWN_SENTENCES, SENTENCES, encoding, letters, other_shop


ASKED: list[str] = []  # texts that were looked at closely by a loaded model
MEANT = {"工厂直播": "可以参观工厂吗"}  # what only a closer look can tell


def look_closer(texts: Sequence[str]) -> np.ndarray:
    ASKED.extend(texts)
    return encoding([MEANT.get(text, text) for text in texts])


@pytest.fixture(autouse=True, scope="module")
def meaning() -> Iterable[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intent_model, "encode", encoding)
        patch.setattr(closer_look, "encode", look_closer)
        yield


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return other_shop(tmp_path_factory.mktemp("others"))


def training(others: Path, semantic: bool, natural: Optional[list] = None, closely: bool = False) -> OwnTraining:
    natural = NATURAL if natural is None else natural
    encoder, last = (encoding if semantic else None), LastTraining(None, "rules", semantic)
    model = IntentModel.train([text for text, _ in SENTENCES], [label for _, label in SENTENCES], letters, encoder, natural, last, ["greet"])
    return OwnTraining(model, SENTENCES, natural, encoder, encoding if closely else None, others, last, "stamp", ["greet"])


@pytest.fixture(scope="module", params=["pieces alone", "with meaning", "with a closer look"])
def taught(request: pytest.FixtureRequest, others: Path) -> OwnTraining:
    return training(others, request.param != "pieces alone", closely=request.param == "with a closer look")


@pytest.fixture(scope="module")
def model(taught: OwnTraining) -> IntentModel:
    return taught.join(Entries.of(OWN_SENTENCES, ANSWERS))


def joined(taught: OwnTraining, sentences: Iterable[tuple[str, str]], answers: Mapping[str, str] = ANSWERS) -> IntentModel:
    return taught.join(Entries.of(sentences, answers))


def best(model: IntentModel, *texts: str) -> list[str]:
    return [model.labels[i] for i in model.confidences(texts).argmax(axis=1)]


def test_every_phrasing_and_what_is_like_it_finds_its_entry(model: IntentModel) -> None:
    assert best(model, *(text for text, _ in OWN_SENTENCES)) == [label for _, label in OWN_SENTENCES]
    assert best(model, "杯子刻字", "开车来停车", "旧衣服回收", "工厂可以去参观不") == ["faq/engraving", "faq/parking", "faq/recycling", "faq/factory"]


def test_what_only_the_answer_says_leads_to_the_entry(model: IntentModel) -> None:
    assert best(model, "激光刻字最多几个字", "轨道量到地面") == ["faq/engraving", "faq/curtain"]


def test_the_intents_keep_their_sentences_beside_the_entries(taught: OwnTraining, model: IntentModel) -> None:
    texts, labels = zip(*((text, labels[0]) for text, labels in NATURAL))
    alone = joined(taught, [("可以参观工厂吗", "faq/factory")])
    assert best(model, *texts) == list(labels) == best(alone, *texts)


def test_an_entry_of_one_phrasing_is_found(model: IntentModel) -> None:
    assert best(model, "招人吗你们") == ["faq/jobs"]


def test_a_label_is_not_known_by_its_name(taught: OwnTraining, model: IntentModel) -> None:
    called = {label: f"faq/{at}" for at, label in enumerate(OWN)}
    renamed = joined(taught, [(text, called[label]) for text, label in OWN_SENTENCES], {called[label]: answer for label, answer in ANSWERS.items()})
    texts = ["杯子刻字", "停车", "多久发货"]
    assert [called.get(label, label) for label in best(model, *texts)] == best(renamed, *texts)
    assert np.allclose(model.confidences(texts).max(axis=1), renamed.confidences(texts).max(axis=1), atol=1e-4)


def test_confidences_stay_within_one_for_anything_at_all(model: IntentModel) -> None:
    found = model.confidences(["起球吗", "", "😀", "qwerty" * 300, "停车"])
    assert found.shape == (5, 4 + len(OWN)) and (found >= 0).all() and (found.sum(axis=1) <= 1 + 1e-5).all() and np.isfinite(found).all()


def test_a_saved_and_loaded_model_says_the_same(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path, letters)
    texts = ["杯子刻字", "停车 会起球吗", "", "多久发货", "礼品卡"]
    assert loaded.labels == model.labels and loaded.calibration == model.calibration
    assert np.allclose(loaded.confidences(texts), model.confidences(texts), atol=1e-6)
    assert [one.scores.tolist() for one in loaded.seen(texts)] == [one.scores.tolist() for one in model.seen(texts)]


@pytest.mark.parametrize("sentences, answers", [
    ([("？？？", "faq/a"), ("😀", "faq/a"), ("门店可以停车吗", "faq/b")], {}),
    ([("", "faq/a")], {"faq/a": ""}),
    ([("可以停车吗", "faq/a"), ("可以停车吗", "faq/b"), ("可以停车吗", "faq/b")], {"faq/a": "可以"}),
    ([("可以停车吗", "faq/a")], {"faq/a": "停车场在楼下，" * 200}),
    ([("a", "faq/a"), ("b", "faq/b")], {"faq/other": "没有这一条"}),
])  # fmt: skip
def test_odd_entries_do_no_harm(taught: OwnTraining, sentences: list, answers: dict) -> None:
    model = joined(taught, sentences, answers)
    assert np.isfinite(model.confidences(["停车", "多久发货", "？", ""])).all()
    assert best(model, "多久发货呀", "会起球吗") == ["ask_ship_time", "ask_pilling"]


def test_hundreds_of_entries_that_nobody_asks_about_take_nothing_from_the_intents(taught: OwnTraining) -> None:
    many = [(f"{chr(0x4E00 + 7 * at)}{chr(0x5E00 + 3 * at)}{chr(0x6E00 + at)}可以吗", f"faq/{at}") for at in range(400)]
    model = joined(taught, many, {})
    texts, labels = zip(*((text, labels[0]) for text, labels in NATURAL))
    assert np.mean([a == b for a, b in zip(best(model, *texts), labels)]) >= 0.98


def test_only_what_hangs_on_it_is_looked_at_closely(others: Path, tmp_path: Path) -> None:
    joined(training(others, True, closely=True), OWN_SENTENCES).save(tmp_path)
    loaded = IntentModel.load(tmp_path, letters)
    ASKED.clear()
    texts = ["多久发货", "你好", "会起球吗", "门店可以停车吗", "工厂直播"]
    scores = loaded.scores(texts)
    assert ASKED == ["工厂直播"], "two entries are alike, everything else is plain"
    assert np.allclose(scores, np.concatenate([loaded.scores([text]) for text in texts]), atol=1e-5)


def test_a_closer_look_decides(others: Path, tmp_path: Path) -> None:
    model = joined(training(others, True, closely=True), OWN_SENTENCES)
    model.save(tmp_path)
    assert best(model, "工厂直播") == best(IntentModel.load(tmp_path, letters), "工厂直播") == ["faq/factory"]
    assert best(joined(training(others, True), OWN_SENTENCES), "工厂直播") == ["faq/live"]


def test_what_is_looked_at_closely_is_what_was_said_and_not_how_it_is_meant_to_be_spelt(others: Path, tmp_path: Path) -> None:
    joined(training(others, True, closely=True), OWN_SENTENCES).save(tmp_path)
    loaded = IntentModel.load(tmp_path, letters)
    (seen,) = loaded.seen(["工厂直播"])
    ASKED.clear()
    loaded.scored([seen._replace(said="工厂职播")])
    assert ASKED == ["工厂职播"]


def test_doubt_is_a_best_entry_near_the_best_intent_or_near_another_entry() -> None:
    entries = np.array([[9, -9], [3, -9], [-3, -9], [-5, -5.1], [9, 6], [9, 4]], float)
    assert is_unsure(entries, np.zeros(6)).tolist() == [False, True, True, False, True, False]
    assert is_unsure(np.array([[9.0], [1.0]]), np.zeros(2)).tolist() == [False, True]


def test_a_phrasing_to_the_letter_is_its_entrys_whatever_else_is_like_it(taught: OwnTraining) -> None:
    model = joined(taught, [*OWN_SENTENCES, ("现在拍多久发货呀", "faq/live"), ("旧衣服可以寄给我们吗", "faq/jobs")])
    texts = ["现在拍多久发货呀？", "旧衣服，可以寄给我们吗", "旧衣服可以寄给你们吗"]
    assert best(model, *texts) == ["faq/live", "faq/jobs", "faq/recycling"]
    assert (model.confidences(texts).max(axis=1) > 0.95).all()


def test_an_intent_that_is_sure_by_itself_is_offered_beside_an_entry_that_is_not_plainly_meant(model: IntentModel) -> None:
    own, scores = model._own, np.full((3, len(model.labels)), -3.0, np.float32)
    one, sharp = len(model.intents), own._sharpness
    ship = model.labels.index("ask_ship_time")
    scores[:, ship] = 0.0
    for row, ahead in enumerate((3.0, 8.0, 3.0)):  # in logarithms of odds
        scores[row, one] = EMPHASIS * (ahead / sharp) - own.held_back / sharp
    scores[2, ship] = scores[2, model.labels.index("ask_size")] = -0.02  # neither intent is sure
    found = own.confidences(scores)
    assert (found.argmax(axis=1) == one).all() and (found.sum(axis=1) <= 1 + 1e-5).all()
    assert found[0, one] == pytest.approx(0.45) and found[0, ship] == pytest.approx(0.45, abs=0.001)
    assert found[1, one] > 0.9 and found[2, one] > 0.8


def test_numbers_speak_against_an_entry_that_has_none(taught: OwnTraining) -> None:
    entries = Entries.of([("模特多高多重", "faq/model"), ("175的模特穿几码", "faq/tall")], {})
    likeness = joined(taught, OWN_SENTENCES)._own._likeness.of(entries, Known(taught.look(entries.texts), taught.look(entries.whole)),
                                                               taught.prepare().style, taught._model.rarity)  # fmt: skip
    at = NAMES.index("numbers of its own")
    assert likeness.of_messages(taught.look(["175 130穿多大", "穿多大"]))[:, :, at].tolist() == [[1, 0], [0, 0]]


def test_what_an_older_program_trained_is_refused_with_the_remedy(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    kept = json.loads((tmp_path / "own_questions.json").read_text("utf8"))
    (tmp_path / "own_questions.json").write_text(json.dumps({name: value for name, value in kept.items() if name != "format"}), "utf8")
    with pytest.raises(ModelOutdated, match="旧版程序.*bot train --promote"):
        IntentModel.load(tmp_path, letters)


def test_a_model_without_a_closer_look_never_asks_for_one(others: Path, tmp_path: Path) -> None:
    joined(training(others, True), OWN_SENTENCES).save(tmp_path)
    ASKED.clear()
    IntentModel.load(tmp_path, letters).scores(["杯子停车", "停车"])
    assert ASKED == []


def test_without_everyday_messages_the_training_sentences_stand_in(others: Path) -> None:
    model = joined(training(others, True, []), OWN_SENTENCES)
    assert best(model, "杯子刻字", "多久发货呀") == ["faq/engraving", "ask_ship_time"]


def test_a_folder_without_other_shops_is_an_error_and_not_a_guess(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="other_shops"):
        joined(training(tmp_path, False), OWN_SENTENCES)
    (tmp_path / "old.yml").write_text("- {name: a, question: 问, similar: [问一, 问二], answer: 答, heldout: [一, 二, 三]}", "utf8")
    with pytest.raises(FileNotFoundError, match="again、typed"):
        joined(training(tmp_path, False), OWN_SENTENCES)
