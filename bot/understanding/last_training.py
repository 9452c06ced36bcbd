"""What a training leaves behind for the next one, which usually differs in twenty sentences: embeddings, pieces, and the model.

All of it is a cache: nothing here changes what the next training learns, only how long it takes.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Optional

from bot.understanding.caches import UNREADABLE
from bot.understanding.features import Cut
from bot.understanding.intent_model import IntentModel
from bot.understanding.piece_counts import PieceCounts
from bot.understanding.semantics import Remembered

log = logging.getLogger(__name__)


class LastTraining:
    """The folder's content; `folder` None remembers nothing. `rules` names how texts are cut, `semantic` whether meaning takes part."""

    def __init__(self, folder: Optional[Path], rules: str, semantic: bool) -> None:
        self._model = None if folder is None else folder / ("model" if semantic else "model-without-meaning")
        self.embeddings = Remembered(None if folder is None else folder / "embeddings.npz")
        self.counts = PieceCounts(None if folder is None else folder / "pieces.npz", rules)

    def model(self, cut: Cut) -> Optional[IntentModel]:
        """The last model, or None when there is none that can be read."""
        if self._model is None or not self._model.exists():
            return None
        try:
            return IntentModel.load(self._model, cut)
        except UNREADABLE as error:
            log.warning("the last training in %s is unreadable (%s); training from nothing", self._model, error)
            return None

    def keep(self, model: IntentModel) -> None:
        """For the next training."""
        if self._model is not None:
            self._model.mkdir(parents=True, exist_ok=True)
            model.save(self._model)
