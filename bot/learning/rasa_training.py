"""Costs of Rasa 3.6's training that grow with the sentences and that nothing here needs.

- Training files read twice, once to be validated and once to be trained on: they are read once.
- All sentences copied at each of four merges of importers that have nothing to add: merged sentences are shared.
- A fingerprint of every sentence at each merge and after each component, by a walk through its content: one digest of it instead.
- The model packed with gzip's best effort: its fastest costs a fifth and the file is a tenth larger.
"""

from __future__ import annotations

import hashlib
import tarfile
from contextlib import contextmanager
from typing import Any, Iterator, Optional
from unittest.mock import patch

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tarsafe import TarSafe


@contextmanager
def without_waste() -> Iterator[None]:
    """For the length of one training; what it reads must not change meanwhile."""
    read: dict[tuple[str, ...], TrainingData] = {}
    from_files = RasaFileImporter.get_nlu_data

    def once(self: RasaFileImporter, language: Optional[str] = "en") -> TrainingData:
        files = tuple(self._nlu_files)
        if files not in read:
            read[files] = from_files(self, language)
        return read[files]

    with patch.object(RasaFileImporter, "get_nlu_data", once), patch.object(TrainingData, "merge", _merged), \
            patch.object(Message, "fingerprint", _digest), patch.object(TarSafe, "gzopen", classmethod(_quickly), create=True):
        yield


def _merged(self: TrainingData, *others: Optional[TrainingData]) -> TrainingData:
    given = [self, *(other for other in others if other)]
    return TrainingData(
        [example for one in given for example in one.training_examples],
        {text: value for one in given for text, value in one.entity_synonyms.items()},
        [feature for one in given for feature in one.regex_features],
        [table for one in given for table in one.lookup_tables],
        {key: value for one in given for key, value in one.responses.items()},
    )


def _digest(self: Message) -> str:
    """Equal for equal content, which is all that is asked of it."""
    if self._cached_fingerprint is None:
        content = sorted((str(key), repr(value)) for key, value in self.data.items())
        self._cached_fingerprint = hashlib.md5(repr((content, self.features)).encode("utf8", "surrogatepass")).hexdigest()
    return self._cached_fingerprint


def _quickly(cls: type, name: Any, mode: str = "r", fileobj: Any = None, compresslevel: int = 1, **more: Any) -> tarfile.TarFile:
    return tarfile.TarFile.gzopen.__func__(cls, name, mode, fileobj, compresslevel, **more)
