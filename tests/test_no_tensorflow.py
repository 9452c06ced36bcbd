"""Rasa is imported without TensorFlow, and whatever really needs it says so."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from bot import no_tensorflow
from bot.no_tensorflow import NEED_TENSORFLOW, TensorFlowMissing

USES_IT = '''
import tensorflow as tf
import tensorflow.keras.layers
from tensorflow.python.keras.engine import data_adapter
import tensorflow_addons as tfa

class Layer(tf.keras.layers.Layer):
    pass

@tf.function
def doubled(x):
    return 2 * x

@tf.function(input_signature=[tf.TensorSpec([None], tf.int32)])
def tripled(x):
    return 3 * x

Either = tf.Tensor | None
Several = tf.data.Dataset[tf.Tensor]

def trains():
    return tf.constant([1.0])
'''


@pytest.fixture(autouse=True)
def stand_in() -> None:
    no_tensorflow.install()


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A module like those of Rasa that import TensorFlow whether or not they are used."""
    (tmp_path / "uses_tensorflow.py").write_text(USES_IT, "utf8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("uses_tensorflow")
    sys.modules.pop("uses_tensorflow")


def test_what_is_only_imported_works(module) -> None:
    assert module.doubled(2) == 4
    assert issubclass(module.Layer, object)
    assert not isinstance(1, module.tf.Tensor)


def test_what_is_really_used_says_what_is_missing_and_where_to_look(module) -> None:
    with pytest.raises(TensorFlowMissing, match="'constant' .*TensorFlow.*config.yml"):
        module.trains()


def test_questions_about_the_module_itself_are_answered_like_any_modules(module) -> None:
    assert module.tf.__version__ == "2.12.0"
    assert not hasattr(module.tf, "__wrapped__")
    assert not hasattr(module.tf.Tensor, "__array__")


def test_installing_twice_puts_one_stand_in() -> None:
    no_tensorflow.install()
    assert sum(isinstance(finder, no_tensorflow._Finder) for finder in sys.meta_path) == 1


@pytest.mark.parametrize("name", no_tensorflow.CONNECTORS)
def test_clients_that_rasa_imports_and_nobody_here_calls_are_stood_in_for(name: str) -> None:
    client = importlib.import_module(name)
    assert client.anything.at.all is not None


def test_other_missing_modules_stay_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorflow_of_mine")


@pytest.mark.parametrize("name", [*NEED_TENSORFLOW, "rasa.nlu.classifiers.diet_classifier.DIETClassifier"])
def test_a_configured_component_that_needs_it_is_refused_by_name(name: str) -> None:
    with pytest.raises(TensorFlowMissing, match=f"config.yml names {name}"):
        no_tensorflow.refuse(["RulePolicy", name])


def test_components_that_do_not_need_it_pass() -> None:
    no_tensorflow.refuse(["bot.understanding.classifier.ShopIntentClassifier", "RulePolicy", "MyDIETClassifierLike"])
