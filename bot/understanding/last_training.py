"""What a training leaves behind for the next one, which usually differs in twenty sentences: embeddings, pieces, and the model; and
where only the shop's own questions have changed, all that is learnt without them.

All of it is a cache: nothing here changes what the next training learns, only how long it takes.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Callable, Optional

import numpy as np

from bot.understanding import closer_look
from bot.understanding.caches import UNREADABLE, write
from bot.understanding.features import Cut
from bot.understanding.intent_model import IntentModel
from bot.understanding.piece_counts import PieceCounts
from bot.understanding.semantics import Remembered

log = logging.getLogger(__name__)
Arrays = dict[str, np.ndarray]


class LastTraining:
    """The folder's content; `folder` None remembers nothing. `rules` names how texts are cut, `semantic` whether meaning takes part."""

    def __init__(self, folder: Optional[Path], rules: str, semantic: bool) -> None:
        self._model = None if folder is None else folder / ("model" if semantic else "model-without-meaning")
        self.embeddings = Remembered(None if folder is None else folder / "embeddings.npz")
        self.closer = Remembered(None if folder is None else folder / "closer_look.npz", closer_look, closer_look.SHIPPED)
        self.counts = PieceCounts(None if folder is None else folder / "pieces.npz", rules)

    @property
    def remembers(self) -> bool:
        """Whether anything is kept."""
        return self._model is not None

    def model(self, cut: Cut) -> Optional[IntentModel]:
        """The last model, or None when there is none that can be read."""
        if self._model is None or not self._model.exists():
            return None
        try:
            return IntentModel.load(self._model, cut)
        except UNREADABLE as error:
            log.warning("the last training in %s is unreadable (%s); training from nothing", self._model, error)
            return None

    def unchanged(self, stamp: str, cut: Cut) -> Optional[IntentModel]:
        """The last model where it was trained on exactly what `stamp` names, or None."""
        if self._model is None or not (self._model / "stamp").exists() or (self._model / "stamp").read_text("utf8") != stamp:
            return None
        return self.model(cut)

    def keep(self, model: IntentModel, stamp: str = "") -> None:
        """For the next training."""
        if self._model is not None:
            self._model.mkdir(parents=True, exist_ok=True)
            (self._model / "stamp").unlink(missing_ok=True)  # it stands there only when all the rest does
            model.save(self._model)
            (self._model / "stamp").write_text(stamp, "utf8")

    def arrays(self, name: str, stamp: str, make: Callable[[], Arrays]) -> Arrays:
        """What was kept under `name` with this stamp; what `make` gives where there is no such thing, and that is kept."""
        path = None if self._model is None else self._model / f"{name}.npz"
        found = None if path is None or not path.exists() else _read(path, stamp)
        if found is None:
            found = make()
            if path is not None:
                write(path, stamp=np.array(stamp), **found)
        return found


def _read(path: Path, stamp: str) -> Optional[Arrays]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files if name != "stamp"} if str(kept["stamp"]) == stamp else None
    except UNREADABLE as error:
        log.warning("%s is unreadable (%s); working it out again", path, error)
        return None
