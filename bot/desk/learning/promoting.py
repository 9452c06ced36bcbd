"""Which model serves, changed from the desk."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from bot.channels.checking import BadMessage
from bot.faq.titles import titles_of
from bot.learning import models
from bot.learning.models import ModelMissing, Overtaken


class Promoting:
    """`inside` is the server's World. Everything here reads and writes files: not on the event loop."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    def serving(self) -> str:
        """The name of the serving model's file; "" when none does."""
        return models.serving(self._folder)

    def promote(self, model: str, by: str, note: str = "", instead_of: Optional[str] = None) -> None:
        """Lets this one serve. Raises BadMessage when its file is gone, or another than `instead_of` serves by now."""
        if model == self.serving():
            return  # a second click
        try:
            models.promote(self._folder, model, self._inside.clock.now(), by=by, note=note, instead_of=instead_of)
        except Overtaken as overtaken:
            raise BadMessage(f"评测以后线上换过模型，这份对比已经过时，没有上线：{overtaken}请再训练一轮。", 409) from None
        except ModelMissing as missing:
            raise BadMessage(str(missing), 409) from None

    def rollback(self, from_: str, by: str) -> str:
        """The one before serves again, if `from_` still does: a second click changes nothing. Returns its name."""
        serving = self.serving()
        if from_ != serving:
            raise BadMessage(f"现在服务的是 {serving}，不是您看到的 {from_[:60]}，没有退回；请刷新后再看。", 409)
        try:
            return models.rollback(self._folder, self._inside.clock.now(), by=by)
        except ModelMissing as missing:
            raise BadMessage(str(missing), 409) from None

    def titles(self) -> Mapping[str, str]:
        """What questions are called."""
        return titles_of(self._inside.shop.content, self._inside.faq)

    @property
    def _folder(self) -> Any:
        return self._inside.settings.models


def promotes_itself(inside: Any) -> bool:
    """Whether the shop wants a good model to serve without being asked."""
    return inside.shop.content.settings.learning.promote_itself
