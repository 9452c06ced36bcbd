"""`python -m bot train`."""

from __future__ import annotations

import argparse

from bot.learning import models
from bot.settings import Settings


def train(given: argparse.Namespace) -> int:
    """Trains a candidate. The first model ever goes into service by itself, for something must answer."""
    from bot.quiet import quiet_rasa
    from bot.learning.training import progress, train as train_model

    quiet_rasa()
    settings = Settings.from_environment()
    with progress("训练"):
        path = train_model(settings)
    print(f"模型：{path}")
    if given.promote or not models.history(settings.models):
        models.promote(settings.models, path.name)
        print("已上线。")
    else:
        print(f"这是候选模型；上线请运行 python -m bot model promote {path.name}")
    return 0
