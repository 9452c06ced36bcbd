"""The pages on what the bot learns, put together."""

from __future__ import annotations

from typing import Any

from bot.desk.learning.confirming import Confirming
from bot.desk.learning.faq_pages import FaqPages
from bot.desk.learning.learnt import Learning
from bot.desk.learning.model_pages import ModelPages
from bot.desk.learning.plans import Plans
from bot.desk.learning.preview_pages import PreviewPages
from bot.desk.learning.promoting import Promoting
from bot.desk.learning.round_pages import RoundPages
from bot.desk.learning.upload_pages import UploadPages
from bot.desk.reading import Reading
from bot.desk.rendering import Pages
from bot.learning.rounds import Rounds


class LearningSide:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, reading: Reading, pages: Pages, common: Any) -> None:
        settings = inside.settings
        rounds = Rounds.of(inside)
        plans, promoting = Plans(settings.var / "learning" / "plans", inside.clock.now), Promoting(inside)
        shared = (reading, pages, common)
        self.faq = FaqPages(inside, inside.faq, plans, Learning(settings.models), *shared)
        self.uploads = UploadPages(inside, inside.faq, plans, *shared)
        self.previews = PreviewPages(inside, plans, Confirming(inside.faq, plans, rounds, inside.clock.now), *shared)
        self.rounds = RoundPages(inside, rounds, promoting, *shared)
        self.models = ModelPages(inside, promoting, *shared)
