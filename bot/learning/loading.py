"""A model's file becomes something that understands, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from bot.learning.models import ModelMissing
from bot.understanding.few.own import ModelOutdated
from bot.understanding.semantics import SemanticsMissing


def load(agent: Any, model: Path) -> None:
    """Into Rasa's `agent`. Raises ModelMissing for what its reader can mend, anything else as it comes."""
    try:
        agent.load_model(str(model))
    except Exception as error:
        because = _explained(error)
        if because is None:
            raise
        raise ModelMissing(f"模型 {model.name} 加载不了：{because}") from error


def _explained(error: Optional[BaseException]) -> Optional[str]:
    """Rasa wraps what its parts raise."""
    while error is not None:
        if isinstance(error, (ModelOutdated, SemanticsMissing)):
            return str(error)
        error = error.__cause__
    return None
