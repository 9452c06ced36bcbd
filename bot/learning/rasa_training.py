"""Costs of Rasa 3.6's training that grow with the sentences and that nothing here needs.

- Training files read twice, once to be validated and once to be trained on: they are read once.
- YAML parsed slowly to be validated, for the sake of the lines that errors are in: this waits until there is an error.
- All sentences copied at each of four merges of importers that have nothing to add: merged sentences are shared.
- A fingerprint of every sentence at each merge, by a walk through its content: one digest of it instead, made once.
- Everything that a component makes, the model too, fingerprinted and copied to a cache that a forced training never looks into.
- The model packed with gzip's best effort: its fastest costs a fifth and the file is a tenth larger.
"""

from __future__ import annotations

import hashlib
import tarfile
from contextlib import ExitStack, contextmanager
from typing import Any, Iterator, Optional, Sequence
from unittest.mock import patch

import rasa.model_training
import rasa.shared.utils.io
import rasa.shared.utils.validation
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tarsafe import TarSafe

_validate_with_lines = rasa.shared.utils.validation.validate_yaml_schema
_read_yaml = rasa.shared.utils.io.read_yaml


@contextmanager
def without_waste() -> Iterator[None]:
    """For the length of one forced training; what it reads must not change meanwhile."""
    with ExitStack() as changed:
        for owner, name, ours in (
            (RasaFileImporter, "get_nlu_data", _reading_once()),
            (rasa.shared.utils.validation, "validate_yaml_schema", _validated),
            (TrainingData, "merge", _merged),
            (TrainingData, "sanitize_examples", staticmethod(_tidy)),
            (Message, "fingerprint", _digest),
            (TrainingHook, "on_before_node", _nothing_kept),
            (TrainingHook, "on_after_node", _nothing_kept),
            (rasa.model_training, "LocalTrainingCache", lambda: None),
        ):
            changed.enter_context(patch.object(owner, name, ours))
        changed.enter_context(patch.object(TarSafe, "gzopen", classmethod(_quickly), create=True))
        yield


def _reading_once() -> Any:
    read: dict[tuple[str, ...], TrainingData] = {}
    from_files = RasaFileImporter.get_nlu_data

    def once(self: RasaFileImporter, language: Optional[str] = "en") -> TrainingData:
        files = tuple(self._nlu_files)
        if files not in read:
            read[files] = from_files(self, language)
        return read[files]

    return once


def _validated(yaml_file_content: str, *schema: str, **more: str) -> None:
    """What is validated is parsed as it is for the training itself, by the parser written in C, which keeps no lines."""
    try:
        with patch.object(rasa.shared.utils.io, "read_yaml", lambda content, reader_type="safe": _read_yaml(content)):
            _validate_with_lines(yaml_file_content, *schema, **more)
    except YamlException:
        _validate_with_lines(yaml_file_content, *schema, **more)


def _merged(self: TrainingData, *others: Optional[TrainingData]) -> TrainingData:
    given = [self, *(other for other in others if other)]
    return TrainingData(
        [example for one in given for example in one.training_examples],
        {text: value for one in given for text, value in one.entity_synonyms.items()},
        [feature for one in given for feature in one.regex_features],
        [table for one in given for table in one.lookup_tables],
        {key: value for one in given for key, value in one.responses.items()},
    )


def _tidy(examples: Sequence[Message]) -> list[Message]:
    """Each example once, labels without spaces around them. Rasa sets every label anew, and with it every fingerprint."""
    first: dict[str, Message] = {}
    for example in examples:
        for name in (INTENT, RESPONSE):
            label = example.get(name)
            if label and label != label.strip():
                example.set(name, label.strip())
        first.setdefault(example.fingerprint(), example)
    return list(first.values())


def _digest(self: Message) -> str:
    """Equal for equal content, which is all that is asked of it."""
    if self._cached_fingerprint is None:
        content = sorted((str(key), repr(value)) for key, value in self.data.items())
        self._cached_fingerprint = hashlib.md5(repr((content, self.features)).encode("utf8", "surrogatepass")).hexdigest()
    return self._cached_fingerprint


def _nothing_kept(self: TrainingHook, *_: Any, **__: Any) -> dict:
    return {}


def _quickly(cls: type, name: Any, mode: str = "r", fileobj: Any = None, compresslevel: int = 1, **more: Any) -> tarfile.TarFile:
    return tarfile.TarFile.gzopen.__func__(cls, name, mode, fileobj, compresslevel, **more)
