"""What the serving model has learnt of the shop's own questions."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Optional, Sequence

from bot.desk.views.faq import Learnt
from bot.faq import Entry
from bot.learning import models


class Learning:
    """`folder` is that of the models; cheap to ask, the record beside a model is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[str, Mapping[str, Sequence[str]]] = ("", {})

    def known(self) -> Learnt:
        """For an entry: True when the serving model knows it by all its phrasings, None by some of them, False not at all."""
        taught = self._taught()

        def learnt(entry: Entry) -> Optional[bool]:
            if entry.name not in taught:
                return False
            return True if {*entry.trained} <= {*taught[entry.name]} else None

        return learnt

    def _taught(self) -> Mapping[str, Sequence[str]]:
        """Each entry's name with the phrasings the serving model was trained with."""
        serving = models.serving(self._folder)
        if self._read[0] != serving:
            self._read = serving, models.about(self._folder, serving).get("faq") or {}
        return self._read[1]
