"""Rasa without TensorFlow: a stand-in that lets Rasa be imported, and says so clearly when something needs the real one.

The same is done for the clients of chats and brokers that Rasa imports and this server never talks to (35 MB, 0.6 s).

Rasa 3.6 imports TensorFlow from many modules whether or not a configured component uses it: a second of start-up and a
gigabyte of memory for nothing here. `install()` puts an empty `tensorflow` on `sys.meta_path`; it must run before Rasa is
imported. Attribute access and calls made while modules are being imported succeed (base classes, decorators); a call made
later means that a component really wants TensorFlow, and raises TensorFlowMissing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Iterable

TENSORFLOW = ("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras")
CONNECTORS = (
    "aiogram", "slack_sdk", "twilio", "fbmessenger", "mattermostwrapper", "rocketchat_API", "webexteamssdk", "pymongo", "boto3",
    "botocore", "confluent_kafka", "aio_pika", "questionary", "prompt_toolkit",
)
STANDS_FOR = (*TENSORFLOW, *CONNECTORS)
NEED_TENSORFLOW = (
    "DIETClassifier", "ResponseSelector", "TEDPolicy", "UnexpecTEDIntentPolicy", "LanguageModelFeaturizer", "ConveRTFeaturizer",
)


class TensorFlowMissing(RuntimeError):
    """A component needs TensorFlow, which is not installed."""


def _importing() -> bool:
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "_find_and_load":
            return True
        frame = frame.f_back
    return False


class _AnythingType(type):
    """Any attribute of a stand-in class is again a stand-in class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _AnythingType(name, (_Anything,), {})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if _importing():
            # A decorator at import time gives back what it decorates; anything else is another stand-in.
            if len(args) == 1 and not kwargs and callable(args[0]):
                return args[0]
            return cls
        raise TensorFlowMissing(
            f"'{cls.__name__}' belongs to a package that 店小答 does not load (TensorFlow, or a chat or broker client). Remove the "
            f"component that asks for it (one of {', '.join(NEED_TENSORFLOW)}?) from config.yml, or use an environment of its own."
        )

    def __getitem__(cls, key: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


class _Anything(metaclass=_AnythingType):
    pass


class _StandIn(ModuleType):
    __path__: list[str] = []
    __version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _AnythingType(name, (_Anything,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.split(".")[0] in STANDS_FOR:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install() -> None:
    """Puts the stand-in in place; does nothing the second time or when the real TensorFlow is already loaded."""
    if "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def refuse(component_names: Iterable[str]) -> None:
    """Raises TensorFlowMissing when a configured component (pipeline or policy) cannot work here."""
    for name in component_names:
        if name.split(".")[-1] in NEED_TENSORFLOW:
            raise TensorFlowMissing(
                f"config.yml names {name}, which needs TensorFlow; 店小答 runs without it. Remove the component, or train and serve "
                "that pipeline in an environment of its own with tensorflow==2.12.0 (see benchmarks/README.md)."
            )
