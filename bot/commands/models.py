"""`python -m bot model list / promote / rollback`."""

from __future__ import annotations

import argparse

from bot.learning import models
from bot.settings import Settings


def model_list(given: argparse.Namespace) -> int:
    """Prints trained models, newest first, and marks the one that serves."""
    folder = Settings.from_environment().models
    promoted = models.history(folder)
    found = models.all_models(folder)
    for path in found:
        mark = f"  ← 上线（{promoted[-1].at}）" if promoted and promoted[-1].model == path.name else ""
        print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB{mark}")
    if not found:
        print("还没有模型；运行 python -m bot train。")
    return 0


def model_promote(given: argparse.Namespace) -> int:
    """Makes a model the serving one; a running server takes it over by itself."""
    models.promote(Settings.from_environment().models, given.name)
    print(f"{given.name} 已上线。")
    return 0


def model_rollback(given: argparse.Namespace) -> int:
    """Returns to the model that served before."""
    print(f"已退回 {models.rollback(Settings.from_environment().models)}。")
    return 0
