"""`python -m bot train`."""

from __future__ import annotations

import argparse

from bot.learning import models


def train(given: argparse.Namespace) -> int:
    """Trains a candidate. The first model ever goes into service by itself, for something must answer."""
    from bot.commands.learning_round import who
    from bot.learning.candidate import train_candidate
    from bot.learning.training import progress
    from bot.quiet import quiet_rasa
    from bot.wiring import world

    quiet_rasa()
    inside = world()
    settings = inside.settings
    with progress("训练"):
        path = train_candidate(settings, inside.faq, inside.clock.now(), by=who(), why="命令行训练")
    print(f"模型：{path}")
    if given.promote or not models.history(settings.models):
        models.promote(settings.models, path.name, inside.clock.now(), by=who(), note="命令行训练")
        print("已上线。")
    else:
        print(f"这是候选模型；上线请运行 python -m bot model promote {path.name}")
    return 0
